#include "record/claim_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>

#include "environment/fake_tree_for_test.h"
#include "error.h"

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

namespace pepbench {
namespace {

json side(const std::string& mode) { return {{"mode", mode}, {"configuration", "python"}}; }

/// A file of one claim that is as it should be.
json valid_document() {
    return {{"format", 1},
            {"pep", 9999},
            {"title", "A title"},
            {"url", "https://peps.python.org/pep-9999/"},
            {"configurations",
             {{"python", {{"what", "any CPython"}, {"such_as", "cpython-3.15"}, {"gil", true}}},
              {"jit", {{"what", "the same"}, {"such_as", "x"}, {"switch", "jit"}, {"of", "python"}}}}},
            {"claims",
             {{{"id", "one"},
               {"section", "Abstract"},
               {"text", "Threads are fast."},
               {"expression",
                {{"kind", "ratio"},
                 {"of", side("threaded")},
                 {"to", side("process-spawn")},
                 {"workloads", {"primes"}},
                 {"workers", {1, 2}}}},
               {"boundary", {{"at_most", 1.5}}},
               {"note", ""}}}}};
}

class ClaimFile : public testing::Test {
  protected:
    [[nodiscard]] std::vector<Claim> read(const json& document) const {
        std::ofstream(folder_ / "pep9999.json") << document;
        return read_claims(folder_,
                           {{"primes", "", "pep371"}, {"floats", "", "jit"}, {"strings", "", "jit"}});
    }

    /// What is said of the valid document once it is changed.
    [[nodiscard]] std::string refusal(const std::function<void(json& claim, json& document)>& change) const {
        json document = valid_document();
        change(document["claims"][0], document);
        try {
            static_cast<void>(read(document));
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ExitCode::error);
            return error.what();
        }
        return "no error";
    }

    FakeTree tree_;
    fs::path folder_ = tree_.root();
};

TEST_F(ClaimFile, ReadsAClaim) {
    const std::vector<Claim> claims = read(valid_document());
    ASSERT_EQ(claims.size(), 1U);
    EXPECT_EQ(claims[0].id, "one");
    EXPECT_EQ(claims[0].pep, 9999);
    const Comparison& ratio = std::get<Comparison>(claims[0].expression);
    EXPECT_EQ(ratio.to->mode, (Mode{"process", "spawn"}));
    EXPECT_EQ(ratio.workers, (std::vector<int>{1, 2}));
    EXPECT_EQ(ratio.at_most, 1.5);
    EXPECT_FALSE(ratio.at_least);
    EXPECT_EQ(role_named(claims[0], "jit").other, "python");
    EXPECT_EQ(role_named(claims[0], "python").gil, true);
}

TEST_F(ClaimFile, ASuiteIsItsWorkloads) {
    json document = valid_document();
    document["claims"][0]["expression"].erase("workloads");
    document["claims"][0]["expression"]["suite"] = "jit";
    EXPECT_EQ(std::get<Comparison>(read(document)[0].expression).workloads,
              (std::vector<std::string>{"floats", "strings"}));
}

TEST_F(ClaimFile, WhatDoesNotExistIsNamedWithFileAndClaim) {
    const std::string said = refusal([](json& claim, json&) { claim["expression"]["kind"] = "ratoi"; });
    EXPECT_THAT(said,
                HasSubstr("pep9999.json: claim 'one': unknown expression 'ratoi'; did you mean 'ratio'?"));
    const auto in_expression = [&](const char* key, const json& value) {
        return refusal([&](json& claim, json&) { claim["expression"][key] = value; });
    };
    EXPECT_THAT(in_expression("workloads", {"prims"}),
                HasSubstr("unknown workload 'prims'; did you mean 'primes'"));
    EXPECT_THAT(in_expression("of", side("threads")), HasSubstr("unknown mode 'threads'; did you mean"));
    EXPECT_THAT(in_expression("of", side("process")), HasSubstr("unknown mode 'process'"));
    EXPECT_THAT(in_expression("to", {{"mode", "linear"}, {"configuration", "pyton"}}),
                HasSubstr("unknown configuration 'pyton'; did you mean 'python'"));
    EXPECT_THAT(in_expression("worker", {1}),
                HasSubstr("unknown key in its expression 'worker'; did you mean"));
    EXPECT_THAT(refusal([](json& claim, json&) { claim["nota"] = ""; }),
                HasSubstr("unknown key in claim 'nota'; did you mean 'note'"));
    EXPECT_THAT(refusal([](json&, json& document) { document["configurations"]["python"]["jitt"] = true; }),
                HasSubstr("unknown key in configuration 'python' 'jitt'; did you mean 'jit'"));
    EXPECT_THAT(refusal([](json& claim, json&) {
                    claim["expression"].erase("workloads");
                    claim["expression"]["suite"] = "pep372";
                }),
                HasSubstr("unknown suite 'pep372'"));
}

TEST_F(ClaimFile, ImpossibleShapes) {
    const auto in_expression = [&](const char* key, const json& value) {
        return refusal([&](json& claim, json&) { claim["expression"][key] = value; });
    };
    EXPECT_THAT(in_expression("workers", {2, 1}), HasSubstr("numbers of workers in rising order"));
    EXPECT_THAT(in_expression("workers", {0, 1}), HasSubstr("numbers of workers in rising order"));
    EXPECT_THAT(in_expression("workers", {1.5}), HasSubstr("numbers of workers in rising order"));
    EXPECT_THAT(in_expression("suite", "jit"), HasSubstr("takes either 'workloads' or 'suite'"));
    EXPECT_THAT(in_expression("quantity", "memory"), HasSubstr("which geometric_mean alone does"));
    EXPECT_THAT(in_expression("kind", "proportional"), HasSubstr("which proportional does not take"));
    EXPECT_THAT(in_expression("of", 3), HasSubstr("its 'of' is missing or no object"));
    EXPECT_THAT(refusal([](json& claim, json&) { claim["expression"].erase("to"); }),
                HasSubstr("needs a 'to' side"));
    EXPECT_THAT(refusal([](json& claim, json&) { claim["expression"] = 3; }),
                HasSubstr("its expression is missing"));
}

TEST_F(ClaimFile, Boundaries) {
    const auto with = [&](const json& boundary) {
        return refusal([&](json& claim, json&) { claim["boundary"] = boundary; });
    };
    EXPECT_THAT(with(nullptr), HasSubstr("its boundary is missing"));
    EXPECT_THAT(with(json::object()), HasSubstr("needs 'at_least' or 'at_most'"));
    EXPECT_THAT(with({{"at_most", 0}}), HasSubstr("no positive number"));
    EXPECT_THAT(with({{"at_most", "1"}}), HasSubstr("'at_most' of the wrong type"));
    EXPECT_THAT(with({{"at_least", 2}, {"at_most", 1}}), HasSubstr("above its 'at_most'"));
    EXPECT_THAT(with({{"most", 1}}), HasSubstr("unknown key in its boundary 'most'"));
    EXPECT_EQ(with({{"at_least", 1}, {"at_most", 1}}), "no error");
}

TEST_F(ClaimFile, ConfigurationsThatReferToOthers) {
    const auto with = [&](const json& role) {
        return refusal([&](json&, json& document) { document["configurations"]["jit"].update(role); });
    };
    EXPECT_THAT(with({{"of", "nothing"}}), HasSubstr("unknown configuration 'nothing'"));
    EXPECT_THAT(with({{"of", "jit"}}), HasSubstr("refers to 'jit', which refers to another one itself"));
    EXPECT_THAT(with({{"build_of", "python"}}), HasSubstr("takes 'switch' and 'of' together"));
}

TEST_F(ClaimFile, FactsAndUses) {
    const auto with = [&](const json& expression) {
        return refusal([&](json& claim, json&) {
            claim.erase("boundary");
            claim["expression"] = expression;
        });
    };
    const json fact = {{"kind", "fact"}, {"configuration", "python"}};
    const auto facts = [&](const json& test) {
        json expression = fact;
        expression["facts"] = json::array({test});  // compilers differ about {test}
        return with(expression);
    };
    EXPECT_EQ(facts({{"name", "a"}, {"path", "/facts/a"}, {"equals", nullptr}}), "no error");
    EXPECT_THAT(facts({{"name", "a"}, {"path", "facts"}, {"equals", 1}}), HasSubstr("is no JSON pointer"));
    EXPECT_THAT(facts({{"name", "a"}, {"path", "/facts"}}), HasSubstr("takes either 'equals' or 'begins'"));
    EXPECT_THAT(with({{"kind", "fact"}, {"configuration", "python"}, {"facts", json::array()}}),
                HasSubstr("names no fact"));
    EXPECT_THAT(with({{"kind", "unsupported"}, {"configuration", "python"}, {"uses", json::array()}}),
                HasSubstr("names no use"));
    EXPECT_THAT(with({{"kind", "same_answers"}, {"of", "python"}, {"to", "pypy"}}),
                HasSubstr("unknown configuration 'pypy'"));
    EXPECT_THAT(refusal([](json& claim, json&) {
                    claim["expression"] = {{"kind", "same_answers"}, {"of", "python"}, {"to", "jit"}};
                }),
                HasSubstr("same_answers takes none"));
}

TEST_F(ClaimFile, WholeFiles) {
    EXPECT_THAT(refusal([](json&, json& document) { document["format"] = 2; }),
                HasSubstr("it is of format 2, and this pepbench reads format 1"));
    EXPECT_THAT(refusal([](json&, json& document) { document = json::array(); }),
                HasSubstr("it is no object"));
    EXPECT_THAT(refusal([](json&, json& document) { document["claims"] = 3; }), HasSubstr("'claims' a list"));
    EXPECT_THAT(refusal([](json& claim, json&) { claim.erase("id"); }),
                HasSubstr("claim number 1: claim has no 'id'"));
    EXPECT_THAT(refusal([](json& claim, json& document) { document["claims"].push_back(json(claim)); }),
                HasSubstr("the id 'one' is there twice"));
    EXPECT_THAT(refusal([](json&, json& document) { document["claims"] = json::array(); }),
                HasSubstr("there are no claims in"));
    std::ofstream(folder_ / "pep0.json") << "{";
    EXPECT_THAT(refusal([](json&, json&) {}), HasSubstr("pep0.json: [json.exception.parse_error"));
}

TEST_F(ClaimFile, CommittedClaimsAreWhatTheyShouldBe) {
    const fs::path tree = PEPBENCH_SOURCE_DIR;
    const std::vector<Claim> claims =
        read_claims(tree / "results" / "claims", find_workloads(tree / "workloads"));
    EXPECT_GE(claims.size(), 30U);
    for (const Claim& claim : claims) {
        EXPECT_TRUE(claim.id.starts_with("pep" + std::to_string(claim.pep) + "-")) << claim.id;
        EXPECT_TRUE(claim.text.ends_with('.')) << claim.id;
    }
}

}  // namespace
}  // namespace pepbench
