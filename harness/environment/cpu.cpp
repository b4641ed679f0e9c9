#include "environment/cpu.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include "environment/files.h"

namespace pepbench {
namespace {

constexpr double kKilohertzAMegahertz = 1000;
constexpr std::int64_t kKibi = 1024;
/// Far more cache levels than any CPU has, so that a strange tree ends the search.
constexpr int kMostCaches = 32;

std::optional<bool> read_flag(const std::filesystem::path& file) {
    const auto value = read_integer(file);
    if (!value || (*value != 0 && *value != 1)) {
        return std::nullopt;
    }
    return *value == 1;
}

std::optional<bool> read_turbo(const std::filesystem::path& root) {
    if (const auto off = read_flag(inside(root, "/sys/devices/system/cpu/intel_pstate/no_turbo"))) {
        return !*off;
    }
    return read_flag(inside(root, "/sys/devices/system/cpu/cpufreq/boost"));
}

std::vector<double> read_mhz(const std::vector<int>& cpus, std::string_view name,
                             const std::filesystem::path& root) {
    std::vector<double> values;
    for (const auto cpu : cpus) {
        const auto kilohertz =
            read_integer(inside(root, fmt::format("/sys/devices/system/cpu/cpu{}/cpufreq/{}", cpu, name)));
        if (kilohertz && *kilohertz > 0) {
            values.push_back(static_cast<double>(*kilohertz) / kKilohertzAMegahertz);
        }
    }
    return values;
}

std::set<std::string> read_words(const std::vector<int>& cpus, std::string_view name,
                                 const std::filesystem::path& root) {
    std::set<std::string> words;
    for (const auto cpu : cpus) {
        if (auto word =
                read_line(inside(root, fmt::format("/sys/devices/system/cpu/cpu{}/cpufreq/{}", cpu, name)))) {
            words.insert(std::move(*word));
        }
    }
    return words;
}

std::optional<std::string> joined(const std::set<std::string>& words) {
    return words.empty() ? std::nullopt : std::optional(fmt::format("{}", fmt::join(words, ", ")));
}

std::optional<double> smallest(const std::vector<double>& values) {
    return values.empty() ? std::nullopt : std::optional(*std::ranges::min_element(values));
}

std::optional<double> largest(const std::vector<double>& values) {
    return values.empty() ? std::nullopt : std::optional(*std::ranges::max_element(values));
}

std::optional<double> mean(const std::vector<double>& values) {
    if (values.empty()) {
        return std::nullopt;
    }
    double sum = 0;
    for (const auto value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

}  // namespace

std::optional<std::string> parse_cpu_model(std::string_view cpuinfo) {
    // x86; MIPS; ARM; POWER and RISC-V; s390 has no single line.
    constexpr std::array<std::string_view, 5> kKeys = {"model name", "cpu model", "Hardware", "cpu", "uarch"};
    for (const auto key : kKeys) {
        const auto value = find_field(cpuinfo, key);
        if (value && !value->empty()) {
            return clean_text(*value);
        }
    }
    return std::nullopt;
}

bool has_cpu_flag(std::string_view cpuinfo, std::string_view flag) {
    const auto words = split_words(find_field(cpuinfo, "flags").value_or(""));
    return std::ranges::find(words, flag) != words.end();
}

std::optional<double> parse_current_mhz(std::string_view cpuinfo) {
    std::vector<double> values;
    for (const auto line : split_lines(cpuinfo)) {
        const auto field = find_field(line, "cpu MHz");
        const auto value = field ? parse_number(*field) : std::nullopt;
        if (value && *value > 0) {
            values.push_back(*value);
        }
    }
    return mean(values);
}

std::optional<std::int64_t> parse_cache_size(std::string_view text) {
    text = trim(text);
    std::int64_t unit = 1;
    if (text.ends_with('K')) {
        unit = kKibi;
    } else if (text.ends_with('M')) {
        unit = kKibi * kKibi;
    } else if (text.ends_with('G')) {
        unit = kKibi * kKibi * kKibi;
    }
    const auto number = parse_integer(unit == 1 ? text : text.substr(0, text.size() - 1));
    constexpr std::int64_t kLargest = kKibi * kKibi * kKibi * kKibi;
    if (!number || *number <= 0 || *number > kLargest / unit) {
        return std::nullopt;
    }
    return *number * unit;
}

std::optional<std::string> read_cpu_model(const std::filesystem::path& root) {
    if (auto model = parse_cpu_model(read_text(inside(root, "/proc/cpuinfo")).value_or(""))) {
        return model;
    }
    auto model = read_text(inside(root, "/proc/device-tree/model")).value_or("");
    model.resize(std::min(model.find('\0'), model.size()));
    auto cleaned = clean_text(model);
    return cleaned.empty() ? std::nullopt : std::optional(cleaned);
}

Frequency read_frequency(const std::vector<int>& cpus, const std::filesystem::path& root) {
    Frequency frequency;
    const auto governors = read_words(cpus, "scaling_governor", root);
    frequency.driver = joined(read_words(cpus, "scaling_driver", root));
    frequency.governor = joined(governors);
    frequency.minimum_mhz = smallest(read_mhz(cpus, "cpuinfo_min_freq", root));
    frequency.maximum_mhz = largest(read_mhz(cpus, "cpuinfo_max_freq", root));
    frequency.limit_mhz = largest(read_mhz(cpus, "scaling_max_freq", root));
    frequency.current_mhz = mean(read_mhz(cpus, "scaling_cur_freq", root));
    if (!frequency.current_mhz) {
        frequency.current_mhz = parse_current_mhz(read_text(inside(root, "/proc/cpuinfo")).value_or(""));
    }
    frequency.turbo = read_turbo(root);
    if (!governors.empty()) {
        frequency.scaling_enabled = governors != std::set<std::string>{"performance"};
    }
    return frequency;
}

std::vector<Cache> read_caches(const std::filesystem::path& root) {
    std::vector<Cache> caches;
    for (int index = 0; index < kMostCaches; ++index) {
        const auto directory = inside(root, fmt::format("/sys/devices/system/cpu/cpu0/cache/index{}", index));
        const auto type = read_line(directory / "type");
        const auto level = read_integer(directory / "level");
        const auto size = parse_cache_size(read_line(directory / "size").value_or(""));
        const auto sharing = parse_cpu_list(read_line(directory / "shared_cpu_list").value_or(""));
        if (type && level && *level > 0 && *level <= kMostCaches && size && sharing && !sharing->empty()) {
            caches.push_back({*type, static_cast<int>(*level), *size, static_cast<int>(sharing->size())});
        }
    }
    return caches;
}

std::optional<bool> read_smt_active(const std::filesystem::path& root) {
    return read_flag(inside(root, "/sys/devices/system/cpu/smt/active"));
}

}  // namespace pepbench
