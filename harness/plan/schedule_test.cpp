#include "plan/schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace pepbench {
namespace {

const Selection kSelection{
    .workloads = {"empty", "primes", "queue"},
    .modes = {{"linear", ""}, {"threaded", ""}, {"process", "fork"}, {"process", "spawn"}},
    .workers = {1, 2, 4, 8},
    .configurations = {"a", "b", "c"}};

std::set<Cell> cells_of(const std::vector<CellGroup>& groups) {
    std::set<Cell> cells;
    for (const CellGroup& group : groups) {
        for (const int workers : group.workers) {
            EXPECT_TRUE(cells.insert({group.workload, group.mode, workers, group.configuration}).second);
        }
    }
    return cells;
}

std::vector<std::string> names_of(const std::vector<CellGroup>& groups) {
    std::vector<std::string> names;
    for (const CellGroup& group : groups) {
        for (const int workers : group.workers) {
            names.push_back(Cell{group.workload, group.mode, workers, group.configuration}.name());
        }
    }
    return names;
}

TEST(Schedule, GroupsInTheOrderOfTheLists) {
    const auto groups = groups_of(kSelection);
    ASSERT_EQ(groups.size(), 36U);
    EXPECT_EQ(names_of(groups).front(), "empty/linear/1/a");
    EXPECT_EQ(names_of(groups).at(4), "empty/linear/1/b");
    EXPECT_EQ(names_of(groups).back(), "queue/process-spawn/8/c");
}

TEST(Schedule, EveryPassHasEachCellOnce) {
    const std::set<Cell> all = cells_of(groups_of(kSelection));
    EXPECT_EQ(all.size(), 144U);
    for (int pass = 0; pass < 5; ++pass) {
        EXPECT_EQ(cells_of(drawn_order(kSelection, 7, pass)), all);
    }
}

TEST(Schedule, ConfigurationsOfABlockAreNeighbours) {
    for (int pass = 0; pass < 5; ++pass) {
        const auto groups = drawn_order(kSelection, 7, pass);
        for (std::size_t start = 0; start < groups.size(); start += 3) {
            std::set<std::string> configurations;
            for (std::size_t index = start; index < start + 3; ++index) {
                EXPECT_EQ(groups[index].workload, groups[start].workload);
                EXPECT_EQ(groups[index].mode, groups[start].mode);
                configurations.insert(groups[index].configuration);
            }
            EXPECT_EQ(configurations.size(), 3U);
        }
    }
}

TEST(Schedule, DependsOnSeedAndPassAlone) {
    EXPECT_EQ(names_of(drawn_order(kSelection, 7, 0)), names_of(drawn_order(kSelection, 7, 0)));
    EXPECT_NE(names_of(drawn_order(kSelection, 7, 0)), names_of(drawn_order(kSelection, 7, 1)));
    EXPECT_NE(names_of(drawn_order(kSelection, 7, 0)), names_of(drawn_order(kSelection, 8, 0)));
    EXPECT_NE(names_of(drawn_order(kSelection, 7, 0)),
              names_of(drawn_order(kSelection, 7 + (std::uint64_t{1} << 32U), 0)));
}

/// A result file's seed must give the same order everywhere and in every later version. The names and numbers
/// are from a Python program that follows the standard's text of seed_seq and mt19937_64, and Knuth's of the
/// shuffle.
TEST(Schedule, OrderOfASeedNeverChanges) {
    const Selection small{.workloads = {"empty", "primes"},
                          .modes = {{"linear", ""}},
                          .workers = {1, 2},
                          .configurations = {"a", "b"}};
    using Names = std::vector<std::string>;
    EXPECT_EQ(names_of(drawn_order(small, 371, 0)),
              (Names{"primes/linear/2/b", "primes/linear/1/b", "primes/linear/2/a", "primes/linear/1/a",
                     "empty/linear/2/a", "empty/linear/1/a", "empty/linear/2/b", "empty/linear/1/b"}));
    EXPECT_EQ(names_of(drawn_order(small, 371, 1)),
              (Names{"primes/linear/1/b", "primes/linear/2/b", "primes/linear/1/a", "primes/linear/2/a",
                     "empty/linear/2/b", "empty/linear/1/b", "empty/linear/2/a", "empty/linear/1/a"}));
    EXPECT_EQ(hash_seed(371, 0), 304'646'662U);
    EXPECT_EQ(hash_seed(371, 1), 3'341'292'003U);
}

TEST(Schedule, NoConfigurationIsAlwaysFirst) {
    std::map<std::string, int> first;
    std::map<std::string, int> begins_pass;
    std::map<int, int> first_workers;
    constexpr int kPasses = 200;
    for (int pass = 0; pass < kPasses; ++pass) {
        const auto groups = drawn_order(kSelection, 1, pass);
        for (std::size_t index = 0; index < groups.size(); index += 3) {
            ++first[groups[index].configuration];
            ++first_workers[groups[index].workers.front()];
        }
        ++begins_pass[groups.front().workload + groups.front().mode.label()];
    }
    // Five standard deviations of a binomial share around the fair one.
    for (const auto& [configuration, count] : first) {
        EXPECT_NEAR(count, kPasses * 12 / 3.0, 5 * 23.1) << configuration;
    }
    for (const auto& [workers, count] : first_workers) {
        EXPECT_NEAR(count, kPasses * 12 / 4.0, 5 * 21.2) << workers;
    }
    EXPECT_EQ(first.size(), 3U);
    EXPECT_EQ(first_workers.size(), 4U);
    EXPECT_EQ(begins_pass.size(), 12U);
}

TEST(Schedule, HashSeedsDiffer) {
    std::set<std::uint32_t> seeds;
    for (int process_run = 0; process_run < 1000; ++process_run) {
        seeds.insert(hash_seed(5, process_run));
    }
    EXPECT_GT(seeds.size(), 998U);
    EXPECT_EQ(hash_seed(5, 3), hash_seed(5, 3));
    EXPECT_NE(hash_seed(5, 3), hash_seed(6, 3));
}

}  // namespace
}  // namespace pepbench
