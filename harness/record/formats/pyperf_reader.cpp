#include <fmt/format.h>

#include <limits>

#include "error.h"
#include "record/checked_json.h"
#include "record/formats/imported.h"
#include "record/formats/pyperf.h"
#include "record/formats/safe_name.h"
#include "record/printable.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

const json& list_at(const json& parent, const char* key, const std::string& what) {
    const auto found = parent.is_object() ? parent.find(key) : parent.end();
    if (!parent.is_object() || found == parent.end() || !found->is_array()) {
        throw Error(fmt::format("{} has no list '{}'", what, key));
    }
    return *found;
}

/// Metadata of one level over that of the level above.
json merged(json above, const json& entry) {
    const json own = entry.is_object() ? entry.value("metadata", json::object()) : json::object();
    if (!own.is_object()) {
        throw Error("a 'metadata' of it is not an object");
    }
    above.update(own);
    return above;
}

double time_of(const json& value, bool may_be_zero, const std::string& name) {
    const double seconds = value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!is_time(seconds) && !(may_be_zero && seconds == 0)) {
        throw Error(fmt::format("its benchmark '{}' has a value of {}, which no time can be",
                                printable(name, 80), printable(value.dump(-1, ' ', true), 40)));
    }
    return seconds;
}

std::int64_t loops_of(const json& metadata, const char* key, const std::string& name) {
    const std::optional<std::int64_t> loops = whole<std::int64_t>(metadata.value(key, json(1)));
    constexpr std::int64_t kMost = std::int64_t{1} << 31U;  // a product of two fits
    if (!loops || *loops < 1 || *loops > kMost) {
        throw Error(
            fmt::format("its benchmark '{}' has {} that are no number of loops", printable(name, 80), key));
    }
    return *loops;
}

/// The whole number of at least 0 under a key; nothing for anything else.
template <typename Number>
std::optional<Number> natural(const json& metadata, const char* key) {
    const std::optional<Number> number = whole<Number>(metadata.value(key, json()));
    return number && *number >= Number{0} ? number : std::nullopt;
}

std::optional<std::string> maybe_text(const json& metadata, const char* key) {
    const std::string text = text_of(metadata, key);
    return text.empty() ? std::nullopt : std::optional(text);
}

/// "3.14" of "3.14.0rc1 (64-bit)".
std::string feature_version(const std::string& version) {
    const std::size_t first = version.find('.');
    return first == std::string::npos ? version : version.substr(0, version.find('.', first + 1));
}

json facts_of(const json& metadata) {
    const std::string implementation = text_of(metadata, "python_implementation");
    const std::string version = text_of(metadata, "python_version");
    if (implementation.empty() || version.empty()) {
        return nullptr;
    }
    json facts = {{"implementation", implementation}, {"version", version.substr(0, version.find(' '))}};
    for (const auto& [key, fact] : {std::pair{pyperf::kJit, "jit_enabled"}, {pyperf::kGil, "gil_enabled"}}) {
        if (const std::string state = text_of(metadata, key); state == "on" || state == "off") {
            facts[fact] = state == "on";
        }
    }
    return facts;
}

class PyperfReader {
  public:
    ImportedFile read(const json& document) {
        if (document.at("version") != pyperf::kVersion) {
            throw Error(
                fmt::format("its 'version' is {}, and pepbench reads pyperf's version \"{}\" (a text)",
                            printable(document.at("version").dump(-1, ' ', true), 40), pyperf::kVersion));
        }
        file_.tool = "pyperf";
        const json metadata = merged(json::object(), document);
        for (const json& benchmark : list_at(document, "benchmarks", "it")) {
            add_benchmark(merged(metadata, benchmark), list_at(benchmark, "runs", "a benchmark of it"));
        }
        return std::move(file_);
    }

  private:
    void add_benchmark(const json& metadata, const json& runs) {
        if (runs.empty()) {
            return;
        }
        const json of_first = merged(metadata, runs.front());
        const std::string name = text_of(of_first, "name");
        if (name.empty()) {
            throw Error("a benchmark of it has no name");
        }
        if (!seen_.insert(name).second) {
            throw Error(fmt::format("it has two benchmarks '{}'", printable(name, 80)));
        }
        const Cell cell = cell_of(of_first, name);
        note_machine(of_first);
        file_.facts.emplace(cell.configuration, facts_of(of_first));
        if (const std::string unit = text_of(of_first, "unit"); !unit.empty() && unit != "second") {
            file_.unavailable.push_back(
                {cell, fmt::format("it was measured in {}s, not in seconds", printable(unit, 20))});
            return;
        }
        int pass = 0;
        for (const json& run : runs) {
            add_run(cell, merged(metadata, run), run, name, pass);
        }
    }

    /// Runs without values have calibrated their loops only.
    void add_run(const Cell& cell, const json& metadata, const json& run, const std::string& name,
                 int& pass) {
        if (!run.is_object() || !run.contains("values")) {
            return;
        }
        const std::int64_t loops =
            loops_of(metadata, "loops", name) * loops_of(metadata, "inner_loops", name);
        ImportedRun imported{.cell = cell,
                             .pass = natural<int>(metadata, pyperf::kPass).value_or(pass),
                             .start = parse_date(text_of(metadata, "date")),
                             .peak_rss_bytes = natural<std::int64_t>(metadata, "mem_max_rss").value_or(0),
                             .hash_seed = natural<std::uint32_t>(metadata, "python_hash_seed").value_or(0)};
        ++pass;
        if (const json duration = metadata.value("duration", json());
            duration.is_number() && is_time(duration.get<double>())) {
            imported.duration_seconds = duration.get<double>();
        }
        for (const json& value : list_at(run, "values", "a run of it")) {
            imported.samples.push_back({.seconds = time_of(value, false, name), .iterations = loops});
        }
        for (const json& warmup : run.value("warmups", json::array())) {
            imported.warmups.push_back(warmup_of(warmup, name));
        }
        std::erase_if(imported.warmups, [](const ImportedSample& warmup) { return warmup.seconds == 0; });
        if (!imported.samples.empty()) {
            file_.runs.push_back(std::move(imported));
        }
    }

    static ImportedSample warmup_of(const json& warmup, const std::string& name) {
        const auto loops =
            warmup.is_array() && warmup.size() == 2 ? whole<std::int64_t>(warmup[0]) : std::nullopt;
        if (!loops || *loops < 1) {
            throw Error(fmt::format("its benchmark '{}' has a warm-up that is no pair of loops and seconds",
                                    printable(name, 80)));
        }
        return {.seconds = time_of(warmup[1], true, name), .iterations = *loops};
    }

    Cell cell_of(const json& metadata, const std::string& name) {
        const std::string workload = text_of(metadata, pyperf::kWorkload);
        const std::string configuration = text_of(metadata, pyperf::kConfiguration);
        if (!workload.empty() && !configuration.empty()) {  // pepbench wrote it
            return checked_cell({workload,
                                 {text_of(metadata, pyperf::kMode), text_of(metadata, pyperf::kStartMethod)},
                                 whole<int>(metadata.value(pyperf::kWorkers, json())).value_or(0),
                                 configuration});
        }
        const json facts = facts_of(metadata);
        const std::string python = facts.is_null() ? kImportedProfile
                                                   : text_of(facts, "implementation") + "-" +
                                                         feature_version(text_of(facts, "version"));
        const std::string workload_name = names_.add(safe_name(name));
        file_.benchmark_names.emplace(workload_name, name);
        return {workload_name, {"linear", ""}, 1, safe_name(python)};
    }

    void note_machine(const json& metadata) {
        ImportedMachine& machine = file_.machine;
        if (machine.cpus || machine.host_name) {
            return;  // a file of several machines is what nobody writes: the first one counts
        }
        machine.host_name = maybe_text(metadata, "hostname");
        machine.cpu_model = maybe_text(metadata, "cpu_model_name");
        machine.cpus = whole<int>(metadata.value("cpu_count", json()));
        if (const json cores = metadata.value(pyperf::kUsableCores, json()); cores.is_number()) {
            machine.usable_cores = cores.get<double>();
        }
        file_.tool_version = text_of(metadata, "perf_version");
    }

    ImportedFile file_;
    UniqueNames names_;
    std::set<std::string> seen_;
};

}  // namespace

ImportedFile pyperf_file(const json& document) { return PyperfReader().read(document); }

}  // namespace pepbench
