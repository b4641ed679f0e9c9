#include "measure/visits.h"

#include <gtest/gtest.h>

namespace pepbench {
namespace {

using nlohmann::json;

const Cell kLinear{"primes", {"linear", ""}, 2, "a"};
const Cell kForked{"primes", {"process", "forkserver"}, 4, "a"};

Settings settings_for_test() {
    Settings settings;
    settings.workload_files = {{"primes", "/somewhere/primes.py"}};
    return settings;
}

TEST(Visits, ARequestOfTheDefaultProfile) {
    const Settings settings = settings_for_test();
    const VisitMaker visits(settings, "/scratch", nullptr);
    const CellVisit visit = visits.sound(kForked, 5, true);
    EXPECT_EQ(visit.cell, kForked);
    EXPECT_EQ(visit.request.cell, (json{{"workload", "/somewhere/primes.py"},
                                        {"mode", "process"},
                                        {"start_method", "forkserver"},
                                        {"workers", 4}}));
    EXPECT_EQ(visit.request.resources, (json{{"scratch", "/scratch"}}));
    EXPECT_EQ(visit.request.samples, 5);
    EXPECT_EQ(visit.request.warmups, 1);
    EXPECT_EQ(visit.request.minimum_sample_seconds, 1e-3);
    EXPECT_TRUE(visit.request.gc);
    EXPECT_EQ(visits.sound(kForked, 5, false).request.warmups, 0);
}

TEST(Visits, ARequestOfTheOriginalsProtocol) {
    const Settings settings = settings_for_test();
    const CellVisit visit = VisitMaker(settings, "/scratch", nullptr).pep371(kLinear, 100);
    EXPECT_EQ(visit.request.cell,
              (json{{"workload", "/somewhere/primes.py"}, {"mode", "linear"}, {"workers", 2}}));
    EXPECT_EQ(visit.request.samples, 100);
    EXPECT_EQ(visit.request.warmups, 0);
    EXPECT_EQ(visit.request.minimum_sample_seconds, 1e-9);
    EXPECT_FALSE(visit.request.gc);
}

TEST(Visits, ThePageAndTheSmallParameters) {
    Settings settings = settings_for_test();
    settings.test_parameters = true;
    const UrlPage page{
        .url = "http://127.0.0.1:1/", .page_bytes = 1000, .page_crc32 = 0xFFFFFFFFU, .own_server = true};
    const CellVisit visit = VisitMaker(settings, "/scratch", &page).sound(kLinear, 1, true);
    EXPECT_EQ(visit.request.cell.at("test_parameters"), true);
    EXPECT_EQ(visit.request.resources, (json{{"scratch", "/scratch"},
                                             {"url", "http://127.0.0.1:1/"},
                                             {"page_bytes", 1000},
                                             {"page_crc32", 4'294'967'295U}}));
}

TEST(Visits, OrderOfTheOriginal) {
    const Selection selection{.workloads = {"primes", "queue"},
                              .modes = {{"linear", ""}, {"threaded", ""}, {"process", "fork"}},
                              .workers = {1, 2, 4, 8},
                              .configurations = {"a", "b"}};
    const auto cells = pep371_order(selection, "queue", "b");
    ASSERT_EQ(cells.size(), 12U);
    EXPECT_EQ(cells[0].name(), "queue/linear/1/b");
    EXPECT_EQ(cells[1].name(), "queue/threaded/1/b");
    EXPECT_EQ(cells[2].name(), "queue/process-fork/1/b");
    EXPECT_EQ(cells[3].name(), "queue/linear/2/b");
    EXPECT_EQ(cells[11].name(), "queue/process-fork/8/b");
}

}  // namespace
}  // namespace pepbench
