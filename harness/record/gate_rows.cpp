#include "record/gate_rows.h"

#include <cmath>

#include "record/checked_json.h"
#include "record/row_reader.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr const char* kBaseParameters = "base_parameters";
constexpr const char* kHeadParameters = "head_parameters";

/// `ABBA BAAB` for `AB`, and back.
std::string order_of(const std::string& quads) {
    std::string order;
    for (const char quad : quads) {
        order += order.empty() ? "" : " ";
        order += quad == 'A' ? "ABBA" : "BAAB";
    }
    return order;
}

/// Nothing where a file of a former version does not say.
std::optional<bool> flag_of(const RowReader& read, const char* key) {
    return read.has(key) ? std::optional(read.get<bool>(key)) : std::nullopt;
}

std::string quads_of(const RowReader& read, const std::string& order) {
    std::string quads;
    for (std::size_t start = 0; start < order.size(); start += 5) {
        quads += order[start];
    }
    if (order_of(quads) != order) {
        read.refuse("has an 'order' that is not made of ABBA and BAAB");
    }
    return quads;
}

std::vector<double> times_of(const RowReader& read, const char* key) {
    const auto times = read.get<std::vector<double>>(key);
    for (const double nanoseconds : times) {
        if (!is_time(nanoseconds * 1e-9)) {
            read.refuse(fmt::format("has a time of {} ns in '{}', which no time can be", nanoseconds, key));
        }
    }
    return times;
}

json rule_json(const GateRule& rule) {
    return {
        {"threshold", rule.threshold}, {"alpha", rule.alpha},           {"beta", rule.beta},
        {"cells", rule.cells},         {"max_rounds", rule.max_rounds}, {"max_seconds", rule.max_seconds}};
}

GateRule rule_of(const json& row) {
    const RowReader read(row, "a cell's rule");
    const GateRule rule{.threshold = read.get<double>("threshold"),
                        .alpha = read.get<double>("alpha"),
                        .beta = read.get<double>("beta"),
                        .cells = read.get<int>("cells"),
                        .max_rounds = read.get<int>("max_rounds"),
                        .max_seconds = read.get<double>("max_seconds")};
    const auto is_chance = [](double value) { return value > 0 && value < 1; };
    if (!is_chance(rule.threshold) || !is_chance(rule.alpha) || !is_chance(rule.beta) || rule.cells < 1) {
        read.refuse("has a threshold, alpha, beta or number of cells that cannot be");
    }
    return rule;
}

json parameters_of(const RowReader& read, const char* key) {
    json parameters = read.get_or<json>(key, json::object());
    if (!parameters.is_object()) {
        read.refuse(fmt::format("has '{}' that are no object", key));
    }
    return parameters;
}

std::int64_t iterations_of(const RowReader& read) {
    const auto iterations = read.get<std::int64_t>("iterations");
    if (iterations < 1) {
        read.refuse("has no iterations");
    }
    return iterations;
}

/// Of each process of a round; there is one where a first execution is slower.
int warmups_of(const RowReader& read) {
    const int warmups = read.get<int>("warmups");
    if (warmups != 0 && warmups != 1) {
        read.refuse("has 'warmups' that are not 0 or 1");
    }
    return warmups;
}

std::optional<Verdict> settled_of(const RowReader& read) {
    const auto name = read.get_or_null<std::string>("settled");
    if (!name) {
        return std::nullopt;
    }
    for (const Verdict verdict : {Verdict::missing, Verdict::added, Verdict::failed, Verdict::wrong_answer}) {
        if (*name == name_of(verdict)) {
            return verdict;
        }
    }
    read.refuse("has a 'settled' that is no verdict");
}

}  // namespace

json to_json(const RoundRow& round) {
    json row = {{"cell", round.cell},
                {"round", round.round},
                {"started_first", round.head_started_first ? kHead : kBase},
                {"order", order_of(round.quads)},
                {"padding_bytes", round.padding_bytes},
                {"hash_seed", round.hash_seed},
                {"core", or_null(round.core)},
                {"foreign_load", round.foreign_load},
                {"start_seconds", round.start_seconds},
                {"seconds", round.seconds},
                {kBase, round.base},
                {kHead, round.head}};
    if (round.kept_awake) {
        row["kept_awake"] = *round.kept_awake;
    }
    if (round.started_ahead) {
        row["started_ahead"] = *round.started_ahead;
    }
    if (round.stopped) {
        row["stopped"] = true;
    }
    if (is_disturbed(round.withheld, round.seconds)) {
        put_withheld(row, round.withheld, round.seconds);
    }
    if (!round.base_failure.empty()) {
        row["base_failure"] = round.base_failure;
    }
    if (!round.head_failure.empty()) {
        row["head_failure"] = round.head_failure;
    }
    return row;
}

json numbered_cell(std::size_t number, const GateCellRow& cell) {
    json row = to_json(cell);
    row["number"] = number;
    return row;
}

RoundRow round_row(const json& row) {
    const RowReader read(row, "a round's row");
    const auto first = read.get<std::string>("started_first");
    if (first != kBase && first != kHead) {
        read.refuse("has a 'started_first' that is neither base nor head");
    }
    return {.cell = read.get<std::size_t>("cell"),
            .round = read.get<int>("round"),
            .head_started_first = first == kHead,
            .quads = quads_of(read, read.get<std::string>("order")),
            .padding_bytes = read.get<int>("padding_bytes"),
            .hash_seed = read.get<std::uint32_t>("hash_seed"),
            .core = read.get_or_null<int>("core"),
            .foreign_load = read.get<double>("foreign_load"),
            .kept_awake = flag_of(read, "kept_awake"),
            .started_ahead = flag_of(read, "started_ahead"),
            .stopped = read.get_or<bool>("stopped", false),
            .withheld = withheld_of(read, read.get<double>("seconds")),
            .start_seconds = read.get<double>("start_seconds"),
            .seconds = read.get<double>("seconds"),
            .base = times_of(read, kBase),
            .head = times_of(read, kHead),
            .base_failure = read.get_or<std::string>("base_failure", ""),
            .head_failure = read.get_or<std::string>("head_failure", "")};
}

json to_json(const GateCellRow& cell) {
    json row = {{"name", cell.cell.name()},
                {"workload", cell.cell.workload},
                {"workers", cell.cell.workers},
                {"control", cell.cell.control},
                {"rule", rule_json(cell.cell.rule)},
                {"iterations", cell.iterations},
                {"warmups", cell.warmups},
                {"settled", cell.settled ? json(name_of(*cell.settled)) : json()},
                {"reason", cell.reason}};
    put_mode(row, cell.cell.mode);
    if (cell.cell.neighbour) {
        row["neighbour"] = *cell.cell.neighbour;
    }
    for (const auto& [key, parameters] : {std::pair(kBaseParameters, cell.cell.base_parameters),
                                          std::pair(kHeadParameters, cell.cell.head_parameters)}) {
        if (!parameters.empty()) {
            row[key] = parameters;
        }
    }
    return row;
}

GateCellRow gate_cell_row(const json& row) {
    const RowReader read(row, "a cell's entry");
    return {.cell = {.workload = read.get<std::string>("workload"),
                     .mode = read.mode(),
                     .workers = read.workers(),
                     .rule = rule_of(read.get<json>("rule")),
                     .base_parameters = parameters_of(read, kBaseParameters),
                     .head_parameters = parameters_of(read, kHeadParameters),
                     .control = read.get<bool>("control"),
                     .neighbour = flag_of(read, "neighbour")},
            .iterations = iterations_of(read),
            .warmups = warmups_of(read),
            .settled = settled_of(read),
            .reason = read.get<std::string>("reason")};
}

}  // namespace pepbench
