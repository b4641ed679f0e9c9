#include "environment/tuning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "environment/fake_tree_for_test.h"
#include "environment/files.h"
#include "error.h"

namespace pepbench {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr auto kNoTurbo = "/sys/devices/system/cpu/intel_pstate/no_turbo";
constexpr auto kBoost = "/sys/devices/system/cpu/cpufreq/boost";
constexpr auto kAslr = "/proc/sys/kernel/randomize_va_space";
constexpr auto kPerf = "/proc/sys/kernel/perf_event_max_sample_rate";

std::string governor(int cpu) {
    return "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/cpufreq/scaling_governor";
}

void fill(FakeTree& tree) {
    fs::create_directories(tree.root() / "run");
    tree.add("/sys/devices/system/cpu/online", "0-1")
        .add(governor(0), "powersave")
        .add(governor(1), "schedutil")
        .add(kNoTurbo, "0")
        .add(kAslr, "2")
        .add(kPerf, "100000");
}

std::string value(const FakeTree& tree, const std::string& path) {
    return read_line(inside(tree.root(), path)).value_or("missing");
}

bool is_remembered(const FakeTree& tree) { return fs::exists(inside(tree.root(), kTunedFile)); }

bool all_done(const std::vector<TuningStep>& steps) {
    return std::ranges::none_of(steps, &TuningStep::failed);
}

TEST(Tuning, ChangesAndPutsBack) {
    FakeTree tree;
    fill(tree);
    const auto tuned = tune_machine(tree.root());
    ASSERT_EQ(tuned.size(), 4U);
    EXPECT_TRUE(all_done(tuned));
    EXPECT_EQ(tuned[0].sentence, "set to performance, was powersave, schedutil");
    EXPECT_EQ(tuned[2].sentence, "already 2");
    EXPECT_EQ(value(tree, governor(0)), "performance");
    EXPECT_EQ(value(tree, governor(1)), "performance");
    EXPECT_EQ(value(tree, kNoTurbo), "1");
    EXPECT_EQ(value(tree, kPerf), "1");
    const auto restored = restore_machine(tree.root());
    EXPECT_EQ(restored.size(), 3U) << "ASLR was not changed";
    EXPECT_TRUE(all_done(restored));
    EXPECT_EQ(value(tree, governor(0)), "powersave");
    EXPECT_EQ(value(tree, governor(1)), "schedutil");
    EXPECT_EQ(value(tree, kNoTurbo), "0");
    EXPECT_EQ(value(tree, kAslr), "2");
    EXPECT_EQ(value(tree, kPerf), "100000");
    EXPECT_FALSE(is_remembered(tree));
    EXPECT_TRUE(restore_machine(tree.root()).empty());
}

TEST(Tuning, TwiceRemembersWhatWasFirst) {
    FakeTree tree;
    fill(tree);
    (void)tune_machine(tree.root());
    tree.add(governor(0), "ondemand");  // somebody meddled
    (void)tune_machine(tree.root());
    EXPECT_EQ(value(tree, governor(0)), "performance");
    (void)restore_machine(tree.root());
    EXPECT_EQ(value(tree, governor(0)), "powersave");
}

TEST(Tuning, BoostOfOtherDriversMeansTheOpposite) {
    FakeTree tree;
    fs::create_directories(tree.root() / "run");
    tree.add(kBoost, "1");
    EXPECT_TRUE(all_done(tune_machine(tree.root())));
    EXPECT_EQ(value(tree, kBoost), "0");
    (void)restore_machine(tree.root());
    EXPECT_EQ(value(tree, kBoost), "1");
}

TEST(Tuning, SwitchesAslrOn) {
    FakeTree tree;
    fs::create_directories(tree.root() / "run");
    tree.add(kAslr, "0");
    (void)tune_machine(tree.root());
    EXPECT_EQ(value(tree, kAslr), "2");
}

TEST(Tuning, MachineWithoutSettings) {
    FakeTree tree;
    const auto steps = tune_machine(tree.root());
    ASSERT_EQ(steps.size(), 4U);
    EXPECT_TRUE(all_done(steps));
    EXPECT_THAT(steps[0].sentence, HasSubstr("no such setting"));
    EXPECT_FALSE(is_remembered(tree));
}

TEST(Tuning, ChangesNothingThatItCannotRemember) {
    FakeTree tree;
    fill(tree);
    fs::remove(tree.root() / "run");
    try {
        (void)tune_machine(tree.root());
        FAIL() << "there is no place to remember";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("as root"));
    }
    EXPECT_EQ(value(tree, governor(0)), "powersave");
    EXPECT_EQ(value(tree, kNoTurbo), "0");
}

TEST(Tuning, SaysWhatCannotBeSet) {
    FakeTree tree;
    fs::create_directories(tree.root() / "run");
    tree.add("/sys/devices/system/cpu/online", "0").add(governor(0), "x").add(kNoTurbo, "0");
    const auto file = inside(tree.root(), governor(0));
    fs::remove(file);
    fs::create_symlink("/proc/version", file);  // can be read, and refuses even root
    const auto steps = tune_machine(tree.root());
    EXPECT_TRUE(steps[0].failed);
    EXPECT_THAT(steps[0].sentence, HasSubstr("cannot be set to performance"));
    EXPECT_EQ(value(tree, kNoTurbo), "1") << "the others are set all the same";
    EXPECT_EQ(restore_machine(tree.root()).size(), 1U) << "nothing is to be put back there";
}

TEST(Tuning, NeverWritesWhatOnlyAFileNames) {
    FakeTree tree;
    fill(tree);
    tree.add("/etc/passwd", "root")
        .add(kTunedFile, "evil /etc/passwd\ntoo many words here\n7 " + std::string(kPerf));
    EXPECT_EQ(restore_machine(tree.root()).size(), 1U);
    EXPECT_EQ(value(tree, "/etc/passwd"), "root");
    EXPECT_EQ(value(tree, kPerf), "7");
}

TEST(Tuning, TellsOfARememberedFileThatIsGone) {
    FakeTree tree;
    fill(tree);
    (void)tune_machine(tree.root());
    fs::remove(inside(tree.root(), governor(1)));
    const auto restored = restore_machine(tree.root());
    ASSERT_FALSE(restored.empty());
    EXPECT_EQ(restored.back().what, governor(1));
    EXPECT_EQ(restored.back().sentence, "cannot be set back to schedutil: it is gone");
    EXPECT_TRUE(is_remembered(tree)) << "it may come back";
}

}  // namespace
}  // namespace pepbench
