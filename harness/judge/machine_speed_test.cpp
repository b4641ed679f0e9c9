#include "judge/machine_speed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>
#include <utility>

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
    EXPECT_EQ(speed_of_parts({{100, 0.002}}, 0.0001).noise, 0.01);
}

TEST(MachineSpeed, ASlowerTimeIsFoundWithItsBoundsAndItsSize) {
    const MachineSpeed speed = speed_of_parts({{60, 0.002}, {30, 0.0024}, {40, 0.002}});
    EXPECT_TRUE(speed.moved());
    ASSERT_EQ(speed.stretches.size(), 3U);
    EXPECT_EQ(speed.stretches[0].to_seconds, 59);
    EXPECT_EQ(speed.stretches[1].from_seconds, 60);
    EXPECT_EQ(speed.stretches[1].to_seconds, 89);
    EXPECT_NEAR(speed.stretches[1].relative_time, 1.2, 0.01);
    EXPECT_EQ(speed.stretches[2].from_seconds, 90);
    EXPECT_EQ(speed.stretches[2].relative_time, 1);
    EXPECT_EQ(speed.stretches[2].to_seconds, 129);
    EXPECT_EQ(speed.stretches[1].speed, 1U);
    EXPECT_EQ(speed.stretches[0].speed, 0U);
    EXPECT_EQ(speed.stretches[2].speed, 0U);
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

/// PELT also splits a level where only its noise changes.
TEST(MachineSpeed, OneSpeedWithTwoKindsOfNoiseIsOne) {
    Noise random;
    std::vector<SpeedReading> readings;
    for (const auto& [count, seconds, noise] :
         {std::tuple(50, 1.0, 0.003), std::tuple(50, 1.0, 0.03), std::tuple(60, 1.3, 0.003)}) {
        for (int index = 0; index < count; ++index) {
            readings.push_back(
                {static_cast<double>(readings.size()), seconds * (1 + noise * random.normal())});
        }
    }
    const MachineSpeed speed = judge_speed(readings).value();
    EXPECT_NEAR(speed.usual_seconds, 1, 0.01);
    ASSERT_EQ(speed.stretches.size(), 2U);
    EXPECT_NEAR(speed.stretches[1].relative_time, 1.3, 0.01);
}

TEST(MachineSpeed, UsualIsByTimeNotByReadings) {
    Noise random;
    std::vector<SpeedReading> readings = readings_of({{60, 0.002}, {30, 0.001}}, 0.005, random);
    for (std::size_t index = 60; index < 90; ++index) {
        readings[index].at_seconds = 60 + 10 * static_cast<double>(index - 60);
    }
    EXPECT_NEAR(judge_speed(readings).value().usual_seconds, 0.001, 1e-5);
    readings = readings_of({{60, 0.002}, {30, 0.001}}, 0.005, random);
    readings.back().at_seconds = 1000;  // the last level lasts until then
    EXPECT_NEAR(judge_speed(readings).value().usual_seconds, 0.001, 1e-5);
}

TEST(MachineSpeed, VeryManyReadingsAreThinned) {
    const MachineSpeed speed = speed_of_parts({{6000, 0.002}, {3000, 0.003}});
    ASSERT_EQ(speed.stretches.size(), 2U);
    EXPECT_NEAR(speed.stretches[1].relative_time, 1.5, 0.01);
    EXPECT_NEAR(speed.stretches[1].from_seconds, 6000, 3);
    EXPECT_EQ(speed.stretches[0].from_seconds, 0);
}

TEST(MachineSpeed, TheSpeedOfAPartOfTheRun) {
    const MachineSpeed speed{
        .usual_seconds = 1, .noise = 0.01, .stretches = {{1, 5, 1, 0}, {6, 9, 1.5, 1}, {10, 12, 1, 0}}};
    const auto then = [&](double from, double to) {
        const SpeedThen during = speed_during(speed, from, to);
        return std::pair(during.speed.has_value() ? static_cast<int>(*during.speed) : -1,
                         during.relative_time);
    };
    EXPECT_EQ(then(0, 1), std::pair(0, 1.0));
    EXPECT_EQ(then(1, 5), std::pair(0, 1.0));
    EXPECT_EQ(then(6, 9), std::pair(1, 1.5));
    EXPECT_EQ(then(10.5, 99), std::pair(0, 1.0));
    EXPECT_EQ(then(50, 99), std::pair(0, 1.0));
    EXPECT_EQ(then(4, 5.1), std::pair(-1, 1.25));    // into the gap
    EXPECT_EQ(then(5.2, 5.8), std::pair(-1, 1.25));  // within it
    EXPECT_EQ(then(5.5, 7), std::pair(-1, 1.25));    // out of it
    EXPECT_EQ(then(2, 11), std::pair(-1, 1.0));      // over a whole stretch
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
