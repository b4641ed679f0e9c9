#include "measure/forecast.h"

#include <gtest/gtest.h>

#include "measure/fake_runner_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;

TEST(Forecast, OfTheOriginalsProtocol) {
    FakeRun run;
    run.settings.samples.reset();
    run.settings.profile = Profile::pep371;
    run.settings.selection.workers = {1, 2, 4};
    run.settings.selection.modes = {{"linear", ""}};
    run.add("a", {{"seconds", 0.5}}).add("b");
    // (1 + 2 + 4) * 0.5 s, a hundred times, in two configurations.
    EXPECT_NEAR(forecast_pep371(run.settings, run.scratch.path(), nullptr, 2), 700, 1e-9);
    run.settings.selection.modes = {{"process", "fork"}};
    // Two at a time: 0.5 + 0.5 + 1 s, and a little for starting processes.
    const double processes = forecast_pep371(run.settings, run.scratch.path(), nullptr, 2);
    EXPECT_GT(processes, 400);
    EXPECT_LT(processes, 405);
    run.settings.selection.workloads = {"work", "other"};
    EXPECT_NEAR(forecast_pep371(run.settings, run.scratch.path(), nullptr, 2), 2 * processes, 1e-9);
}

TEST(Forecast, WithoutAWorkingRunner) {
    FakeRun run;
    run.add("a", json::parse(R"({"start": [["exit", 1]]})"));
    EXPECT_EQ(forecast_pep371(run.settings, run.scratch.path(), nullptr, 2), 0);
}

}  // namespace
}  // namespace pepbench
