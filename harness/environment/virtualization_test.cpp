#include "environment/virtualization.h"

#include <gtest/gtest.h>

#include "environment/fake_tree_for_test.h"

namespace pepbench {
namespace {

constexpr auto kGuestFlags = "flags\t\t: fpu hypervisor";

TEST(Virtualization, NamesOfHypervisors) {
    EXPECT_EQ(hypervisor_name("KVMKVMKVM"), "kvm");
    EXPECT_EQ(hypervisor_name("Microsoft Hv"), "hyper-v");
    EXPECT_EQ(hypervisor_name("SomethingNew"), "unknown");
    EXPECT_EQ(hypervisor_name(""), "unknown");
    EXPECT_EQ(virtual_machine_of_dmi("QEMU\nStandard PC"), "qemu");
    EXPECT_EQ(virtual_machine_of_dmi("Amazon EC2\ni3.metal"), std::nullopt);
}

TEST(Virtualization, BareMetal) {
    FakeTree tree;
    tree.add("/proc/cpuinfo", "flags\t\t: fpu sse")
        .add("/sys/class/dmi/id/sys_vendor", "Dell Inc.")
        .add("/proc/self/cgroup", "0::/user.slice/user-0.slice");
    const auto found = read_virtualization(tree.root());
    EXPECT_EQ(found.virtual_machine, std::nullopt);
    EXPECT_EQ(found.container, std::nullopt);
}

TEST(Virtualization, VirtualMachines) {
    FakeTree tree;
    tree.add("/proc/cpuinfo", kGuestFlags);
    EXPECT_EQ(read_virtualization(tree.root()).virtual_machine, "unknown");
    tree.add("/sys/class/dmi/id/product_name", "VMware Virtual Platform");
    EXPECT_EQ(read_virtualization(tree.root()).virtual_machine, "vmware");
    tree.add("/proc/sys/kernel/osrelease", "5.15.90.1-microsoft-standard-WSL2");
    EXPECT_EQ(read_virtualization(tree.root()).virtual_machine, "wsl");

    FakeTree xen;
    xen.add("/sys/hypervisor/type", "xen");
    EXPECT_EQ(read_virtualization(xen.root()).virtual_machine, "xen");
}

TEST(Virtualization, Containers) {
    EXPECT_EQ(container_of_cgroups("2:cpu:/docker/0123\n"), "docker");
    EXPECT_EQ(container_of_cgroups("0::/kubepods.slice/pod1/cri-containerd-1.scope\n"), "kubernetes");
    EXPECT_EQ(container_of_cgroups("0::/\n"), std::nullopt);

    FakeTree docker;
    docker.add("/.dockerenv", "").add("/proc/self/cgroup", "0::/");
    EXPECT_EQ(read_virtualization(docker.root()).container, "docker");
    docker.add("/run/.containerenv", "");
    EXPECT_EQ(read_virtualization(docker.root()).container, "podman");
    docker.add("/run/systemd/container", "lxc");
    EXPECT_EQ(read_virtualization(docker.root()).container, "lxc");
}

TEST(Virtualization, ThisMachineAnswers) {
    EXPECT_NO_FATAL_FAILURE(static_cast<void>(read_virtualization()));
}

}  // namespace
}  // namespace pepbench
