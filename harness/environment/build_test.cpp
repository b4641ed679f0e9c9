#include "environment/build.h"

#include <gtest/gtest.h>

#include <regex>

namespace pepbench {
namespace {

TEST(Build, SaysWhatItIs) {
    const auto facts = build_facts();
    EXPECT_TRUE(std::regex_match(facts.version, std::regex("[0-9]+\\.[0-9]+\\.[0-9]+"))) << facts.version;
    EXPECT_TRUE(std::regex_match(facts.commit, std::regex("unknown|[0-9a-f]{40}|[0-9a-f]{64}")))
        << facts.commit;
    EXPECT_TRUE(facts.commit != "unknown" || !facts.dirty) << "no commit to differ from";
    EXPECT_FALSE(facts.compiler.empty());
}

TEST(Build, NamesItsLibraries) {
    const auto libraries = build_facts().libraries;
    const std::regex version("[0-9]+\\.[0-9]+\\.[0-9]+");
    for (const auto* name : {"fmt", "nlohmann/json", "CLI11", "cpp-httplib", "Boost"}) {
        ASSERT_TRUE(libraries.contains(name)) << name;
        EXPECT_TRUE(std::regex_match(libraries.at(name), version)) << name << ' ' << libraries.at(name);
    }
}

}  // namespace
}  // namespace pepbench
