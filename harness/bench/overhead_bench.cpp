// What the embedded runner adds to the time of a call: the `linear` cell of a workload that does nothing, as
// the runner reports it, against bare C loops over the same Python callables in the same process. Prints one
// JSON object a line: nanoseconds a call of each, measured side by side in rounds.
//
//   pepbench-overhead-cpython-3.11 [ROUNDS]
//
// overhead.py turns the rounds into ratios.

#include <algorithm>
#include <array>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "cell.h"
#include "interpreter.h"
#include "sampler.h"

using nlohmann::json;
namespace py = pybind11;

namespace pepbench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kCalls = 65536;  // a few milliseconds to some tens of them

/// Nanoseconds a call of `callable`, in a loop that does nothing else.
double bare_loop(const py::object& callable) {
    const Clock::time_point start = Clock::now();
    for (std::int64_t call = 0; call < kCalls; ++call) {
        Py_XDECREF(PyObject_CallNoArgs(callable.ptr()));
    }
    return std::chrono::duration<double, std::nano>(Clock::now() - start).count() /
           static_cast<double>(kCalls);
}

/// The same over what the mode makes of the callable; the answers pile up as between two checks and are
/// dropped untimed.
double bare_mode_loop(const py::object& cell, std::int64_t batch) {
    const py::object execute = cell.attr("execute");
    double nanoseconds = 0;
    for (std::int64_t call = 0; call < kCalls; call += batch) {
        const Clock::time_point start = Clock::now();
        for (std::int64_t step = 0; step < batch; ++step) {
            Py_XDECREF(PyObject_CallNoArgs(execute.ptr()));
        }
        nanoseconds += std::chrono::duration<double, std::nano>(Clock::now() - start).count();
        cell.attr("check")(batch);
    }
    return nanoseconds / static_cast<double>(kCalls);
}

double as_reported(Cell& cell) { return take_sample("empty/linear/1", cell, kCalls).seconds * 1e9; }

double with_timeit(const py::object& callable) {
    const py::module_ timeit = py::module_::import("timeit");
    return timeit.attr("timeit")(callable, py::arg("number") = kCalls).cast<double>() * 1e9 /
           static_cast<double>(kCalls);
}

int run(int rounds) {
    const auto python = start_python();
    py::module_::import("sys").attr("path").attr("insert")(0, PEPBENCH_RUNNER_PYTHON);
    const std::string workload = std::string(PEPBENCH_WORKLOADS) + "/pep371/empty.py";
    const json request = {{"cell", {{"workload", workload}, {"mode", "linear"}, {"workers", 1}}}};
    Cell cell(request);
    py::dict asked;
    asked["workload"] = workload;
    asked["mode"] = "linear";
    const py::object bare_cell =
        py::module_::import("pepbench_runner.cell").attr("prepare")(py::dict(py::arg("cell") = asked));
    const py::object function =
        py::module_::import("pepbench_runner.loading").attr("load")(workload).attr("function");
    for (int round = 0; round < rounds; ++round) {
        // Each round begins with another one, so that none always comes first.
        std::array<double, 4> nanoseconds{};
        for (std::size_t step = 0; step < nanoseconds.size(); ++step) {
            const std::size_t which = (step + static_cast<std::size_t>(round)) % nanoseconds.size();
            nanoseconds.at(which) = which == 0   ? bare_loop(function)
                                    : which == 1 ? bare_mode_loop(bare_cell, cell.batch())
                                    : which == 2 ? as_reported(cell)
                                                 : with_timeit(function);
        }
        std::cout << json{{"bare", nanoseconds[0]},
                          {"mode", nanoseconds[1]},
                          {"runner", nanoseconds[2]},
                          {"timeit", nanoseconds[3]}}
                  << "\n";
    }
    return 0;
}

}  // namespace
}  // namespace pepbench

int main(int argc, char** argv) {
    try {
        return pepbench::run(argc > 1 ? std::stoi(argv[1]) : 100);
    } catch (const std::exception& error) {
        std::cerr << "pepbench-overhead: " << error.what() << "\n";
        return 2;
    }
}
