#include "cli/import_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "cli/own_command.h"
#include "environment/build.h"
#include "environment/environment_json.h"
#include "environment/google_benchmark_context.h"
#include "record/checked_json.h"
#include "record/formats/dates.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

template <typename Value>
void add_if_new(std::vector<Value>& list, const Value& value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) {
        list.push_back(value);
    }
}

/// In which ways something was measured, in the order of the file.
struct Ways {
    std::vector<std::string> modes;
    std::vector<int> workers;

    void add(const Cell& cell) {
        add_if_new(modes, cell.mode.label());
        add_if_new(workers, cell.workers);
    }
};

/// What cells there are, in the order of the file.
struct Contents {
    std::vector<std::string> workloads;
    std::vector<std::string> configurations;
    std::map<std::string, Ways> ways_of_workload;
    Ways ways;

    void add(const Cell& cell) {
        const auto [known, is_new] = ways_of_workload.try_emplace(cell.workload);
        if (is_new) {
            workloads.push_back(cell.workload);
        }
        known->second.add(cell);
        ways.add(cell);
        add_if_new(configurations, cell.configuration);
    }
};

Contents contents_of(const ImportedFile& file) {
    Contents contents;
    for (const ImportedRun& run : file.runs) {
        contents.add(run.cell);
    }
    for (const UnavailableRow& row : file.unavailable) {
        contents.add(row.cell);
    }
    return contents;
}

Machine machine_of(const ImportedMachine& told) {
    Machine machine{.host_name = told.host_name, .cpu_model = told.cpu_model};
    if (told.cpus.value_or(0) > 0) {
        machine.logical_cpus = told.cpus;
    }
    if (told.usable_cores.value_or(0) > 0) {
        machine.usable_cores = *told.usable_cores;
        machine.usable_cores_reason = "as the imported file says";
    } else if (machine.logical_cpus) {
        machine.usable_cores = *machine.logical_cpus;
        machine.usable_cores_reason =
            "all CPUs of the imported file, which does not tell what affinity and quota left";
    } else {
        machine.usable_cores_reason = "the imported file does not tell; 1 is the least that there was";
    }
    return machine;
}

/// Whether a key of the file's context may be taken over; keys of a program's own are texts there.
bool may_keep(const std::string& key, const json& value) {
    if (key == "cpu_scaling_enabled" || key == "aslr_enabled") {
        return value.is_boolean();
    }
    if (key == "mhz_per_cpu") {
        return whole<int>(value).value_or(0) > 0;
    }
    if (key == "library_build_type") {
        return value == "release" || value == "debug";
    }
    if (key == "date") {
        return value.is_string() && !value.get<std::string>().empty();
    }
    return value.is_string() && key != "num_cpus" && key != "caches" && key != "load_avg";
}

/// Google Benchmark's context, and what the file says of it.
json context_of(const ImportedFile& file, const Machine& machine, Instant started) {
    GoogleBenchmarkContext known;
    known.date = format_utc(started);
    known.host_name = machine.host_name.value_or("");
    known.num_cpus = machine.logical_cpus.value_or(1);
    known.library_build_type = "release";
    json context = json(to_json(known));
    for (const auto& [key, value] : file.context.items()) {
        if (may_keep(key, value)) {
            context[key] = value;
        }
    }
    return context;
}

json workloads_json(const ImportedFile& file, const Contents& contents) {
    json workloads = json::object();
    for (const std::string& workload : contents.workloads) {
        const Ways& ways = contents.ways_of_workload.at(workload);
        const auto original = file.benchmark_names.find(workload);
        const std::string name =
            original == file.benchmark_names.end() ? "" : fmt::format(", {}", original->second);
        workloads[workload] = {
            {"suite", "imported"},     {"modes", ways.modes},
            {"workers", ways.workers}, {"shows", fmt::format("Imported from {}{}.", file.tool, name)},
            {"parameters", nullptr},   {"expected", nullptr}};
    }
    return workloads;
}

json configurations_json(const ImportedFile& file, const Contents& contents) {
    json configurations = json::object();
    for (const std::string& name : contents.configurations) {
        configurations[name] = {{"interpreter", name.substr(0, name.find('+'))},
                                {"runner", "imported"},
                                {"not_embedded", nullptr},
                                {"command", file.tool},
                                {"environment", json::object()},
                                {"facts", file.facts.at(name)},
                                {"clock", nullptr},
                                {"start_methods", json::array()},
                                {"unavailable", json::object()}};
    }
    return configurations;
}

json stopped_by(const RunRecord& record) {
    json stopped = json::object();
    for (const SampleRow& row : record.samples) {
        stopped[row.cell.name()] = kImportedProfile;
    }
    return stopped;
}

double timed_seconds(const ImportedFile& file) {
    double sum = 0;
    for (const ImportedRun& run : file.runs) {
        sum += timed_seconds(run);
    }
    return sum;
}

double end_of(const RunRecord& record) {
    double end = 0;
    for (const ProcessRunRow& run : record.process_runs) {
        end = std::max(end, run.end_seconds);
    }
    return end;
}

}  // namespace

void describe_import(RunRecord& record, const ImportedFile& file, const json& origin) {
    const Contents contents = contents_of(file);
    const Machine machine = machine_of(file.machine);
    const BuildFacts build = build_facts();
    const Instant started = start_of(file).value_or(std::chrono::system_clock::now());
    const double measuring_seconds = end_of(record);
    const LoadSnapshot before{.time = started};
    const LoadSnapshot after{.time = later(started, measuring_seconds)};
    record.context = context_of(file, machine, started);
    record.header = {{"version", build.version},
                     {"commit", build.commit},
                     {"command", own_command()},
                     {"profile", kImportedProfile},
                     {"imported", origin},
                     {"seed", nullptr},
                     {"settings",
                      {{"workloads", contents.workloads},
                       {"modes", contents.ways.modes},
                       {"workers", contents.ways.workers},
                       {"configurations", contents.configurations},
                       {"budget_seconds", nullptr},
                       {"samples", nullptr},
                       {"timeout_seconds", nullptr},
                       {"test_parameters", nullptr},
                       {"minimum_sample_seconds", nullptr},
                       {"gc_enabled", nullptr}}},
                     {"started", format_utc(before.time)},
                     {"finished", format_utc(after.time)},
                     {"outcome", "complete"},
                     {"measuring_seconds", measuring_seconds},
                     {"timed_seconds", timed_seconds(file)},
                     {"stopped_by", stopped_by(record)},
                     {"machine", json(to_json(machine))},
                     {"before", json(to_json(before))},
                     {"after", json(to_json(after))},
                     {"change", json(to_json(LoadDifference{.elapsed_seconds = measuring_seconds}))},
                     {"configurations", configurations_json(file, contents)},
                     {"workloads", workloads_json(file, contents)},
                     {"url", nullptr}};
    record.header["machine"]["build"] = json(to_json(build));
}

}  // namespace pepbench
