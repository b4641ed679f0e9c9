#include "judge/claim_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/claim_for_test.h"

namespace pepbench {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ClaimRequest, AComparisonTakesItsCells) {
    Claim claim = claim_for_test();
    auto& comparison = std::get<Comparison>(claim.expression);
    comparison.workers = {2, 8};
    comparison.to->workers = 1;
    const ClaimRequest request = request_for(claim);
    EXPECT_THAT(request.workloads, ElementsAre("primes"));
    EXPECT_THAT(request.modes, ElementsAre(kThreaded, kLinear));
    EXPECT_THAT(request.workers, ElementsAre(1, 2, 8));
    EXPECT_THAT(request.configurations, ElementsAre("cpython-3.15"));
    EXPECT_THAT(request.pythons, IsEmpty());
    EXPECT_EQ(command_for(request),
              "pepbench run --workload primes --mode threaded,linear --workers 1,2,8 "
              "--configuration cpython-3.15");
}

TEST(ClaimRequest, WhatBothSidesShareIsAskedForOnce) {
    Claim claim = claim_for_test();
    auto& comparison = std::get<Comparison>(claim.expression);
    comparison.to = comparison.of;
    comparison.to->workers = 2;
    EXPECT_THAT(request_for(claim).modes, ElementsAre(kThreaded));
    EXPECT_THAT(request_for(claim).workers, ElementsAre(2));
    comparison.to.reset();
    EXPECT_THAT(request_for(claim).modes, ElementsAre(kThreaded));
}

TEST(ClaimRequest, ASuiteIsNamedInsteadOfItsWorkloads) {
    Claim claim = claim_for_test();
    std::get<Comparison>(claim.expression).suite = "main";
    EXPECT_EQ(command_for(request_for(claim)),
              "pepbench run --suite main --mode threaded,linear --workers 2 --configuration cpython-3.15");
}

TEST(ClaimRequest, StartMethodsAreAnOptionOfTheirOwn) {
    Claim claim = claim_for_test();
    auto& comparison = std::get<Comparison>(claim.expression);
    comparison.of.mode = kForked;
    comparison.to->mode = {"process", "spawn"};
    EXPECT_EQ(command_for(request_for(claim)),
              "pepbench run --workload primes --mode process --start-method fork,spawn --workers 2 "
              "--configuration cpython-3.15");
}

TEST(ClaimRequest, TheInterpretersThatTheUserMustHave) {
    Claim claim = claim_for_test();
    claim.roles.push_back(role_for_test("other"));
    claim.roles.back().such_as = "mine=PATH";
    std::get<Comparison>(claim.expression).to->role = "other";
    const ClaimRequest request = request_for(claim);
    EXPECT_THAT(request.configurations, ElementsAre("cpython-3.15", "mine"));
    EXPECT_THAT(request.pythons, ElementsAre("mine=PATH"));
    EXPECT_EQ(command_for(request),
              "pepbench run --workload primes --mode threaded,linear --workers 2 "
              "--configuration cpython-3.15,mine --python mine=PATH");
}

TEST(ClaimRequest, ClaimsWithoutAComparisonTakeTheLeast) {
    Claim claim = claim_for_test();
    claim.expression = SameAnswers{.of = "any", .to = "any"};
    EXPECT_THAT(request_for(claim).workloads, ElementsAre("primes"));
    EXPECT_THAT(request_for(claim).modes, ElementsAre(kLinear));
    EXPECT_THAT(request_for(claim).workers, ElementsAre(1));
    claim.expression = ReportedFacts{.role = "any", .facts = {}};
    EXPECT_THAT(request_for(claim).workloads, ElementsAre("empty"));
    EXPECT_THAT(request_for(claim).modes, ElementsAre(kLinear));
    EXPECT_THAT(request_for(claim).workers, ElementsAre(1));
}

TEST(ClaimRequest, AUseThatMustFailGoesBesideOneThatWorks) {
    Claim claim = claim_for_test();
    claim.expression = Unsupported{.role = "any",
                                   .uses = {{"threads", "queue", kThreaded, "no"},
                                            {"fork", "queue", kForked, "no"},
                                            {"nothing", "empty", kLinear, "no"}}};
    const ClaimRequest request = request_for(claim);
    EXPECT_THAT(request.workloads, ElementsAre("empty", "queue"));
    EXPECT_THAT(request.modes, ElementsAre(kLinear, kThreaded, kForked));
    EXPECT_THAT(request.workers, ElementsAre(1));
}

}  // namespace
}  // namespace pepbench
