#include "environment/yardstick.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pepbench {
namespace {

using testing::AllOf;
using testing::Each;
using testing::Gt;
using testing::Lt;
using testing::SizeIs;

TEST(Yardstick, TakesTime) { EXPECT_THAT(read_yardstick(), AllOf(SizeIs(5), Each(AllOf(Gt(1e-5), Lt(10))))); }

}  // namespace
}  // namespace pepbench
