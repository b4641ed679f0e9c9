#include "cli/run_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

Settings settings() {
    Settings settings;
    settings.selection = {.workloads = {"primes", "floats"},
                          .modes = {{"linear", ""}, {"process", "spawn"}, {"process-pool", "fork"}},
                          .workers = {1, 4},
                          .configurations = {"cpython-3.15"}};
    settings.selection.shapes = {{"primes", {settings.selection.modes, {1, 4}}},
                                 {"floats", {{{"linear", ""}}, {1}}}};
    settings.suites = {{"primes", "pep371"}, {"floats", "jit"}};
    settings.samples = 3;
    settings.seed = 77;
    settings.timeout_seconds = 9;
    return settings;
}

json header_of(const Settings& settings) {
    json workloads;
    for (const auto& [name, shape] : settings.selection.shapes) {
        workloads[name] = {{"suite", settings.suites.at(name)},
                           {"modes", labels_of(shape.modes)},
                           {"workers", shape.workers}};
    }
    return {{"profile", settings.profile == Profile::pep371 ? "pep371" : "default"},
            {"seed", settings.seed},
            {"settings", settings_json(settings)},
            {"workloads", workloads}};
}

TEST(RunSettings, AreReadBackAsTheyWereWritten) {
    const json header = header_of(settings());
    const Settings read = settings_of(header);
    EXPECT_EQ(header_of(read), header);
    EXPECT_EQ(read.samples, 3);
    EXPECT_EQ(read.selection.shape_of("floats").workers, std::vector<int>{1});
    Settings original = settings();
    original.profile = Profile::pep371;
    original.samples.reset();
    EXPECT_EQ(settings_of(header_of(original)).profile, Profile::pep371);
    Settings budgeted = settings();
    budgeted.samples.reset();
    budgeted.budget_seconds = 12.5;
    EXPECT_EQ(settings_of(header_of(budgeted)).budget_seconds, 12.5);
}

TEST(RunSettings, ThatNoCommandLineCanHave) {
    const auto refusal = [](const char* pointer, const json& value) {
        json header = header_of(settings());
        header[json::json_pointer(pointer)] = value;
        try {
            (void)settings_of(header);
            return std::string("none");
        } catch (const Error& error) {
            return std::string(error.what());
        }
    };
    EXPECT_EQ(refusal("/seed", 78), "none");
    EXPECT_THAT(refusal("/profile", "warmup"), HasSubstr("only pepbench run resumes"));
    EXPECT_THAT(refusal("/seed", -1), HasSubstr("'seed'"));
    EXPECT_THAT(refusal("/seed", std::uint64_t{1} << 60U), HasSubstr("are not those of a run"));
    EXPECT_THAT(refusal("/settings/samples", nullptr), HasSubstr("are not those of a run"));
    EXPECT_THAT(refusal("/settings/samples", 0), HasSubstr("are not those of a run"));
    EXPECT_THAT(refusal("/settings/timeout_seconds", 0), HasSubstr("are not those of a run"));
    EXPECT_THAT(refusal("/settings/configurations", json::array()), HasSubstr("are not those of a run"));
    EXPECT_THAT(refusal("/settings/modes", {"fibers"}), HasSubstr("unknown mode 'fibers'"));
    EXPECT_THAT(refusal("/settings/workers", {1'000'000}), HasSubstr("pepbench does not start"));
    EXPECT_THAT(refusal("/settings/workers", {0}), HasSubstr("pepbench does not start"));
    EXPECT_THAT(refusal("/settings/configurations", {"a", "b", "a"}), HasSubstr("list 'a' twice"));
    EXPECT_THAT(refusal("/settings/workloads", {"primes", "primes"}), HasSubstr("list 'primes' twice"));
    json many = json::array();
    for (int number = 0; number < 1'000'000; ++number) {
        many.push_back("c" + std::to_string(number));
    }
    EXPECT_THAT(refusal("/settings/configurations", many), HasSubstr("more cells than pepbench measures"));
    EXPECT_THAT(refusal("/settings/workloads", {"nothing"}), HasSubstr("has no 'nothing'"));
    EXPECT_THAT(refusal("/workloads/primes/workers", {1.5}), HasSubstr("pepbench does not start"));
    EXPECT_THAT(refusal("/workloads/primes/suite", 5), HasSubstr("'suite' of the wrong type"));
}

}  // namespace
}  // namespace pepbench
