#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "judge/environment.h"

namespace pepbench {
namespace {

constexpr double kCoarseClockSeconds = 1e-6;   // a sample of the least length, 1 ms, is 1000 of these
constexpr double kUselessClockSeconds = 1e-3;  // as long as that sample itself
constexpr double kSlowClockSeconds = 1e-6;
constexpr const char* kTune = "sudo pepbench doctor --tune (--restore undoes it)";

Finding usable_cores_finding(const Machine& machine) {
    const std::string found = fmt::format("{:g}: {}", machine.usable_cores, machine.usable_cores_reason);
    if (machine.cgroup_quota_cores &&
        *machine.cgroup_quota_cores < static_cast<double>(machine.affinity.size())) {
        return {"usable cores", Fitness::care, found,
                "who has used up a quota is stopped until the next period, in the middle of a sample",
                fmt::format("outside of here, lift the quota of control group {} (echo max > cpu.max; docker "
                            "update --cpus 0; --cpuset-cpus limits without stopping)",
                            machine.cgroup_quota_group.value_or("/"))};
    }
    if (machine.usable_cores < 2) {
        return {"usable cores", Fitness::care, found,
                "workers take turns, and whatever else runs takes from the only core",
                "nothing can be done by a program: allow more CPUs (taskset, docker --cpuset-cpus, a larger "
                "machine)"};
    }
    return {"usable cores", Fitness::fine, found, "so many workers run at once; more are oversubscribed", ""};
}

Finding governor_finding(const Machine& machine) {
    const Frequency& frequency = machine.frequency;
    if (!frequency.governor) {
        return {"governor", Fitness::unknown, kNotTold,
                "the hardware, or the host of a virtual machine, sets the clock rate", ""};
    }
    const bool is_performance = frequency.scaling_enabled == false;
    return {"governor", is_performance ? Fitness::fine : Fitness::care, *frequency.governor,
            is_performance ? "the clock rate does not wait for load"
                           : "the clock rate follows the load, so that short samples run slower",
            is_performance ? "" : kTune};
}

Finding frequency_finding(const Machine& machine) {
    const Frequency& frequency = machine.frequency;
    if (!frequency.current_mhz && !frequency.limit_mhz) {
        return {"frequency", Fitness::unknown, kNotTold, "a change of the clock rate would not be seen", ""};
    }
    std::string found = frequency.current_mhz ? fmt::format("{:.0f} MHz now", *frequency.current_mhz)
                                              : std::string("current one not told");
    if (frequency.limit_mhz && frequency.maximum_mhz && *frequency.limit_mhz < *frequency.maximum_mhz) {
        found += fmt::format(", {:.0f} allowed of {:.0f}", *frequency.limit_mhz, *frequency.maximum_mhz);
        return {"frequency", Fitness::care, found,
                "slower than the hardware can, which other machines' times do not share",
                fmt::format("sudo cpupower frequency-set --max {:.0f}MHz, unless it is meant so",
                            *frequency.maximum_mhz)};
    }
    if (!frequency.limit_mhz || !frequency.maximum_mhz) {
        return {"frequency", Fitness::unknown, found,
                "whether a limit holds it below the hardware's is not told", ""};
    }
    return {"frequency", Fitness::fine, found, "no limit below the hardware's", ""};
}

Finding turbo_finding(const Machine& machine) {
    if (!machine.frequency.turbo) {
        return {"turbo", Fitness::unknown, kNotTold,
                "the clock rate may depend on heat and on how many cores work", ""};
    }
    if (*machine.frequency.turbo) {
        return {"turbo", Fitness::care, "on",
                "the clock rate depends on heat and on how many cores work: one worker runs faster than each "
                "of two",
                kTune};
    }
    return {"turbo", Fitness::fine, "off", "the clock rate does not depend on heat or other cores", ""};
}

Finding smt_finding(const Machine& machine) {
    const auto cpus = static_cast<int>(machine.affinity.size());
    if (!machine.physical_cores || cpus == 0) {
        return {"SMT siblings", Fitness::unknown, kNotTold, "two CPUs may share one core's units", ""};
    }
    if (*machine.physical_cores < cpus) {
        return {
            "SMT siblings", Fitness::care, fmt::format("{} CPUs on {} cores", cpus, *machine.physical_cores),
            "two workers on one core share its units and scale worse than on two",
            "echo off | sudo tee /sys/devices/system/cpu/smt/control, or taskset to one CPU of each core"};
    }
    if (machine.smt_active == true) {
        return {"SMT siblings", Fitness::care, "the other threads of these cores belong to others",
                "what runs on a sibling slows this one down, and is not seen as load here",
                "echo off | sudo tee /sys/devices/system/cpu/smt/control"};
    }
    return {"SMT siblings", Fitness::fine, "none", "each CPU is a core, as far as this machine tells", ""};
}

Finding aslr_finding(const Machine& machine) {
    const auto enabled = machine.aslr.enabled();
    if (!enabled) {
        return {"ASLR", Fitness::unknown, kNotTold, "process runs may all have one memory layout", ""};
    }
    if (!*enabled) {
        return {"ASLR", Fitness::care, "off",
                "all process runs have one memory layout, whose luck no number of runs averages out",
                machine.aslr.disabled_for_process == true
                    ? "start pepbench without setarch -R"
                    : "sudo sysctl kernel.randomize_va_space=2, or pepbench doctor --tune"};
    }
    return {"ASLR", Fitness::fine, "on", "each process run has a layout of its own, and the median averages",
            ""};
}

Finding virtual_machine_finding(const Machine& machine) {
    const auto& name = machine.virtualization.virtual_machine;
    if (!name) {
        return {"virtual machine", Fitness::fine, "none found", "nothing shares these cores unseen", ""};
    }
    return {"virtual machine", Fitness::care, *name,
            "its neighbours' load is not seen, but for steal, and changes caches and clock rate",
            "nothing can be done from inside: use a dedicated host, or many process runs over a long time"};
}

Finding container_finding(const Machine& machine) {
    const auto& name = machine.virtualization.container;
    return {"container", Fitness::fine, name.value_or("none found"),
            name ? "what runs beside it is seen as CPU time, not by name" : "all processes can be seen", ""};
}

Finding power_finding(const Machine& machine) {
    if (!machine.on_battery) {
        return {"power", Fitness::unknown, kNotTold, "without a battery there is nothing to tell", ""};
    }
    return *machine.on_battery ? Finding{"power", Fitness::care, "battery",
                                         "most machines run slower to save it", "plug it in"}
                               : Finding{"power", Fitness::fine, "mains", "no reason to save power", ""};
}

/// Reading any other source takes a system call or a slow device.
bool is_fast_source(std::string_view source) {
    constexpr std::array<std::string_view, 4> kFast = {"tsc", "arch_sys_counter", "kvm-clock",
                                                       "hyperv_clocksource_tsc_page"};
    return std::ranges::find(kFast, source) != kFast.end();
}

Finding clock_finding(const Machine& machine) {
    const ClockMeasurement& clock = machine.clock;
    const std::string found = fmt::format(
        "{}, {}, {:.0f} ns a reading", machine.clock_source.value_or("source not told"),
        clock.resolution_seconds ? fmt::format("resolution {:.0f} ns", *clock.resolution_seconds * 1e9)
                                 : std::string("it stands still"),
        clock.read_seconds * 1e9);
    if (!clock.resolution_seconds || *clock.resolution_seconds >= kUselessClockSeconds) {
        return {"clock", Fitness::unfit, found, "samples cannot be timed with it",
                "nothing can be done by a program: the kernel has no better clock on this machine"};
    }
    const bool is_good = *clock.resolution_seconds < kCoarseClockSeconds &&
                         clock.read_seconds < kSlowClockSeconds &&
                         is_fast_source(machine.clock_source.value_or("tsc"));
    return is_good
               ? Finding{"clock", Fitness::fine, found,
                         "samples last a thousand resolutions or more: what is shorter is repeated, and in a "
                         "warm-up, where it may not be, refused",
                         ""}
               : Finding{"clock", Fitness::care, found, "reading it takes its share of the shortest samples",
                         "echo tsc | sudo tee "
                         "/sys/devices/system/clocksource/clocksource0/current_clocksource, where "
                         "available_clocksource beside it has tsc"};
}

}  // namespace

std::vector<Finding> machine_findings(const Machine& machine) {
    return {usable_cores_finding(machine), governor_finding(machine), frequency_finding(machine),
            turbo_finding(machine),        smt_finding(machine),      aslr_finding(machine),
            power_finding(machine),        clock_finding(machine),    virtual_machine_finding(machine),
            container_finding(machine)};
}

}  // namespace pepbench
