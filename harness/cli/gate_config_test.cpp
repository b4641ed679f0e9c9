#include "cli/gate_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/gate_cells.h"
#include "error.h"
#include "measure/scratch.h"

namespace pepbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class GateConfig : public testing::Test {
  protected:
    std::vector<ConfiguredCell> read(const std::string& text) {
        std::ofstream(file()) << text;
        return read_gate_config(file(), options_);
    }

    std::string refused(const std::string& text) {
        try {
            read(text);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

    [[nodiscard]] std::filesystem::path file() const { return scratch_.path() / "gate.json"; }

    Scratch scratch_;
    GateOptions options_;
};

constexpr const char* kGood = R"({
    "base": "cpython-3.15", "head": "cpython-3.15+jit", "threshold": "4%",
    "cells": [{"workload": "primes"},
              {"workload": "queue", "mode": "process", "workers": 2, "threshold": "10%",
               "reason": "its processes share two cores", "date": "2026-11-23"},
              {"workload": "bench/parse.py"}]})";

TEST_F(GateConfig, NamesSidesAndCells) {
    const std::vector<ConfiguredCell> cells = read(kGood);
    ASSERT_EQ(cells.size(), 3U);
    EXPECT_EQ(cells[0].cell_name(), "primes/linear/1");
    EXPECT_EQ(cells[1].cell_name(), "queue/process-fork/2");
    EXPECT_EQ(cells[2].cell_name(), "parse/linear/1");
    EXPECT_DOUBLE_EQ(cells[1].threshold.value(), 0.1);
    EXPECT_EQ(options_.base, "cpython-3.15");
    EXPECT_EQ(options_.head, "cpython-3.15+jit");
    EXPECT_EQ(options_.threshold, "4%");
    EXPECT_THAT(options_.run.workloads,
                ElementsAre("primes", "queue", (scratch_.path() / "bench/parse.py").string()));
    EXPECT_THAT(options_.run.modes, ElementsAre("linear", "process"));
    EXPECT_THAT(options_.run.workers, ElementsAre("1", "2"));
}

TEST_F(GateConfig, TheCommandLineGoesFirst) {
    options_.head = "cpython-3.14";
    options_.threshold = "2%";
    options_.run.workloads = {"primes"};
    read(kGood);
    EXPECT_EQ(options_.head, "cpython-3.14");
    EXPECT_EQ(options_.threshold, "2%");
    EXPECT_THAT(options_.run.workloads, ElementsAre("primes"));
    EXPECT_THAT(options_.run.modes, ElementsAre("linear", "process"));
}

TEST_F(GateConfig, ModesAndNumbersOfWorkersOfTheCommandLineGoFirst) {
    options_.run.modes = {"pool"};
    options_.run.workers = {"4"};
    options_.run.start_methods = {"spawn"};
    read(kGood);
    EXPECT_EQ(options_.run.workloads.size(), 3U);
    EXPECT_THAT(options_.run.modes, ElementsAre("pool"));
    EXPECT_THAT(options_.run.workers, ElementsAre("4"));
    EXPECT_THAT(options_.run.start_methods, ElementsAre("spawn"));
}

TEST_F(GateConfig, SaysWhatIsWrong) {
    EXPECT_THAT(refused("{"), HasSubstr("it is not JSON"));
    EXPECT_THAT(refused("[]"), HasSubstr("is not an object"));
    EXPECT_THAT(refused("{}"), HasSubstr("has no 'cells'"));
    EXPECT_THAT(refused(R"({"cells": [], "treshold": "5%"})"), HasSubstr("did you mean 'threshold'"));
    EXPECT_THAT(refused(R"({"cells": [{}]})"), HasSubstr("has no 'workload'"));
    EXPECT_THAT(refused(R"({"cells": [{"workload": "primes", "mode": "thread"}]})"),
                HasSubstr("did you mean 'threaded'"));
    EXPECT_THAT(refused(R"({"cells": [{"workload": "primes", "threshold": "10%"}]})"),
                HasSubstr("without a reason and a date"));
    EXPECT_THAT(refused(R"({"cells": [{"workload": "primes", "threshold": "10%", "reason": "so",
                                       "date": "yesterday"}]})"),
                HasSubstr("has a date 'yesterday' that is no day; write YYYY-MM-DD"));
    EXPECT_THAT(refused(R"({"cells": [{"workload": "primes", "threshold": "300%", "reason": "so",
                                       "date": "2026-11-23"}]})"),
                HasSubstr("300%"));
    std::filesystem::remove(file());
    EXPECT_THROW(read_gate_config(file(), options_), Error);
}

TEST_F(GateConfig, DatesAreDaysOfTheCalendar) {
    const auto refused_with = [&](const std::string& date) {
        return refused(R"({"cells": [{"workload": "primes", "threshold": "10%", "reason": "so", "date": ")" +
                       date + "\"}]}");
    };
    for (const char* day : {"2026-11-24", "2024-02-29", "2026-12-31"}) {
        EXPECT_EQ(refused_with(day), "") << day;
    }
    for (const char* none :
         {"2026-99-99", "2026-02-29", "2026-04-31", "2026-00-10", "2026-1-1", "24.11.2026"}) {
        EXPECT_THAT(refused_with(none), HasSubstr("that is no day")) << none;
    }
}

TEST_F(GateConfig, EachCellIsListedOnceAndAtLeastOneIs) {
    EXPECT_THAT(refused(R"({"cells": [{"workload": "primes"}, {"workload": "queue"},
                                      {"workload": "primes", "mode": "linear", "workers": 1}]})"),
                HasSubstr("it lists the cell primes/linear/1 twice; leave one of them"));
    EXPECT_THAT(refused(R"({"cells": [{"workload": "queue", "mode": "process"},
                                      {"workload": "queue", "mode": "process", "start_method": "fork"}]})"),
                HasSubstr("it lists the cell queue/process-fork/1 twice"));
    EXPECT_EQ(refused(R"({"cells": [{"workload": "primes"}, {"workload": "primes", "workers": 2}]})"), "");
    EXPECT_THAT(refused(R"({"cells": []})"), HasSubstr("its 'cells' are empty; list those"));
}

TEST_F(GateConfig, ListedCellsAndNoOthersAreJudged) {
    const std::vector<ConfiguredCell> cells = read(kGood);
    const Selection selection{.workloads = {"primes", "queue", "parse"},
                              .modes = {{"linear", ""}, {"process", "fork"}},
                              .workers = {1, 2}};
    const std::vector<GatedCell> gated = gated_cells(selection, cells, options_);
    ASSERT_EQ(gated.size(), 3U);
    EXPECT_EQ(gated[0].name(), "primes/linear/1");
    EXPECT_DOUBLE_EQ(gated[0].rule.threshold, 0.04);
    EXPECT_EQ(gated[0].rule.cells, 3);
    EXPECT_EQ(gated[1].name(), "queue/process-fork/2");
    EXPECT_DOUBLE_EQ(gated[1].rule.threshold, 0.1);
}

TEST_F(GateConfig, AGateThatGoesOnMayHaveFewRoundsMore) {
    const Selection selection{
        .workloads = {"primes", "queue", "parse"}, .modes = {{"linear", ""}}, .workers = {1, 2}};
    options_.max_rounds = "12";
    EXPECT_THROW(gated_cells(selection, {}, options_), Error);
    options_.continued = "gate.json";
    EXPECT_EQ(gated_cells(selection, {}, options_).size(), 6U);
}

/// A cell that is not judged must not go unnoticed.
TEST_F(GateConfig, ListedCellsThatAreNotSelectedAreRefused) {
    const std::vector<ConfiguredCell> cells = read(kGood);
    try {
        gated_cells({.workloads = {"primes", "parse"}, .modes = {{"linear", ""}}, .workers = {1}}, cells,
                    options_);
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("the cell queue/process-fork/2 of --config is not among those"));
    }
}

}  // namespace
}  // namespace pepbench
