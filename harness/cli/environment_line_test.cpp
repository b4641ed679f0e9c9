#include "cli/environment_line.h"

#include <gtest/gtest.h>

using nlohmann::json;

namespace pepbench {
namespace {

json finding(const char* what, const char* fitness) { return {{"what", what}, {"fitness", fitness}}; }

TEST(EnvironmentLine, NamesWhatIsNotFine) {
    const json header = {
        {"environment_verdict",
         {{"before",
           {{"verdict", "quiet"}, {"findings", {finding("turbo", "unknown"), finding("swap", "fine")}}}},
          {"after",
           {{"verdict", "not fit"},
            {"findings", {finding("steal", "unfit"), finding("turbo", "care"), finding("swap", "fine")}}}}}}};
    EXPECT_EQ(environment_line(header), "\nenvironment: quiet before, not fit after (steal, turbo)\n");
}

TEST(EnvironmentLine, OldAndStrangeFilesHaveNone) {
    EXPECT_EQ(environment_line(json::object()), "");
    EXPECT_EQ(environment_line({{"environment_verdict", 7}}), "");
    EXPECT_EQ(environment_line({{"environment_verdict", {{"before", "quiet"}}}}), "");
    EXPECT_EQ(
        environment_line({{"environment_verdict", {{"after", {{"verdict", "q\033"}, {"findings", 3}}}}}}),
        "\nenvironment: q? after\n");
}

}  // namespace
}  // namespace pepbench
