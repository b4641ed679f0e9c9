// A cell made ready to execute: the C++ side of pepbench_runner.cell.
#pragma once

#include <pybind11/pybind11.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

namespace pepbench {

/// The cell did not do what it should have: a wrong answer, a dead child, an exception. what() is one
/// sentence.
struct CellFailure : std::runtime_error {
    explicit CellFailure(const std::string& sentence, bool wrong = false)
        : std::runtime_error(sentence), wrong_answer(wrong) {}
    bool wrong_answer;  ///< the work was done, and computed something else than it should have
};

/// This interpreter cannot do it; what() names the exception that was raised when it was tried.
struct CellUnsupported : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws what an exception of Python's means for the cell: CellFailure or CellUnsupported.
[[noreturn]] void throw_as_of_cell(pybind11::error_already_set& error);

class Cell {
  public:
    /// Loads and sets up what a `measure` or `open` request asks for (runners/protocol.md). Throws
    /// CellFailure, CellUnsupported.
    explicit Cell(const nlohmann::json& request);
    ~Cell();
    Cell(const Cell&) = delete;
    Cell& operator=(const Cell&) = delete;

    /// The same cell with its first worker alone; it shares what was set up, and is to be closed before this
    /// one. Throws CellFailure, CellUnsupported.
    [[nodiscard]] Cell with_one_worker() const;

    [[nodiscard]] nlohmann::json parameters() const;
    [[nodiscard]] nlohmann::json expected() const;  ///< one answer a worker, or null

    /// The most executions between two checks.
    [[nodiscard]] std::int64_t batch() const { return batch_; }

    /// The timed region, once: N workers built, started, joined. Returns false where it raised; the exception
    /// stays set for check().
    bool execute() noexcept {
        PyObject* const result = PyObject_CallNoArgs(execute_.ptr());
        Py_XDECREF(result);
        return result != nullptr;
    }

    /// Verifies the answers of the `executions` since the last check. Returns those of the last one, one a
    /// worker. Throws CellFailure.
    nlohmann::json check(std::int64_t executions);

    /// Whether it was for a wrong answer that check() threw last.
    [[nodiscard]] bool answered_wrong() const { return answered_wrong_; }

    /// CPU seconds that children reported themselves since the last check, where they are not ours to wait
    /// for.
    [[nodiscard]] std::optional<double> reported_children_cpu_seconds() const;

    /// Gives back what it holds and tears the workload down, which ends its use. Where that is left to the
    /// destructor, as after a failure, what goes wrong is only said. Throws CellFailure.
    void close();

  private:
    explicit Cell(pybind11::object cell);  ///< of Python's

    pybind11::object cell_;
    pybind11::object execute_;
    std::int64_t batch_ = 1;
    bool answered_wrong_ = false;
};

/// Frees what nothing refers to any more, so that what is still held can be told.
void collect_garbage();

/// Facts of the interpreter, read now; with `build`, how it was built as well.
nlohmann::json interpreter_facts(bool build);

/// What the workloads at `paths` say of themselves, and the modes and start methods there are
/// (`description`).
nlohmann::json describe(const nlohmann::json& paths);

}  // namespace pepbench
