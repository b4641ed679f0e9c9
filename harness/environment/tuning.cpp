#include "environment/tuning.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "environment/cores.h"
#include "environment/files.h"
#include "error.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

/// Former values by the path of the setting's file.
using Former = std::map<std::string, std::string>;

struct Setting {
    std::string what;
    std::string wanted;
    std::vector<std::string> files;  ///< paths on this machine; none where it has no such setting
};

std::vector<std::string> existing(const fs::path& root, std::vector<std::string> files) {
    std::erase_if(files, [&](const std::string& file) { return !read_line(inside(root, file)); });
    return files;
}

std::vector<std::string> governor_files(const fs::path& root) {
    std::vector<std::string> files;
    for (const int cpu : read_online_cpus(root).value_or(std::vector<int>())) {
        files.push_back(fmt::format("/sys/devices/system/cpu/cpu{}/cpufreq/scaling_governor", cpu));
    }
    return existing(root, files);
}

/// Two drivers, two files of opposite meaning; no machine has both.
Setting turbo_setting(const fs::path& root) {
    auto no_turbo = existing(root, {"/sys/devices/system/cpu/intel_pstate/no_turbo"});
    return no_turbo.empty() ? Setting{"turbo", "0", existing(root, {"/sys/devices/system/cpu/cpufreq/boost"})}
                            : Setting{"turbo", "1", no_turbo};
}

/// All that may be changed; nothing else is ever written, whatever a file of former values says.
std::vector<Setting> settings_of(const fs::path& root) {
    return {{"governor", "performance", governor_files(root)},
            turbo_setting(root),
            {"ASLR", "2", existing(root, {"/proc/sys/kernel/randomize_va_space"})},
            {"perf events", "1", existing(root, {"/proc/sys/kernel/perf_event_max_sample_rate"})}};
}

/// A line each: the value, a space, the path.
Former read_former(const fs::path& root) {
    Former former;
    const auto text = read_text(inside(root, kTunedFile)).value_or("");
    for (const auto line : split_lines(text)) {
        if (const auto words = split_words(line); words.size() == 2) {
            former[std::string(words[1])] = clean_text(words[0]);
        }
    }
    return former;
}

void write_former(const fs::path& root, const Former& former) {
    const fs::path file = inside(root, kTunedFile);
    std::error_code error;
    if (former.empty()) {
        fs::remove(file, error);
    } else {
        const fs::path beside = file.string() + ".part";
        std::ofstream stream(beside);
        for (const auto& [path, value] : former) {
            stream << value << ' ' << path << '\n';
        }
        stream.close();
        if (!stream) {
            throw Error(fmt::format("cannot write {} to remember the former settings: run this as root",
                                    beside.string()));
        }
        fs::rename(beside, file, error);
    }
    if (error) {
        throw Error(fmt::format("cannot change {}: {}", file.string(), error.message()));
    }
}

/// An empty text, or why the setting did not take the value. Settings tell when they are written, not when
/// they are opened or closed.
std::string write_setting(const fs::path& file, const std::string& value) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (descriptor < 0) {
        return std::strerror(errno);
    }
    const bool is_written =
        ::write(descriptor, value.data(), value.size()) == static_cast<ssize_t>(value.size());
    const int error = errno;
    ::close(descriptor);
    if (!is_written) {
        return std::strerror(error);
    }
    return read_line(file) == value ? "" : "the kernel kept another value";
}

TuningStep tune_setting(const Setting& setting, const fs::path& root, Former& former) {
    if (setting.files.empty()) {
        return {setting.what, false, "this machine has no such setting (virtual ones rarely do)"};
    }
    std::set<std::string> were;
    for (const std::string& file : setting.files) {
        const auto value = read_line(inside(root, file)).value_or("");
        if (value == setting.wanted) {
            continue;
        }
        former.emplace(file, value);
        write_former(root, former);
        if (const auto problem = write_setting(inside(root, file), setting.wanted); !problem.empty()) {
            if (read_line(inside(root, file)) == value) {  // there is nothing to put back
                former.erase(file);
                write_former(root, former);
            }
            return {setting.what, true,
                    fmt::format("{} cannot be set to {}: {}", file, setting.wanted, problem)};
        }
        were.insert(value);
    }
    return {setting.what, false,
            were.empty() ? fmt::format("already {}", setting.wanted)
                         : fmt::format("set to {}, was {}", setting.wanted, fmt::join(were, ", "))};
}

std::optional<TuningStep> restore_setting(const Setting& setting, const fs::path& root, Former& former) {
    std::set<std::string> values;
    for (const std::string& file : setting.files) {
        const auto found = former.find(file);
        if (found == former.end()) {
            continue;
        }
        if (const auto problem = write_setting(inside(root, file), found->second); !problem.empty()) {
            return TuningStep{setting.what, true,
                              fmt::format("{} cannot be set back to {}: {}", file, found->second, problem)};
        }
        values.insert(found->second);
        former.erase(found);
        write_former(root, former);
    }
    return values.empty() ? std::nullopt
                          : std::optional(TuningStep{setting.what, false,
                                                     fmt::format("set back to {}", fmt::join(values, ", "))});
}

}  // namespace

std::vector<TuningStep> tune_machine(const fs::path& root) {
    Former former = read_former(root);
    std::vector<TuningStep> steps;
    for (const Setting& setting : settings_of(root)) {
        steps.push_back(tune_setting(setting, root, former));
    }
    return steps;
}

std::vector<TuningStep> restore_machine(const fs::path& root) {
    Former former = read_former(root);
    std::vector<TuningStep> steps;
    for (const Setting& setting : settings_of(root)) {
        if (auto step = restore_setting(setting, root, former)) {
            steps.push_back(*step);
        }
    }
    for (const auto& [file, value] : former) {
        std::error_code ignored;
        if (!fs::exists(inside(root, file), ignored)) {
            steps.push_back({file, false, fmt::format("cannot be set back to {}: it is gone", value)});
        }
    }
    return steps;
}

}  // namespace pepbench
