#include "environment/virtualization.h"

#include <array>
#include <cstring>
#include <system_error>
#include <utility>

#include "environment/cpu.h"
#include "environment/files.h"

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

namespace pepbench {
namespace {

using NameOfSign = std::pair<std::string_view, std::string_view>;

/// The first name whose sign occurs in `text`.
template <std::size_t Count>
std::optional<std::string> find_name(const std::array<NameOfSign, Count>& names, std::string_view text) {
    for (const auto& [sign, name] : names) {
        if (text.find(sign) != std::string_view::npos) {
            return std::string(name);
        }
    }
    return std::nullopt;
}

std::string read_cpuid_signature() {
#if defined(__x86_64__) || defined(__i386__)
    constexpr unsigned kHypervisorLeaf = 0x40000000;
    unsigned eax = 0;
    std::array<unsigned, 3> letters{};
    __cpuid(kHypervisorLeaf, eax, letters[0], letters[1], letters[2]);
    std::array<char, sizeof letters + 1> signature{};
    std::memcpy(signature.data(), letters.data(), sizeof letters);
    return signature.data();
#else
    return {};
#endif
}

bool is_there(const std::filesystem::path& file) {
    std::error_code unreadable;
    return std::filesystem::exists(file, unreadable);
}

std::optional<std::string> read_virtual_machine(const std::filesystem::path& root) {
    const auto release = read_line(inside(root, "/proc/sys/kernel/osrelease")).value_or("");
    if (release.find("icrosoft") != std::string::npos) {
        return "wsl";
    }
    std::string dmi;
    for (const auto* name : {"sys_vendor", "product_name", "board_vendor", "bios_vendor"}) {
        dmi += read_line(inside(root, std::string("/sys/class/dmi/id/") + name)).value_or("") + "\n";
    }
    auto by_dmi = virtual_machine_of_dmi(dmi);
    if (has_cpu_flag(read_text(inside(root, "/proc/cpuinfo")).value_or(""), "hypervisor")) {
        const auto by_cpuid = hypervisor_name(root == "/" ? read_cpuid_signature() : "");
        return by_cpuid == "unknown" ? by_dmi.value_or(by_cpuid) : by_cpuid;
    }
    if (by_dmi) {
        return by_dmi;
    }
    return read_line(inside(root, "/sys/hypervisor/type"));
}

std::optional<std::string> read_container(const std::filesystem::path& root) {
    if (auto name = read_line(inside(root, "/run/systemd/container"))) {
        return name;
    }
    if (is_there(inside(root, "/run/.containerenv"))) {
        return "podman";
    }
    if (auto name = container_of_cgroups(read_text(inside(root, "/proc/self/cgroup")).value_or(""))) {
        return name;
    }
    return is_there(inside(root, "/.dockerenv")) ? std::optional<std::string>("docker") : std::nullopt;
}

}  // namespace

std::string hypervisor_name(std::string_view cpuid_signature) {
    constexpr std::array<NameOfSign, 9> kNames = {{{"KVMKVMKVM", "kvm"},
                                                   {"Linux KVM Hv", "kvm"},
                                                   {"TCGTCGTCGTCG", "qemu"},
                                                   {"VMwareVMware", "vmware"},
                                                   {"Microsoft Hv", "hyper-v"},
                                                   {"XenVMMXenVMM", "xen"},
                                                   {"bhyve bhyve", "bhyve"},
                                                   {"VBoxVBoxVBox", "virtualbox"},
                                                   {"ACRNACRNACRN", "acrn"}}};
    return find_name(kNames, cpuid_signature).value_or("unknown");
}

std::optional<std::string> virtual_machine_of_dmi(std::string_view texts) {
    // Bare-metal servers of a cloud carry its name too ("Amazon EC2", "i3.metal"), so that names of clouds
    // say nothing.
    constexpr std::array<NameOfSign, 9> kNames = {{{"KVM", "kvm"},
                                                   {"QEMU", "qemu"},
                                                   {"VMware", "vmware"},
                                                   {"VirtualBox", "virtualbox"},
                                                   {"innotek", "virtualbox"},
                                                   {"Virtual Machine", "hyper-v"},
                                                   {"Xen", "xen"},
                                                   {"BHYVE", "bhyve"},
                                                   {"Parallels", "parallels"}}};
    return find_name(kNames, texts);
}

std::optional<std::string> container_of_cgroups(std::string_view cgroups) {
    constexpr std::array<NameOfSign, 6> kNames = {{{"kubepods", "kubernetes"},
                                                   {"/docker", "docker"},
                                                   {"libpod", "podman"},
                                                   {"/lxc", "lxc"},
                                                   {"containerd", "containerd"},
                                                   {"machine-", "systemd-nspawn"}}};
    return find_name(kNames, cgroups);
}

Virtualization read_virtualization(const std::filesystem::path& root) {
    return {read_virtual_machine(root), read_container(root)};
}

}  // namespace pepbench
