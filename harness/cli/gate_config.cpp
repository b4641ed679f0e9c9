#include "cli/gate_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <regex>
#include <set>

#include "error.h"
#include "plan/nearest.h"
#include "plan/workloads.h"
#include "record/row_reader.h"
#include "record/small_json.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

/// Unknown keys are most likely typing errors, and a threshold that is not applied is worse than none.
void require_keys(const json& object, const std::vector<std::string>& known) {
    for (const auto& [key, value] : object.items()) {
        require_known("key", key, known);
    }
}

/// Whether there is such a day: `2026-11-24`.
bool is_day(const std::string& text) {
    static const std::regex form(R"((\d{4})-(\d\d)-(\d\d))");
    std::smatch parts;
    if (!std::regex_match(text, parts, form)) {
        return false;
    }
    const auto number = [&](std::size_t part) { return std::stoi(parts[part].str()); };
    return std::chrono::year_month_day(std::chrono::year(number(1)),
                                       std::chrono::month(static_cast<unsigned>(number(2))),
                                       std::chrono::day(static_cast<unsigned>(number(3))))
        .ok();
}

ConfiguredCell cell_of(const json& entry, const fs::path& folder) {
    const RowReader read(entry, "a cell");
    require_keys(entry, {"workload", "mode", "start_method", "workers", "threshold", "reason", "date"});
    ConfiguredCell cell{.workload = read.get<std::string>("workload"),
                        .mode = read.get_or<std::string>("mode", "linear"),
                        .start_method = read.get_or<std::string>("start_method", ""),
                        .workers = read.get_or<int>("workers", 1)};
    require_known("mode", cell.mode, kModes);
    if (is_path(cell.workload)) {
        cell.workload = (folder / cell.workload).string();
    }
    if (has_start_method(cell.mode) && cell.start_method.empty()) {
        cell.start_method = kStartMethods.front();
    }
    if (read.has("threshold")) {
        cell.threshold = share_of(read.get<std::string>("threshold"), "the threshold");
        const auto date = read.get_or<std::string>("date", "");
        if (read.get_or<std::string>("reason", "").empty() || date.empty()) {
            read.refuse("has a threshold of its own without a reason and a date (YYYY-MM-DD)");
        }
        if (!is_day(date)) {
            read.refuse(fmt::format("has a date '{}' that is no day; write YYYY-MM-DD", date));
        }
    }
    return cell;
}

void take_unless_given(std::string& given, const RowReader& read, const char* key) {
    if (given.empty()) {
        given = read.get_or<std::string>(key, "");
    }
}

template <typename T>
void add_once(std::vector<T>& items, const T& item) {
    if (std::find(items.begin(), items.end(), item) == items.end()) {
        items.push_back(item);
    }
}

/// What the command line names goes first, and must include all cells.
void take_cells(const std::vector<ConfiguredCell>& cells, RunOptions& run) {
    RunOptions of_cells;
    of_cells.start_methods.clear();
    for (const ConfiguredCell& cell : cells) {
        add_once(of_cells.workloads, cell.workload);
        add_once(of_cells.modes, cell.mode);
        add_once(of_cells.workers, std::to_string(cell.workers));
        add_once(of_cells.start_methods,
                 cell.start_method.empty() ? kStartMethods.front() : cell.start_method);
    }
    for (const auto list :
         {&RunOptions::workloads, &RunOptions::modes, &RunOptions::workers, &RunOptions::start_methods}) {
        if (run.*list == RunOptions().*list) {
            run.*list = of_cells.*list;
        }
    }
}

std::vector<ConfiguredCell> read_cells(const RowReader& read, const fs::path& folder) {
    std::vector<ConfiguredCell> cells;
    std::set<std::string> names;
    for (const json& entry : read.get<std::vector<json>>("cells")) {
        cells.push_back(cell_of(entry, folder));
        const std::string name = cells.back().cell_name();
        if (!names.insert(name).second) {
            throw Error(fmt::format("it lists the cell {} twice; leave one of them", name));
        }
    }
    if (cells.empty()) {
        throw Error("its 'cells' are empty; list those that are to be judged, {\"workload\": \"primes\"}");
    }
    return cells;
}

json read_config(const fs::path& file) {
    std::ifstream stream(file);
    if (!stream || fs::is_directory(file)) {
        throw Error("it cannot be read");
    }
    try {
        return parse_small_json(stream);
    } catch (const json::exception& error) {
        throw Error(fmt::format("it is not JSON: {}", error.what()));
    }
}

}  // namespace

std::string ConfiguredCell::cell_name() const {
    return GatedCell{.workload = is_path(workload) ? fs::path(workload).stem().string() : workload,
                     .mode = {mode, start_method},
                     .workers = workers}
        .name();
}

std::vector<ConfiguredCell> read_gate_config(const fs::path& file, GateOptions& options) {
    try {
        const json config = read_config(file);
        const RowReader read(config, "its text");
        require_keys(config, {"base", "head", "threshold", "alpha", "beta", "cells"});
        take_unless_given(options.base, read, "base");
        take_unless_given(options.head, read, "head");
        take_unless_given(options.threshold, read, "threshold");
        take_unless_given(options.alpha, read, "alpha");
        take_unless_given(options.beta, read, "beta");
        const std::vector<ConfiguredCell> cells = read_cells(read, file.parent_path());
        take_cells(cells, options.run);
        return cells;
    } catch (const Error& error) {
        throw Error(
            fmt::format("the gate's configuration {} cannot be used: {}", file.string(), error.what()));
    }
}

}  // namespace pepbench
