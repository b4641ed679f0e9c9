#include "neighbour/bursts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace pepbench {
namespace {

std::vector<Burst> bursts_of(std::uint64_t seed, int count) {
    Bursts bursts(seed);
    std::vector<Burst> drawn;
    for (int burst = 0; burst < count; ++burst) {
        drawn.push_back(bursts.next());
    }
    return drawn;
}

TEST(Bursts, AreThoseOfTheSeed) {
    EXPECT_EQ(bursts_of(7, 20), bursts_of(7, 20));
    EXPECT_NE(bursts_of(7, 20), bursts_of(8, 20));
}

TEST(Bursts, EachScaleIsAsFrequentAsAnyOther) {
    constexpr int kCount = 20'000;
    std::vector<int> by_scale(4);  // quarters of the logarithm's range
    int streaming = 0;
    for (const Burst& burst : bursts_of(1, kCount)) {
        for (const double seconds : {burst.work_seconds, burst.rest_seconds}) {
            ASSERT_GE(seconds, kShortestBurst);
            ASSERT_LT(seconds, kLongestBurst);
            const double place =
                std::log(seconds / kShortestBurst) / std::log(kLongestBurst / kShortestBurst);
            by_scale.at(static_cast<std::size_t>(4 * place)) += 1;
        }
        streaming += burst.streams ? 1 : 0;
    }
    // Binomial: six standard deviations are 0.013 and 0.022 of what is expected.
    EXPECT_THAT(by_scale, testing::Each(testing::AllOf(testing::Gt(9480), testing::Lt(10'520))));
    EXPECT_NEAR(streaming, 0.5 * kCount, 425);
}

}  // namespace
}  // namespace pepbench
