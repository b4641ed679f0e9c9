#include "judge/machine_speed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/levels.h"
#include "stats/noise_for_test.h"

namespace pepbench {
namespace {

using testing::Optional;

/// So many readings, one a second.
struct Part {
    int readings;
    double seconds;
};

std::vector<SpeedReading> readings_of(const std::vector<Part>& parts, double noise, Noise& random) {
    std::vector<SpeedReading> readings;
    for (const Part& part : parts) {
        for (int index = 0; index < part.readings; ++index) {
            readings.push_back(
                {static_cast<double>(readings.size()), part.seconds * (1 + noise * random.normal())});
        }
    }
    return readings;
}

MachineSpeed speed_of_parts(const std::vector<Part>& parts, double noise = 0.01) {
    Noise random;
    return judge_speed(readings_of(parts, noise, random)).value();
}

TEST(MachineSpeed, ASteadyMachineHasOneStretch) {
    const MachineSpeed speed = speed_of_parts({{100, 0.002}});
    EXPECT_FALSE(speed.moved());
    ASSERT_EQ(speed.stretches.size(), 1U);
    EXPECT_EQ(speed.stretches[0].from_seconds, 0);
    EXPECT_EQ(speed.stretches[0].to_seconds, 99);
    EXPECT_EQ(speed.stretches[0].relative_time, 1);
    EXPECT_NEAR(speed.usual_seconds, 0.002, 1e-5);
    EXPECT_NEAR(speed.noise, 0.01, 0.003);
}

TEST(MachineSpeed, ASlowerTimeIsFoundWithItsBoundsAndItsSize) {
    const MachineSpeed speed = speed_of_parts({{60, 0.002}, {30, 0.0024}, {40, 0.002}});
    EXPECT_TRUE(speed.moved());
    ASSERT_EQ(speed.stretches.size(), 3U);
    EXPECT_EQ(speed.stretches[1].from_seconds, 60);
    EXPECT_EQ(speed.stretches[1].to_seconds, 90);
    EXPECT_NEAR(speed.stretches[1].relative_time, 1.2, 0.01);
    EXPECT_EQ(speed.stretches[2].relative_time, 1);
    EXPECT_EQ(speed.stretches[2].to_seconds, 129);
}

TEST(MachineSpeed, UsualIsWhatLastedLongest) {
    const MachineSpeed speed = speed_of_parts({{30, 0.002}, {70, 0.001}});
    ASSERT_EQ(speed.stretches.size(), 2U);
    EXPECT_NEAR(speed.stretches[0].relative_time, 2, 0.02);
    EXPECT_EQ(speed.stretches[1].relative_time, 1);
    EXPECT_NEAR(speed_of_parts({{20, 0.004}, {30, 0.002}, {60, 0.001}}).usual_seconds, 0.001, 1e-5);
}

TEST(MachineSpeed, NoiseIsAShareOfEachLevel) {
    EXPECT_NEAR(speed_of_parts({{300, 0.002}, {300, 0.004}}, 0.05).noise, 0.05, 0.005);
}

TEST(MachineSpeed, AChangeWithinTheNoiseIsNone) {
    const MachineSpeed speed = speed_of_parts({{200, 0.002}, {200, 0.00206}}, 0.05);
    EXPECT_FALSE(speed.moved());
}

TEST(MachineSpeed, SingleReadingsThatWereDisturbedAreNoChange) {
    Noise random;
    std::vector<SpeedReading> readings = readings_of({{60, 0.002}}, 0.01, random);
    readings[20].seconds = 0.008;
    readings[41].seconds = 0.005;
    EXPECT_FALSE(judge_speed(readings).value().moved());
}

TEST(MachineSpeed, TooFewReadingsTellNothing) {
    Noise random;
    std::vector<SpeedReading> readings = readings_of({{19, 0.002}}, 0.01, random);
    EXPECT_FALSE(judge_speed(readings));
    readings.push_back({19, 0.002});
    EXPECT_TRUE(judge_speed(readings));
    readings.back().seconds = 0;
    EXPECT_FALSE(judge_speed(readings));
    EXPECT_FALSE(judge_speed({}));
}

TEST(MachineSpeed, TheStretchOfAMoment) {
    const MachineSpeed speed{
        .usual_seconds = 1, .noise = 0.01, .stretches = {{1, 5, 1}, {5, 9, 1.5}, {9, 12, 1}}};
    const auto start_of_stretch = [&](double at) { return stretch_at(speed, at).from_seconds; };
    EXPECT_EQ(start_of_stretch(0), 1);
    EXPECT_EQ(start_of_stretch(4.9), 1);
    EXPECT_EQ(start_of_stretch(5), 5);
    EXPECT_EQ(start_of_stretch(9), 9);
    EXPECT_EQ(start_of_stretch(99), 9);
}

TEST(MachineSpeed, TwoRunsDifferByMoreThanEithersNoise) {
    const MachineSpeed a{.usual_seconds = 0.002, .noise = 0.01, .stretches = {{}}};
    const MachineSpeed b{.usual_seconds = 0.0021, .noise = 0.04, .stretches = {{}}};
    const MachineSpeed noisy{.usual_seconds = 0.0021, .noise = 0.06, .stretches = {{}}};
    EXPECT_THAT(speed_between(a, b), Optional(testing::DoubleNear(1.05, 1e-12)));
    EXPECT_FALSE(speed_between(a, noisy));
    EXPECT_FALSE(speed_between(noisy, a));
    EXPECT_FALSE(speed_between(a, a));
}

/// Of 300 steady machines of each kind of independent noise at most one in a hundred is said to have moved; a
/// change by three times the noise is found in all.
TEST(MachineSpeedSimulation, FalseAlarmsAndPower) {
    Noise random;
    for (const double noise : {0.01, 0.05, 0.1}) {
        int alarms = 0;
        int found = 0;
        for (int machine = 0; machine < 300; ++machine) {
            alarms += judge_speed(readings_of({{120, 1}}, noise, random)).value().moved() ? 1 : 0;
            const std::vector<Part> shifted = {{60, 1}, {60, 1 + 3 * noise}};
            found += judge_speed(readings_of(shifted, noise, random)).value().moved() ? 1 : 0;
        }
        EXPECT_LE(alarms, 3) << noise;
        EXPECT_EQ(found, 300) << noise;
    }
}

}  // namespace
}  // namespace pepbench
