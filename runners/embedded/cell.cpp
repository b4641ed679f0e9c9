#include "cell.h"

#include <algorithm>
#include <string>
#include <utility>

#include "json_bridge.h"

namespace py = pybind11;
using nlohmann::json;

namespace pepbench {
namespace {

std::string one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

py::module_ cell_module() { return py::module_::import("pepbench_runner.cell"); }

/// Runs `work`, turning Python's exceptions into CellFailure and CellUnsupported.
template <typename Work>
auto translated(Work&& work) -> decltype(work()) {
    try {
        return work();
    } catch (py::error_already_set& error) {
        throw_as_of_cell(error);
    } catch (const std::invalid_argument& unreadable) {
        throw CellFailure(unreadable.what());
    }
}

}  // namespace

void throw_as_of_cell(py::error_already_set& error) {
    const py::module_ module = cell_module();
    const std::string reason = one_line(py::str(error.value()).cast<std::string>());
    if (error.matches(module.attr("Unsupported"))) {
        throw CellUnsupported(reason);
    }
    if (error.matches(module.attr("CellFailure"))) {
        throw CellFailure(reason, error.matches(module.attr("WrongAnswer")));
    }
    throw CellFailure(py::str(error.type().attr("__name__")).cast<std::string>() + ": " + reason);
}

Cell::Cell(const json& request)
    : Cell(translated([&] { return py::object(cell_module().attr("prepare")(to_python(request))); })) {}

Cell::Cell(py::object cell) : cell_(std::move(cell)) {
    translated([&] {
        execute_ = cell_.attr("execute");
        batch_ = cell_.attr("batch").cast<std::int64_t>();
    });
}

Cell Cell::with_one_worker() const {
    return Cell(translated([&] { return py::object(cell_.attr("with_one_worker")()); }));
}

Cell::~Cell() {
    if (cell_) {
        try {
            cell_.attr("close")(py::arg("failed") = true);
        } catch (py::error_already_set& error) {
            error.discard_as_unraisable("pepbench: closing a cell");
        }
    }
}

json Cell::parameters() const {
    return translated([&] { return to_json(cell_.attr("parameters")); });
}

json Cell::expected() const {
    return translated([&] { return to_json(cell_.attr("expected")); });
}

json Cell::check(std::int64_t executions) {
    try {
        return translated([&] {
            if (PyErr_Occurred() != nullptr) {
                throw py::error_already_set();
            }
            return to_json(cell_.attr("check")(executions));
        });
    } catch (const CellFailure& failure) {
        answered_wrong_ = failure.wrong_answer;
        throw;
    }
}

std::optional<double> Cell::reported_children_cpu_seconds() const {
    return translated([&]() -> std::optional<double> {
        const py::object seconds = cell_.attr("children_cpu_seconds")();
        return seconds.is_none() ? std::nullopt : std::optional(seconds.cast<double>());
    });
}

void Cell::close() {
    const py::object cell = std::move(cell_);  // closed once, whatever comes of it
    execute_ = py::object();
    translated([&] { cell.attr("close")(); });
}

void collect_garbage() {
    translated([] { py::module_::import("gc").attr("collect")(); });
}

json interpreter_facts(bool build) {
    return translated([&] {
        const py::module_ facts = py::module_::import("pepbench_runner.facts");
        json result = to_json(facts.attr("interpreter_facts")());
        if (build) {
            result["build"] = to_json(facts.attr("build_facts")());
        }
        return result;
    });
}

json describe(const json& paths) {
    return translated([&] {
        const py::module_ catalog = py::module_::import("pepbench_runner.catalog");
        return json{{"workloads", to_json(catalog.attr("describe")(to_python(paths)))},
                    {"modes", to_json(catalog.attr("MODES"))},
                    {"start_methods", to_json(catalog.attr("start_methods")())},
                    {"unavailable", to_json(catalog.attr("unavailable")())}};
    });
}

}  // namespace pepbench
