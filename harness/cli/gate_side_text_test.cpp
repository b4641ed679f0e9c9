#include "cli/gate_side_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pepbench {
namespace {

using nlohmann::json;
using testing::EndsWith;
using testing::StartsWith;

GateRecord gate_of_sides(const json& base, const json& head, const json& settings = json::object()) {
    GateRecord record;
    record.header = {{"sides", {{"base", base}, {"head", head}}}, {"settings", settings}};
    return record;
}

TEST(GateSideText, InterpretersByPathHaveTheirVersion) {
    GateRecord record = gate_of_sides({{"configuration", "base"}, {"interpreter", "./before/python"}},
                                      {{"configuration", "head+jit"}, {"interpreter", "./after/python+jit"}});
    EXPECT_EQ(sides_text(record), "head: ./after/python+jit, base: ./before/python");
    record.header["configurations"]["head+jit"]["facts"]["version"] = "3.15.1";
    EXPECT_EQ(side_text(record, kHead), "./after/python+jit (3.15.1)");
}

TEST(GateSideText, WorkloadsOfTheirOwnAreNamed) {
    const json side = {{"configuration", "cpython-3.15"}};
    EXPECT_EQ(sides_text(gate_of_sides(side, side, {{"base_workloads", "old"}, {"head_workloads", "new"}})),
              "head: cpython-3.15 on new, base: cpython-3.15 on old");
    const json settings = {
        {"base_workloads", "old/a.py"}, {"head_workloads", ""}, {"workloads", {"a.py", "b.py"}}};
    EXPECT_EQ(sides_text(gate_of_sides(side, side, settings)),
              "head: cpython-3.15 on a.py, b.py, base: cpython-3.15 on old/a.py");
    EXPECT_EQ(sides_text(gate_of_sides(side, side, {{"workloads", {"a.py"}}})),
              "head: cpython-3.15, base: cpython-3.15")
        << "which both run the same file";
}

TEST(GateSideText, LongPathsKeepTheirEndsUnlessTheseAreTheSame) {
    const std::string end(80, 'x');
    const auto by_path = [](const std::string& path) {
        return json{{"configuration", "base"}, {"interpreter", path}};
    };
    const GateRecord record = gate_of_sides(by_path("/a/" + end + "/one"), by_path("/b/" + end + "/two"));
    EXPECT_THAT(side_text(record, kBase), StartsWith("...x"));
    EXPECT_THAT(side_text(record, kBase), EndsWith("x/one"));
    EXPECT_EQ(sides_text(gate_of_sides(by_path("/a/" + end), by_path("/b/" + end))),
              "head: /b/" + end + ", base: /a/" + end);
}

TEST(GateSideText, WhatIsNoSideIsNoError) {
    GateRecord record;
    EXPECT_EQ(sides_text(record), "head: head, base: base");
    record.header = {{"sides", 1}, {"settings", "x"}, {"configurations", json::array()}};
    EXPECT_EQ(sides_text(record), "head: head, base: base");
    EXPECT_EQ(
        sides_text(gate_of_sides({{"configuration", 1}}, {{"interpreter", json()}}, {{"workloads", 1}})),
        "head: , base: ");
}

}  // namespace
}  // namespace pepbench
