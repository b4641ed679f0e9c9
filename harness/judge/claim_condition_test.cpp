#include "judge/claim_condition.h"

#include <gtest/gtest.h>

#include "judge/claim_for_test.h"

namespace pepbench {
namespace {

/// Threads against forked processes, of one configuration, with several numbers of workers.
Claim comparing(Comparing how) {
    Claim claim = claim_for_test();
    auto& comparison = std::get<Comparison>(claim.expression);
    comparison.how = how;
    comparison.to->mode = kForked;
    comparison.workers = {1, 2, 4};
    return claim;
}

std::string condition(const Claim& claim) { return condition_text(claim, {{"any", "python"}}); }

TEST(ClaimCondition, HowCellsAreCompared) {
    EXPECT_EQ(condition(comparing(Comparing::ratio)),
              "time of threaded / time of process-fork, in python, primes, 1, 2, 4 workers");
    EXPECT_EQ(condition(comparing(Comparing::efficiency)),
              "time of process-fork / time of threaded, in python, divided by the workers, primes, 1, 2, 4 "
              "workers, no more than the usable cores");
    EXPECT_EQ(condition(comparing(Comparing::growth)),
              "time of threaded with more workers / with 1, divided by the same of process-fork, in python, "
              "primes, 1, 2, 4 workers, no more than the usable cores");
    EXPECT_EQ(condition(comparing(Comparing::proportional)),
              "time of threaded with more workers / with fewer, divided by how many more they are, primes, "
              "1, 2, 4 workers, beyond the usable cores, in python");
    EXPECT_EQ(condition(comparing(Comparing::monotone)),
              "how time of threaded / time of process-fork, in python changes with the workers, in all and "
              "in each step, primes, 1, 2, 4 workers");
    EXPECT_EQ(condition(comparing(Comparing::geometric_mean)),
              "geometric mean of time of threaded / time of process-fork, in python over primes, 1, 2, 4 "
              "workers");
}

TEST(ClaimCondition, WhatAComparisonLeavesOpen) {
    Claim claim = comparing(Comparing::growth);
    auto& comparison = std::get<Comparison>(claim.expression);
    comparison.to.reset();
    comparison.workers = {1};
    EXPECT_EQ(condition(claim),
              "time of threaded with more workers / with 1, in python, primes, 1 worker, no more than the "
              "usable cores");
    EXPECT_EQ(condition_text(claim, {}),
              "time of threaded with more workers / with 1, in cpython-3.15, primes, 1 worker, no more than "
              "the usable cores");
}

TEST(ClaimCondition, MemoryOfASuite) {
    Claim claim = comparing(Comparing::geometric_mean);
    auto& comparison = std::get<Comparison>(claim.expression);
    comparison.quantity = Quantity::memory;
    comparison.workloads = {"primes", "queue"};
    comparison.suite = "main";
    comparison.workers = {2};
    EXPECT_EQ(condition(claim),
              "geometric mean of settled memory (RSS) of threaded / settled memory (RSS) of process-fork, in "
              "python over the 2 workloads of the suite main, 2 workers");
}

TEST(ClaimCondition, SidesSayWhatDiffers) {
    Claim claim = comparing(Comparing::ratio);
    auto& comparison = std::get<Comparison>(claim.expression);
    comparison.of.workers = 2;
    comparison.to->workers = 1;
    comparison.workers = {1};
    EXPECT_EQ(condition(claim),
              "time of threaded with 2 workers / time of process-fork with 1 worker, in python, primes, 1 "
              "worker");
    claim.roles.push_back(role_for_test("other"));
    claim.roles.back().such_as = "mine=PATH";
    comparison.to->role = "other";
    EXPECT_EQ(condition(claim),
              "time of threaded in python with 2 workers / time of process-fork in mine with 1 worker, "
              "primes, 1 worker");
}

TEST(ClaimCondition, WhatNoStatisticDecides) {
    Claim claim = claim_for_test();
    claim.expression = SameAnswers{.of = "any", .to = "any"};
    EXPECT_EQ(condition(claim), "every answer in python is that of the same cell in python");
    EXPECT_EQ(boundary_text(claim), "none differs");
    claim.expression = Unsupported{
        .role = "any",
        .uses = {{"threads", "empty", kThreaded, "no thread"}, {"fork", "queue", kForked, "no process"}}};
    EXPECT_EQ(condition(claim),
              "empty/threaded raises \"no thread\", queue/process-fork raises \"no process\", in python");
    EXPECT_EQ(boundary_text(claim), "fails so");
    claim.expression = ReportedFacts{.role = "any",
                                     .facts = {{.name = "a", .path = "/a", .equals = false},
                                               {.name = "b", .path = "/b", .begins = "Node"},
                                               {.name = "c", .path = "/c", .begins = ""}}};
    EXPECT_EQ(condition(claim), "a is false, b begins with Node, c is there, as python reports it");
    EXPECT_EQ(boundary_text(claim), "is so");
}

TEST(ClaimCondition, Boundaries) {
    Claim claim = claim_for_test();
    auto& comparison = std::get<Comparison>(claim.expression);
    EXPECT_EQ(boundary_text(claim), "at most 1.05");
    comparison.at_least = 0.9;
    EXPECT_EQ(boundary_text(claim), "0.90 to 1.05");
    comparison.at_most.reset();
    EXPECT_EQ(boundary_text(claim), "at least 0.90");
}

}  // namespace
}  // namespace pepbench
