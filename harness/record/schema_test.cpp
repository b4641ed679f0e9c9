// Result files against results/schema/result.schema.json.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>

#include "cli/run_header.h"
#include "environment/fake_tree_for_test.h"
#include "error.h"
#include "record/json_schema.h"
#include "record/published.h"
#include "record/result_file.h"
#include "record/summary.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// What the schema has against a document, a line each; empty for a valid one.
std::string problems(const json& document) {
    static const JsonSchema schema = JsonSchema::of_results(PEPBENCH_SOURCE_DIR);
    return fmt::format("{}", fmt::join(schema.problems(document), "\n"));
}

/// Configurations with and without the JIT, and one that cannot be had.
ResolvedRun resolved_run() {
    ResolvedRun run;
    run.settings.samples = 2;
    run.settings.seed = 371;
    run.settings.suites = {{"primes", "pep371"}};
    run.settings.selection = {.workloads = {"primes"},
                              .modes = {{"linear", ""}, {"process", "fork"}},
                              .workers = {1, 2},
                              .configurations = {"cpython-3.15", "cpython-3.15+jit"}};
    for (const std::string& name : run.settings.selection.configurations) {
        run.settings.configurations[name] = {.name = name,
                                             .interpreter = "cpython-3.15",
                                             .command = {"pepbench-runner-cpython-3.15", "--protocol"},
                                             .environment = {{"PYTHON_JIT", "1"}}};
    }
    return run;
}

json facts() {
    return {{"implementation", "cpython"}, {"version", "3.15.0"}, {"jit_available", true},
            {"jit_enabled", nullptr},      {"gil_enabled", true}, {"free_threaded_build", false},
            {"hash_randomization", 1},     {"platform", "linux"}};
}

json description() {
    json with_build = facts();
    with_build["build"] = {{"compiler", "GCC 16.2.0"}, {"configure", nullptr}, {"debug", false}};
    return {{"facts", with_build},
            {"runner", "embedded"},
            {"library_version", "1.7.1"},
            {"clock", {{"name", "steady_clock"}, {"resolution_seconds", 1e-9}, {"read_seconds", 2e-8}}},
            {"start_methods", {"fork", "spawn"}},
            {"workloads",
             {{{"path", std::string(PEPBENCH_SOURCE_DIR) + "/workloads/pep371/primes.py"},
               {"name", "primes"},
               {"shows", "Divides."},
               {"parameters", {{"limit", 600}}},
               {"sha256", std::string(64, 'a')}}}}};
}

RunRecord record_of_everything() {
    RunRecord record;
    const ResolvedRun run = resolved_run();
    const Machine machine = read_machine();
    Watch watch;
    const UrlPage page{.url = "http://127.0.0.1:80/", .page_bytes = 920, .page_crc32 = 4'000'000'000};
    describe_run(record, run, {{"cpython-3.15", description()}, {"cpython-3.15+jit", description()}}, machine,
                 watch.observe(), &page);
    int process_run = 0;
    for (const std::string& configuration : run.settings.selection.configurations) {
        for (const Mode& mode : run.settings.selection.modes) {
            for (const int workers : run.settings.selection.workers) {
                const Cell cell{"primes", mode, workers, configuration};
                for (int sample = 0; sample < 2; ++sample) {
                    record.samples.push_back(
                        {.cell = cell,
                         .process_run = process_run,
                         .sample = sample,
                         .seconds = 0.25,
                         .answers = std::vector<int>(static_cast<std::size_t>(workers), 454),
                         .peak_rss_bytes = 1});
                }
                record.warmups.push_back(record.samples.back());
            }
            record.process_runs.push_back({.process_run = process_run++,
                                           .configuration = configuration,
                                           .workload = "primes",
                                           .mode = mode,
                                           .hash_seed = 4'294'967'295,
                                           .startup_seconds = 0.02,
                                           .idle_memory = MemoryUse{1000, 900, 1000},
                                           .memory = MemoryUse{2000, std::nullopt, 3000},
                                           .children_peak_rss_bytes = 500,
                                           .facts = facts()});
        }
    }
    record.process_runs.back().facts = nullptr;
    record.process_runs.back().memory.reset();
    record.failures.push_back({{"primes", {"process", "spawn"}, 1, "cpython-3.15"}, 3, "It died.", "why\n"});
    record.unavailable.push_back({{"", {}, 1, "cpython-3.13t"}, "There is none."});
    record.unavailable.push_back({{"primes", {"threaded", ""}, 1, "cpython-3.15"}, "It has no threads."});
    SessionResult session;
    session.stopped_by["primes/linear/1/cpython-3.15"] = "samples";
    record.header["workloads"]["primes"]["parameters"] = {{"limit", 600}};
    session.known_answers["primes"] = {454, 454};
    describe_outcome(record, session, machine, watch.observe());
    return record;
}

json document() {
    const RunRecord made = record_of_everything();
    const auto published =
        PublishedTables::read(std::string(PEPBENCH_SOURCE_DIR) + "/results/published/pep371.json");
    return result_document(made, summarize(made, published));
}

TEST(Schema, AcceptsWhatIsWritten) {
    const json written = document();
    EXPECT_EQ(problems(written), "");
    EXPECT_EQ(written.at("pepbench").at("summary").at("switches").size(), 4U);
}

TEST(Schema, ThatCannotBeReadIsSaid) {
    FakeTree tree;
    EXPECT_THROW((void)JsonSchema::of_results(tree.root()), Error);
    tree.add("results/schema/result.schema.json", "{");
    EXPECT_THROW((void)JsonSchema::of_results(tree.root()), Error);
}

TEST(Schema, AcceptsARunThatMeasuredNothing) {
    RunRecord nothing;
    const Machine unknown{.usable_cores_reason = "nothing is known of this machine"};
    describe_run(nothing, resolved_run(),
                 {{"cpython-3.15", description()}, {"cpython-3.15+jit", json::object()}}, unknown,
                 Observation{}, nullptr);
    nothing.header["configurations"].erase("cpython-3.15+jit");
    describe_outcome(nothing, SessionResult{.interrupted = true}, unknown, Observation{});
    nothing.context["num_cpus"] = 1;
    EXPECT_EQ(problems(result_document(nothing, Summary{})), "");
}

struct Broken {
    const char* what;
    std::function<void(json&)> damage;
};

void PrintTo(const Broken& broken, std::ostream* stream) { *stream << broken.what; }

class SchemaRefuses : public testing::TestWithParam<Broken> {};

TEST_P(SchemaRefuses, Document) {
    static const json whole = document();
    json broken = whole;
    GetParam().damage(broken);
    ASSERT_NE(broken, whole);
    EXPECT_NE(problems(broken), "");
}

/// Damage that replaces what a JSON pointer names.
std::function<void(json&)> set(const char* pointer, const json& value) {
    return [pointer, value](json& whole) { whole[json::json_pointer(pointer)] = value; };
}

std::function<void(json&)> erase(const char* pointer, const char* key) {
    return [=](json& whole) { whole.at(json::json_pointer(pointer)).erase(key); };
}

INSTANTIATE_TEST_SUITE_P(
    Damaged, SchemaRefuses,
    testing::Values(
        Broken{"no rows", erase("", "benchmarks")}, Broken{"a time of 0", set("/benchmarks/0/real_time", 0)},
        Broken{"a negative time", set("/benchmarks/0/real_time", -1.5)},
        Broken{"a time that is text", set("/benchmarks/0/real_time", "fast")},
        Broken{"a time that is null, as NaN is written", set("/benchmarks/0/real_time", nullptr)},
        Broken{"another unit", set("/benchmarks/0/time_unit", "ms")},
        Broken{"an aggregate", set("/benchmarks/0/run_type", "aggregate")},
        Broken{"no worker", set("/benchmarks/0/workers", 0)},
        Broken{"an unknown mode", set("/benchmarks/0/mode", "fibers")},
        Broken{"a process without start method", set("/benchmarks/0/mode", "process")},
        Broken{"a start method of linear", set("/benchmarks/0/start_method", "fork")},
        Broken{"a row without number", erase("/benchmarks/0", "repetition_index")},
        Broken{"an unknown key in a row", set("/benchmarks/0/colour", "red")},
        Broken{"a name that is no cell", set("/benchmarks/0/name", "primes")},
        Broken{"another format", set("/pepbench/format", 2)},
        Broken{"an unknown profile", set("/pepbench/profile", "fast")},
        Broken{"an unknown outcome", set("/pepbench/outcome", "great")},
        Broken{"an unknown key", set("/pepbench/colour", "red")},
        Broken{"no seed", erase("/pepbench", "seed")},
        Broken{"a seed that JSON readers would round", set("/pepbench/seed", std::uint64_t{1} << 53U)},
        Broken{"local time", set("/pepbench/started", "2026-11-22T22:41:59+01:00")},
        Broken{"an unknown key of the machine", set("/pepbench/machine/colour", "red")},
        Broken{"no usable cores", set("/pepbench/machine/usable_cores", 0)},
        Broken{"a cell stopped by nothing known", set("/pepbench/summary/cells/0/stopped_by", "boredom")},
        Broken{"a ratio of 0", set("/pepbench/summary/switches/0/speedup/ratio", 0)},
        Broken{"a failure without reason", erase("/pepbench/failures/0", "reason")},
        Broken{"an unavailable cell without workers", erase("/pepbench/unavailable/1", "workers")},
        Broken{"facts without version", erase("/pepbench/process_runs/0/facts", "version")}));

}  // namespace
}  // namespace pepbench
