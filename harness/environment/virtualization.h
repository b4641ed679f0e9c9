#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace pepbench {

/// What stands between this process and the hardware. A missing value means that no sign of it was found.
struct Virtualization {
    std::optional<std::string> virtual_machine;  ///< `kvm`, `vmware`, `wsl`, ... or `unknown`
    std::optional<std::string> container;  ///< `docker`, `podman`, `kubernetes`, `lxc`, ... or `unknown`
};

/// The short name of the virtual machine monitor that signs with this text in CPUID leaf 0x40000000,
/// `unknown` for one that is not known here.
[[nodiscard]] std::string hypervisor_name(std::string_view cpuid_signature);

/// The short name of the virtual machine that these DMI texts (vendor, product, BIOS) speak of; nothing if of
/// none.
[[nodiscard]] std::optional<std::string> virtual_machine_of_dmi(std::string_view texts);

/// The container system that /proc/self/cgroup or /proc/self/mountinfo speaks of.
[[nodiscard]] std::optional<std::string> container_of_cgroups(std::string_view cgroups);

/// Looks at CPU flags, CPUID (only where `root` is "/"), DMI, and the marks that container systems leave.
[[nodiscard]] Virtualization read_virtualization(const std::filesystem::path& root = "/");

}  // namespace pepbench
