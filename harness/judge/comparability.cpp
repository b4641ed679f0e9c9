#include "judge/comparability.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

#include "record/checked_json.h"

using nlohmann::json;
using Pointer = nlohmann::json::json_pointer;

namespace pepbench {
namespace {

struct Fact {
    const char* pointer;
    const char* what;
    Weight weight;
};

const std::vector<Fact> kRunFacts = {
    {"/profile", "profile", Weight::forbids},
    {"/imported/tool", "tool that measured", Weight::forbids},
    {"/imported/version", "its version", Weight::care},
    {"/settings/test_parameters", "test parameters", Weight::forbids},
    {"/settings/minimum_sample_seconds", "least seconds of a sample", Weight::forbids},
    {"/settings/gc_enabled", "garbage collector on", Weight::forbids},
    {"/machine/architecture", "architecture", Weight::forbids},
    {"/machine/cpu_model", "CPU model", Weight::forbids},
    {"/machine/caches", "CPU caches", Weight::forbids},  // virtual machines give CPU models vague names
    {"/machine/usable_cores", "usable cores", Weight::forbids},
    {"/machine/physical_cores", "physical cores", Weight::forbids},
    {"/machine/cgroup_quota_cores", "CPU quota, cores", Weight::care},
    {"/machine/affinity", "CPUs allowed", Weight::care},
    {"/machine/smt_active", "SMT on", Weight::care},
    {"/machine/governor", "governor", Weight::care},
    {"/machine/frequency_driver", "frequency driver", Weight::care},
    {"/machine/turbo", "turbo on", Weight::care},
    {"/machine/minimum_mhz", "least MHz", Weight::care},
    {"/machine/maximum_mhz", "most MHz", Weight::care},
    {"/machine/limit_mhz", "MHz allowed", Weight::care},
    {"/machine/on_battery", "on battery", Weight::care},
    {"/machine/virtual_machine", "virtual machine", Weight::care},
    {"/machine/container", "container", Weight::care},
    {"/machine/host_name", "host", Weight::care},
    {"/machine/kernel", "kernel", Weight::care},
    {"/machine/operating_system", "operating system", Weight::care},
    {"/machine/libc", "C library", Weight::care},
    {"/machine/clock/source", "clock source", Weight::care},
    {"/machine/transparent_hugepages", "huge pages", Weight::care},
    {"/machine/aslr/enabled", "ASLR on", Weight::care},
    {"/machine/build/commit", "pepbench's commit", Weight::care},
    {"/machine/build/dirty", "pepbench changed since", Weight::care},
    {"/machine/build/compiler", "pepbench's compiler", Weight::care},
    {"/machine/build/flags", "pepbench's build", Weight::care},
    // How many calls a process makes decides how much of its warm-up is in the median.
    {"/settings/samples", "samples asked for", Weight::care},
    {"/settings/budget_seconds", "budget, seconds", Weight::care},
    {"/outcome", "outcome", Weight::care},
};

const std::vector<Fact> kConfigurationFacts = {
    {"/interpreter", "interpreter", Weight::care},
    {"/runner", "runner", Weight::care},
    {"/not_embedded", "not embedded because", Weight::care},
    {"/environment", "environment variables", Weight::care},
    {"/clock/name", "clock", Weight::care},
    {"/facts/implementation", "implementation", Weight::care},
    {"/facts/version", "version", Weight::care},
    {"/facts/platform", "platform", Weight::care},
    {"/facts/free_threaded_build", "free-threaded build", Weight::care},
    {"/facts/gil_enabled", "GIL on", Weight::care},
    {"/facts/jit_available", "JIT available", Weight::care},
    {"/facts/jit_enabled", "JIT on", Weight::care},
    {"/facts/build/version_text", "build", Weight::care},
    {"/facts/build/compiler", "compiler", Weight::care},
    {"/facts/build/cflags", "compiler flags", Weight::care},
    {"/facts/build/configure", "configure options", Weight::care},
    {"/facts/build/optimized", "profile-guided", Weight::care},
    {"/facts/build/lto", "link-time optimization", Weight::care},
    {"/facts/build/debug", "debug build", Weight::care},
    {"/facts/build/prefix", "installed in", Weight::care},
};

const std::vector<Fact> kWorkloadFacts = {
    {"/sha256", "file", Weight::forbids},
    {"/parameters", "parameters", Weight::forbids},
};

const std::vector<Fact> kUrlFacts = {
    {"/own_server", "URL server is our own", Weight::forbids},
    {"/latency_ms", "URL server's added ms", Weight::forbids},
    {"/page_crc32", "page fetched", Weight::forbids},
};

/// Shares of the machine's CPU time, from 0 to 1.
const std::vector<Fact> kLoadFacts = {
    {"/change/foreign_busy_share", "share of CPU time that others used", Weight::care},
    {"/change/steal_share", "share of CPU time stolen by the host", Weight::care},
};
constexpr double kNotableShare = 0.05;  // as much as the smallest slow-down that people ask about

/// In how many parts a run was measured, and what changed between them. Null where it was measured in one go.
json parts_of(const json& header) {
    const json resumed = header.value("resumed", json::array());
    if (!resumed.is_array() || resumed.empty()) {
        return {};
    }
    std::set<std::string> changed;
    for (const json& entry : resumed) {
        for (const json& fact : value_at(entry, Pointer("/changed"))) {
            changed.insert(text_of(fact, "what"));
        }
    }
    const std::string parts = fmt::format("{} parts", resumed.size() + 1);
    return changed.empty() ? parts : fmt::format("{}; changed: {}", parts, fmt::join(changed, ", "));
}

/// An empty list is what a machine that does not tell leaves.
bool is_told(const json& value) { return !value.is_null() && !(value.is_array() && value.empty()); }

class Environments {
  public:
    Environments(const json& a, const json& b) : a_(a), b_(b) {}

    void compare_facts(const std::vector<Fact>& facts, const Pointer& below, const std::string& of) {
        for (const Fact& fact : facts) {
            const Pointer pointer = below / Pointer(fact.pointer);
            compare_values(of + fact.what, value_at(a_, pointer), value_at(b_, pointer), fact.weight);
        }
    }

    void compare_load() {
        for (const Fact& fact : kLoadFacts) {
            const json a = value_at(a_, Pointer(fact.pointer));
            const json b = value_at(b_, Pointer(fact.pointer));
            if (a.is_number() && b.is_number() &&
                std::abs(a.get<double>() - b.get<double>()) > kNotableShare) {
                found_.push_back({fact.what, a, b, fact.weight});
            }
        }
    }

    /// That a run was measured in parts asks for care whatever the other was.
    void compare_parts() {
        const json a = parts_of(a_);
        const json b = parts_of(b_);
        if (!a.is_null() || !b.is_null()) {
            const json whole = "one part";
            found_.push_back({"measured in", a.is_null() ? whole : a, b.is_null() ? whole : b, Weight::care});
        }
    }

    /// Known answers are those of the largest number of workers that a run had.
    void compare_answers(const std::string& workload) {
        json a = value_at(a_, Pointer() / "workloads" / workload / "expected");
        json b = value_at(b_, Pointer() / "workloads" / workload / "expected");
        if (!a.is_array() || !b.is_array()) {
            return;
        }
        const auto both = static_cast<std::ptrdiff_t>(std::min(a.size(), b.size()));
        a.erase(a.begin() + both, a.end());
        b.erase(b.begin() + both, b.end());
        compare_values(workload + ": answers", a, b, Weight::forbids);
    }

    /// Only where both fetched a page.
    void compare_url() {
        const Pointer url("/url");
        if (!value_at(a_, url).is_object() || !value_at(b_, url).is_object()) {
            return;
        }
        compare_facts(kUrlFacts, url, "");
        const Pointer own = url / "own_server";
        if (value_at(a_, own) == false &&
            value_at(b_, own) == false) {  // the port of our own is any free one
            compare_values("URL", value_at(a_, url / "url"), value_at(b_, url / "url"), Weight::forbids);
        }
    }

    /// What forbids a comparison comes first.
    EnvironmentComparison result() const {
        std::vector<Difference> differences;
        for (const Weight weight : {Weight::forbids, Weight::care}) {
            std::copy_if(found_.begin(), found_.end(), std::back_inserter(differences),
                         [&](const Difference& difference) { return difference.weight == weight; });
        }
        const Comparability verdict = differences.empty() ? Comparability::comparable
                                      : differences.front().weight == Weight::forbids
                                          ? Comparability::not_comparable
                                          : Comparability::with_care;
        return {verdict, differences};
    }

  private:
    void compare_values(const std::string& what, const json& a, const json& b, Weight weight) {
        if (a != b) {
            found_.push_back({what, a, b, is_told(a) && is_told(b) ? weight : Weight::care});
        }
    }

    const json& a_;
    const json& b_;
    std::vector<Difference> found_;
};

}  // namespace

InCommon names_in_common(const RunRecord& a, const RunRecord& b) {
    std::set<Cell> in_b;
    for (const SampleRow& sample : b.samples) {
        in_b.insert(sample.cell);
    }
    InCommon common;
    for (const SampleRow& sample : a.samples) {
        if (in_b.contains(sample.cell)) {
            common.workloads.insert(sample.cell.workload);
            common.configurations.insert(sample.cell.configuration);
        }
    }
    return common;
}

EnvironmentComparison compare_environments(const json& a, const json& b, const InCommon& common) {
    Environments environments(a, b);
    environments.compare_facts(kRunFacts, Pointer(), "");
    environments.compare_parts();
    for (const std::string& workload : common.workloads) {
        environments.compare_facts(kWorkloadFacts, Pointer() / "workloads" / workload, workload + ": ");
        environments.compare_answers(workload);
    }
    if (common.workloads.contains("url_fetch")) {
        environments.compare_url();
    }
    environments.compare_load();
    for (const std::string& configuration : common.configurations) {
        environments.compare_facts(kConfigurationFacts, Pointer() / "configurations" / configuration,
                                   configuration + ": ");
    }
    return environments.result();
}

std::string to_string(Comparability verdict) {
    switch (verdict) {
        case Comparability::comparable:
            return "comparable";
        case Comparability::with_care:
            return "comparable with care";
        case Comparability::not_comparable:
            return "not comparable";
    }
    return {};
}

std::string to_string(Weight weight) { return weight == Weight::forbids ? "forbids" : "care"; }

json to_json(const EnvironmentComparison& environments) {
    json differences = json::array();
    for (const Difference& difference : environments.differences) {
        differences.push_back({{"what", difference.what},
                               {"a", difference.in_a},
                               {"b", difference.in_b},
                               {"weight", to_string(difference.weight)}});
    }
    return {{"verdict", to_string(environments.verdict)}, {"differences", differences}};
}

}  // namespace pepbench
