#include "judge/comparability.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace pepbench {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

const InCommon kCommon = {{"primes", "url_fetch"}, {"cpython-3.15"}};

json header() {
    static const json document = [] {
        std::ifstream stream(std::string(PEPBENCH_SOURCE_DIR) + "/results/published/main-job.json");
        return json::parse(stream);
    }();
    return document.at("pepbench");
}

/// What differs between a real header and the same with another value at `pointer`.
EnvironmentComparison with(const char* pointer, const json& value) {
    json changed = header();
    changed[json::json_pointer(pointer)] = value;
    return compare_environments(header(), changed, kCommon);
}

/// `CPU model forbids`
std::vector<std::string> texts(const EnvironmentComparison& comparison) {
    std::vector<std::string> result;
    for (const Difference& difference : comparison.differences) {
        result.push_back(difference.what + " " + to_string(difference.weight));
    }
    return result;
}

TEST(Comparability, SameEnvironment) {
    const EnvironmentComparison comparison = compare_environments(header(), header(), kCommon);
    EXPECT_EQ(comparison.verdict, Comparability::comparable);
    EXPECT_THAT(comparison.differences, IsEmpty());
    EXPECT_EQ(to_string(comparison.verdict), "comparable");
}

TEST(Comparability, ARunInPartsAsksForCareWhateverTheOtherWas) {
    const json resumed = {
        {{"environment", json::object()}, {"changed", {{{"what", "kernel"}}, {{"what", "governor"}}}}},
        {{"environment", json::object()}, {"changed", {{{"what", "kernel"}}}}}};
    const EnvironmentComparison one = with("/resumed", resumed);
    EXPECT_EQ(one.verdict, Comparability::with_care);
    EXPECT_THAT(texts(one), ElementsAre("measured in care"));
    EXPECT_EQ(one.differences.front().in_a, "one part");
    EXPECT_EQ(one.differences.front().in_b, "3 parts; changed: governor, kernel");
    json parts = header();
    parts["resumed"] = json::array({{{"environment", json::object()}}});
    const EnvironmentComparison both = compare_environments(parts, parts, kCommon);
    EXPECT_THAT(texts(both), ElementsAre("measured in care"));
    EXPECT_EQ(both.differences.front().in_a, "2 parts");
    parts["resumed"] = {
        1, {{"changed", {1}}}, json::array({"changed"})};  // a gate's are not looked at before
    EXPECT_EQ(compare_environments(parts, header(), kCommon).differences.front().in_a, "4 parts; changed: ");
}

TEST(Comparability, OtherHardwareWorkOrProtocolForbids) {
    for (const auto& [pointer, value, said] : std::vector<std::tuple<const char*, json, const char*>>{
             {"/machine/cpu_model", "AMD EPYC 9654", "CPU model forbids"},
             {"/machine/architecture", "aarch64", "architecture forbids"},
             {"/machine/usable_cores", 1.5, "usable cores forbids"},
             {"/machine/physical_cores", 1, "physical cores forbids"},
             {"/machine/caches/3/size_bytes", 1024, "CPU caches forbids"},
             {"/profile", "pep371", "profile forbids"},
             {"/settings/test_parameters", true, "test parameters forbids"},
             {"/settings/minimum_sample_seconds", 0.01, "least seconds of a sample forbids"},
             {"/settings/gc_enabled", false, "garbage collector on forbids"},
             {"/workloads/primes/sha256", "0000", "primes: file forbids"},
             {"/workloads/primes/parameters/limit", 5, "primes: parameters forbids"},
             {"/workloads/primes/expected/0", 5, "primes: answers forbids"},
             {"/url/latency_ms", 5, "URL server's added ms forbids"},
             {"/url/page_crc32", 5, "page fetched forbids"}}) {
        const EnvironmentComparison comparison = with(pointer, value);
        EXPECT_THAT(texts(comparison), ElementsAre(said));
        EXPECT_EQ(comparison.verdict, Comparability::not_comparable);
    }
}

TEST(Comparability, WhatMayExplainADifferenceAsksForCare) {
    for (const auto& [pointer, value, said] : std::vector<std::tuple<const char*, json, const char*>>{
             {"/machine/kernel", "6.1.0", "kernel care"},
             {"/machine/governor", "powersave", "governor care"},
             {"/machine/cgroup_quota_cores", 2.0, "CPU quota, cores care"},
             {"/machine/virtual_machine", nullptr, "virtual machine care"},
             {"/machine/build/commit", "0000", "pepbench's commit care"},
             {"/settings/budget_seconds", 10.0, "budget, seconds care"},
             {"/configurations/cpython-3.15/facts/version", "3.15.1", "cpython-3.15: version care"},
             {"/configurations/cpython-3.15/facts/build/cflags", "-O0", "cpython-3.15: compiler flags care"},
             {"/configurations/cpython-3.15/runner", "script", "cpython-3.15: runner care"},
             {"/change/foreign_busy_share", 0.3, "share of CPU time that others used care"}}) {
        const EnvironmentComparison comparison = with(pointer, value);
        EXPECT_THAT(texts(comparison), ElementsAre(said));
        EXPECT_EQ(comparison.verdict, Comparability::with_care);
    }
}

TEST(Comparability, WhatIsNotTheSameInAnyTwoRunsDoesNotCount) {
    for (const auto& [pointer, value] : std::vector<std::pair<const char*, json>>{
             {"/seed", 5},
             {"/started", "2026-01-01T00:00:00.000Z"},
             {"/machine/current_mhz", 900},
             {"/machine/memory_bytes", 1},
             {"/url/url", "http://127.0.0.1:1/"},
             {"/change/foreign_busy_share", 0.05},
             {"/configurations/cpython-3.11/facts/version", "3.11.9"},
             {"/workloads/fibonacci/sha256", "0000"},
             {"/configurations/cpython-3.15/facts/build/executable", "elsewhere"}}) {
        EXPECT_EQ(with(pointer, value).verdict, Comparability::comparable) << pointer;
    }
}

TEST(Comparability, LoadsThatDifferByMoreThanATwentieth) {
    const auto verdict = [](double share) {
        const auto with_share = [](double of) { return json{{"change", {{"steal_share", of}}}}; };
        return compare_environments(with_share(0), with_share(share), kCommon).verdict;
    };
    EXPECT_EQ(verdict(0.05), Comparability::comparable);
    EXPECT_EQ(verdict(0.051), Comparability::with_care);
}

TEST(Comparability, PagesOfAForeignServer) {
    json ours = header();
    ours["url"]["own_server"] = false;
    json theirs = ours;
    theirs["url"]["url"] = "http://192.0.2.1/";
    EXPECT_THAT(texts(compare_environments(ours, theirs, kCommon)), ElementsAre("URL forbids"));
    EXPECT_THAT(texts(compare_environments(ours, theirs, {{"primes"}, {}})), IsEmpty());
    theirs["url"] = nullptr;
    EXPECT_THAT(texts(compare_environments(ours, theirs, kCommon)), IsEmpty());
}

TEST(Comparability, FewerWorkersHaveFewerKnownAnswers) {
    json shorter = header();
    shorter["workloads"]["primes"]["expected"] = {454396537, 454396537};
    EXPECT_EQ(compare_environments(header(), shorter, kCommon).verdict, Comparability::comparable);
    EXPECT_EQ(compare_environments(shorter, header(), kCommon).verdict, Comparability::comparable);
}

TEST(Comparability, WhatAFileDoesNotTellCannotForbid) {
    for (const char* pointer :
         {"/machine/cpu_model", "/machine/physical_cores", "/workloads/primes/sha256"}) {
        EXPECT_EQ(with(pointer, nullptr).verdict, Comparability::with_care) << pointer;
    }
    EXPECT_EQ(with("/machine/caches", json::array()).verdict, Comparability::with_care);
    const EnvironmentComparison comparison = compare_environments(json::object(), header(), kCommon);
    EXPECT_EQ(comparison.verdict, Comparability::with_care);
    EXPECT_EQ(comparison.differences.front().in_a, json());
    EXPECT_EQ(comparison.differences.front().in_b, "default");
}

TEST(Comparability, WhatForbidsComesFirst) {
    json changed = header();
    changed["machine"]["kernel"] = "6.1.0";
    changed["workloads"]["primes"]["sha256"] = "0000";
    EXPECT_THAT(texts(compare_environments(header(), changed, kCommon)),
                ElementsAre("primes: file forbids", "kernel care"));
}

}  // namespace
}  // namespace pepbench
