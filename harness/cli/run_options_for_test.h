#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/run_options.h"
#include "environment/fake_tree_for_test.h"
#include "error.h"

namespace pepbench {

inline const std::vector<Configuration> kConfigurations = {
    {.name = "cpython-3.11", .interpreter = "cpython-3.11"},
    {.name = "cpython-3.15", .interpreter = "cpython-3.15"},
    {.name = "cpython-3.15+jit", .interpreter = "cpython-3.15"},
    {.name = "pypy-3.9", .interpreter = "pypy-3.9", .unavailable = "it is not installed"}};

/// A folder with two workloads, and options whose output goes there.
struct Asking {
    FakeTree tree;
    RunOptions options;

    Asking() {
        tree.add("workloads/pep371/primes.py", "")
            .add("workloads/pep371/fibonacci.py", "")
            .add("workloads/jit/closures.py", "")
            .add("existing.json", "{}");
        options.output = tree.root() / "result.json";
    }

    [[nodiscard]] ResolvedRun run(const std::vector<Configuration>& configurations = kConfigurations) const {
        return resolve(options, configurations, tree.root() / "workloads");
    }

    [[nodiscard]] std::string refusal(ExitCode code = ExitCode::error) const {
        try {
            (void)run();
            return {};
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), code) << error.what();
            return error.what();
        }
    }
};

}  // namespace pepbench
