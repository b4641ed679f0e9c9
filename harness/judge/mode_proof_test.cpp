#include "judge/mode_proof.h"

#include <gtest/gtest.h>

namespace pepbench {
namespace {

using nlohmann::json;

const json kFacts = {
    {"implementation", "cpython"}, {"version", "3.15.0"}, {"jit_enabled", true}, {"gil_enabled", true}};

json with(const char* key, const json& value) {
    json facts = kFacts;
    facts[key] = value;
    return facts;
}

TEST(ModeProof, AsAsked) {
    EXPECT_EQ(differs_from_asked({.jit = true, .gil = true}, kFacts, kFacts), "");
    EXPECT_EQ(differs_from_asked({}, kFacts, kFacts), "");
    EXPECT_EQ(differs_from_asked({}, with("jit_enabled", nullptr), with("jit_enabled", nullptr)), "");
}

TEST(ModeProof, SwitchesThatWereNotObeyed) {
    EXPECT_EQ(differs_from_asked({.jit = false}, kFacts, kFacts),
              "it was to run with the JIT off, but reports true");
    EXPECT_EQ(differs_from_asked({.gil = false}, kFacts, kFacts),
              "it was to run with the GIL off, but reports true");
    const json off = with("jit_enabled", false);
    EXPECT_EQ(differs_from_asked({.jit = true}, off, off),
              "it was to run with the JIT on, but reports false");
    const json unknown = with("jit_enabled", nullptr);
    EXPECT_EQ(differs_from_asked({.jit = true}, unknown, unknown),
              "it was to run with the JIT on, but reports null");
    EXPECT_EQ(differs_from_asked({.jit = true}, json::object(), json::object()),
              "it was to run with the JIT on, but reports null");
}

TEST(ModeProof, ChangesDuringTheWork) {
    EXPECT_EQ(differs_from_asked({}, kFacts, with("version", "3.14.0")),
              "its version was \"3.15.0\" when it started and is \"3.14.0\" after the work");
    EXPECT_EQ(differs_from_asked({}, kFacts, with("gil_enabled", false)),
              "its gil_enabled was true when it started and is false after the work");
    EXPECT_NE(differs_from_asked({}, kFacts, with("implementation", "pypy")), "");
    EXPECT_NE(differs_from_asked({}, kFacts, with("jit_enabled", false)), "");
    EXPECT_NE(differs_from_asked({}, kFacts, json::object()), "");
    EXPECT_NE(differs_from_asked({}, json::object(), kFacts), "");
}

TEST(ModeProof, NoFacts) {
    for (const json& none : {json(), json("facts"), json(7), json::array()}) {
        EXPECT_EQ(differs_from_asked({}, kFacts, none), "it reported no facts after the work");
        EXPECT_EQ(differs_from_asked({}, none, kFacts), "it reported no facts when it started");
    }
}

}  // namespace
}  // namespace pepbench
