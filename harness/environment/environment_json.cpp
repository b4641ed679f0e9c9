#include "environment/environment_json.h"

#include <cmath>
#include <utility>

namespace pepbench {
namespace {

using Json = nlohmann::ordered_json;

template <typename Value>
Json json_of(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

/// JSON has no infinities and no NaN.
Json json_of(const std::optional<double>& value) {
    return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
}

Json json_of(const CpuSeconds& cpu) {
    return {{"user", cpu.user},     {"nice", cpu.nice}, {"system", cpu.system},   {"idle", cpu.idle},
            {"iowait", cpu.iowait}, {"irq", cpu.irq},   {"softirq", cpu.softirq}, {"steal", cpu.steal}};
}

Json json_of(const std::optional<CpuSeconds>& cpu) { return cpu ? json_of(*cpu) : Json(nullptr); }

Json json_of(const std::vector<Cache>& caches, const char* size_key) {
    auto list = Json::array();
    for (const auto& cache : caches) {
        list.push_back({{"type", cache.type},
                        {"level", cache.level},
                        {size_key, cache.size_bytes},
                        {"num_sharing", cache.num_sharing}});
    }
    return list;
}

/// JSON is UTF-8, a path any bytes: those that are not UTF-8 become U+FFFD.
std::string utf8(const std::string& bytes) {
    return Json::parse(Json(bytes).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
}

template <typename Value>
void add_known(Json& object, const char* key, const std::optional<Value>& value) {
    if (value) {
        object[key] = *value;
    }
}

}  // namespace

Json to_json(const Machine& machine) {
    const auto& frequency = machine.frequency;
    Json json;
    json["host_name"] = json_of(machine.host_name);
    json["cpu_model"] = json_of(machine.cpu_model);
    json["logical_cpus"] = json_of(machine.logical_cpus);
    json["usable_cores"] = machine.usable_cores;
    json["usable_cores_reason"] = machine.usable_cores_reason;
    json["affinity"] = machine.affinity;
    json["physical_cores"] = json_of(machine.physical_cores);
    json["smt_active"] = json_of(machine.smt_active);
    json["cgroup_quota_cores"] = json_of(machine.cgroup_quota_cores);
    json["cgroup_quota_group"] = json_of(machine.cgroup_quota_group);
    json["governor"] = json_of(frequency.governor);
    json["frequency_driver"] = json_of(frequency.driver);
    json["minimum_mhz"] = json_of(frequency.minimum_mhz);
    json["maximum_mhz"] = json_of(frequency.maximum_mhz);
    json["limit_mhz"] = json_of(frequency.limit_mhz);
    json["current_mhz"] = json_of(frequency.current_mhz);
    json["turbo"] = json_of(frequency.turbo);
    json["cpu_scaling_enabled"] = json_of(frequency.scaling_enabled);
    json["caches"] = json_of(machine.caches, "size_bytes");
    json["aslr"] = {{"enabled", json_of(machine.aslr.enabled())},
                    {"kernel_setting", json_of(machine.aslr.kernel_setting)},
                    {"disabled_for_process", json_of(machine.aslr.disabled_for_process)}};
    json["architecture"] = json_of(machine.architecture);
    json["kernel"] = json_of(machine.kernel);
    json["operating_system"] = json_of(machine.operating_system);
    json["libc"] = json_of(machine.libc);
    json["virtual_machine"] = json_of(machine.virtualization.virtual_machine);
    json["container"] = json_of(machine.virtualization.container);
    json["clock"] = {{"source", json_of(machine.clock_source)},
                     {"resolution_seconds", json_of(machine.clock.resolution_seconds)},
                     {"read_seconds", machine.clock.read_seconds}};
    json["memory_bytes"] = json_of(machine.memory_bytes);
    json["swap_bytes"] = json_of(machine.swap_bytes);
    json["transparent_hugepages"] = json_of(machine.transparent_hugepages);
    json["on_battery"] = json_of(machine.on_battery);
    return json;
}

Json to_json(const LoadSnapshot& load) {
    Json json;
    json["time"] = format_utc(load.time);
    json["load_avg"] = load.load_avg.empty() ? Json(nullptr) : Json(load.load_avg);
    json["pressure_percent"] = {{"cpu", json_of(load.pressure.cpu)},
                                {"io", json_of(load.pressure.io)},
                                {"memory", json_of(load.pressure.memory)}};
    json["cpu_seconds"] = json_of(load.cpu);
    json["running_processes"] = json_of(load.running_processes);
    json["swap_in_pages"] = json_of(load.swap_in_pages);
    json["swap_out_pages"] = json_of(load.swap_out_pages);
    json["thermal_throttles"] = json_of(load.thermal_throttles);
    json["cgroup_throttled_seconds"] = json_of(load.cgroup_throttled_seconds);
    return json;
}

Json to_json(const LoadDifference& change) {
    Json json;
    json["elapsed_seconds"] = change.elapsed_seconds;
    json["cpu_seconds"] = json_of(change.cpu);
    json["busy_share"] = json_of(change.busy_share);
    json["steal_seconds"] = json_of(change.steal_seconds);
    json["steal_share"] = json_of(change.steal_share);
    json["foreign_busy_seconds"] = json_of(change.foreign_busy_seconds);
    json["foreign_busy_share"] = json_of(change.foreign_busy_share);
    json["swap_in_pages"] = json_of(change.swap_in_pages);
    json["swap_out_pages"] = json_of(change.swap_out_pages);
    json["thermal_throttles"] = json_of(change.thermal_throttles);
    json["cgroup_throttled_seconds"] = json_of(change.cgroup_throttled_seconds);
    return json;
}

Json to_json(const BuildFacts& build) {
    Json json;
    json["version"] = build.version;
    json["commit"] = build.commit;
    json["dirty"] = json_of(build.dirty);
    json["compiler"] = build.compiler;
    json["flags"] = build.flags;
    json["libraries"] = build.libraries;
    return json;
}

Json to_json(const GoogleBenchmarkContext& context) {
    Json json;
    json["date"] = context.date;
    json["host_name"] = context.host_name;
    if (context.executable) {
        json["executable"] = utf8(*context.executable);
    }
    json["num_cpus"] = context.num_cpus;
    add_known(json, "mhz_per_cpu", context.mhz_per_cpu);
    add_known(json, "cpu_scaling_enabled", context.cpu_scaling_enabled);
    add_known(json, "aslr_enabled", context.aslr_enabled);
    json["caches"] = json_of(context.caches, "size");
    json["load_avg"] = context.load_avg;
    json["library_version"] = context.library_version;
    json["library_build_type"] = context.library_build_type;
    json["json_schema_version"] = 1;
    return json;
}

}  // namespace pepbench
