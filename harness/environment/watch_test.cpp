#include "environment/watch.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "environment/fake_tree_for_test.h"

namespace pepbench {
namespace {

TEST(Watch, SeesWhatHappenedSinceTheLastLook) {
    FakeTree tree;
    tree.add("/proc/stat", "cpu 100 0 0 1000 0 0 0 10").add("/proc/vmstat", "pswpin 1\npswpout 2");
    Watch watch(tree.root());
    tree.add("/proc/stat", "cpu 1000000 0 0 1100 0 0 0 60").add("/proc/vmstat", "pswpin 4\npswpout 2");
    const auto first = watch.observe();
    EXPECT_EQ(first.change.swap_in_pages, 3);
    EXPECT_GT(first.change.steal_seconds.value_or(0), 0);
    EXPECT_GT(first.change.foreign_busy_share.value_or(0), 0.9);
    EXPECT_EQ(first.load.swap_in_pages, 4);
    EXPECT_TRUE(first.others.empty());
    const auto second = watch.observe();
    EXPECT_EQ(second.change.swap_in_pages, 0) << "counted from the last look";
    EXPECT_EQ(second.change.steal_seconds, 0);
}

TEST(Watch, OwnTimeIsNotForeign) {
    const double start = used_cpu_seconds(RUSAGE_SELF);
    FakeTree tree;
    tree.add("/proc/stat", "cpu 0 0 0 1000");
    Watch watch(tree.root());
    while (used_cpu_seconds(RUSAGE_SELF) - start < 0.05) {
    }
    tree.add("/proc/stat", "cpu 4 0 0 1100");
    EXPECT_EQ(watch.observe().change.foreign_busy_seconds, 0);
}

}  // namespace
}  // namespace pepbench
