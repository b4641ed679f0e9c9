#include "judge/claim_roles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/claim_for_test.h"

namespace pepbench {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// The configurations that can be the role `any`, best first.
std::vector<std::string> candidates(const Role& role, const RunRecord& record) {
    Claim claim = claim_for_test();
    claim.roles = {role};
    std::vector<std::string> names;
    for (const Filling& filling : fillings(claim, ClaimRun(record))) {
        names.push_back(filling.at("any"));
    }
    return names;
}

RunRecord many_configurations() {
    RunRecord record = run_for_test();  // python, of 3.15
    add_configuration(record, "old", {{"version", "3.9.1"}});
    add_configuration(record, "new", {{"version", "3.16.0a1"}});
    add_configuration(record, "python+jit", {{"jit_enabled", true}});
    add_configuration(record, "free", {{"gil_enabled", false}, {"free_threaded_build", true}});
    add_configuration(record, "web", {{"platform", "emscripten"}, {"implementation", "other"}});
    return record;
}

TEST(ClaimRoles, ByFactsAndNewestFirst) {
    Role role = role_for_test("any");
    role.gil = true;
    role.jit = false;
    role.platform = "linux";
    EXPECT_THAT(candidates(role, many_configurations()), ElementsAre("new", "python", "old"));
    role.least_version = "3.15";
    EXPECT_THAT(candidates(role, many_configurations()), ElementsAre("new", "python"));
    role.version = "3.9";
    EXPECT_THAT(candidates(role, many_configurations()), IsEmpty());
    role.least_version.reset();
    EXPECT_THAT(candidates(role, many_configurations()), ElementsAre("old"));
}

TEST(ClaimRoles, EachFactCounts) {
    Role role = role_for_test("any");
    role.implementation = "other";
    EXPECT_THAT(candidates(role, many_configurations()), ElementsAre("web"));
    role = role_for_test("any");
    role.jit = true;
    EXPECT_THAT(candidates(role, many_configurations()), ElementsAre("python+jit"));
    role.jit = false;
    role.free_threaded = true;
    EXPECT_THAT(candidates(role, many_configurations()), ElementsAre("free"));
    role.gil = true;
    EXPECT_THAT(candidates(role, many_configurations()), IsEmpty());
}

TEST(ClaimRoles, WhatIsNoVersionIsTheOldest) {
    RunRecord record = run_for_test();
    for (const char* const text : {".9", "x.9", ""}) {
        add_configuration(record, text, {{"version", text}});
    }
    add_configuration(record, "whole", {{"version", "3"}});
    add_configuration(record, "dash", {{"version", "3-9"}});
    Role role = role_for_test("any");
    role.least_version = "0.1";
    EXPECT_THAT(candidates(role, record), ElementsAre("python", "whole", "dash"));
    role.least_version = "3.1";
    EXPECT_THAT(candidates(role, record), ElementsAre("python"));
}

TEST(ClaimRoles, ASwitchIsOfTheSameInterpreter) {
    Claim claim = claim_for_test();
    Role on = role_for_test("on");
    on.switched = "jit";
    on.other = "any";
    claim.roles.push_back(on);
    std::get<Comparison>(claim.expression).to->role = "on";
    const RunRecord record = many_configurations();
    EXPECT_THAT(fillings(claim, ClaimRun(record)),
                ElementsAre(Filling{{"any", "python"}, {"on", "python+jit"}}));
}

TEST(ClaimRoles, TheSameBuildHasTheSameVersionAndCompiler) {
    Claim claim = claim_for_test();
    claim.roles.front().gil = false;
    Role locked = role_for_test("default");
    locked.same_build = true;
    locked.other = "any";
    locked.gil = true;
    locked.implementation = "cpython";
    locked.jit = false;
    claim.roles.push_back(locked);
    std::get<Comparison>(claim.expression).to->role = "default";
    RunRecord record = many_configurations();
    EXPECT_THAT(fillings(claim, ClaimRun(record)),
                ElementsAre(Filling{{"any", "free"}, {"default", "python"}}));
    record.header["configurations"]["free"]["facts"]["build"] = {{"compiler", "GCC 12"}, {"lto", true}};
    EXPECT_THAT(fillings(claim, ClaimRun(record)), IsEmpty());
    record.header["configurations"]["python"]["facts"]["build"] = {{"compiler", "GCC 12"}};
    EXPECT_THAT(fillings(claim, ClaimRun(record)), IsEmpty());
    record.header["configurations"]["python"]["facts"]["build"]["lto"] = true;
    EXPECT_EQ(fillings(claim, ClaimRun(record)).size(), 1U);
    for (const char* const name : {"python", "free"}) {
        record.header["configurations"][name]["facts"]["build"] = 3;
        EXPECT_THAT(fillings(claim, ClaimRun(record)), IsEmpty());
    }
}

TEST(ClaimRoles, DamagedDescriptionsFillNothing) {
    RunRecord record = run_for_test();
    for (const nlohmann::json& damage :
         {nlohmann::json(), nlohmann::json(3), nlohmann::json{{"facts", 3}},
          nlohmann::json{{"facts", {{"version", 3}, {"implementation", nlohmann::json::array()}}}}}) {
        record.header["configurations"]["python"] = damage;
        Role role = role_for_test("any");
        role.implementation = "cpython";
        EXPECT_THAT(candidates(role, record), IsEmpty()) << damage;
    }
    record.header["configurations"]["python"] = {{"facts", 3}};
    EXPECT_THAT(candidates(role_for_test("any"), record), IsEmpty());
    record.header["configurations"] = 3;
    record.header["settings"] = nlohmann::json::array();
    EXPECT_THAT(candidates(role_for_test("any"), record), IsEmpty());
}

}  // namespace
}  // namespace pepbench
