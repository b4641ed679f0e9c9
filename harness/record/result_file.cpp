#include "record/result_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <set>

#include "error.h"
#include "judge/precision.h"
#include "record/by_pass.h"
#include "record/checked_json.h"
#include "record/printable.h"
#include "record/result_parser.h"
#include "record/rows.h"
#include "record/warm_up_summary.h"
#include "record/whole_file.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

template <typename Row>
json list_of(const std::vector<Row>& rows) {
    json list = json::array();
    for (const Row& row : rows) {
        list.push_back(to_json(row));
    }
    return list;
}

/// The list under a key; empty where there is none.
const json& list_under(const json& parent, const char* key) {
    static const json none = json::array();
    const auto list = parent.find(key);
    if (list != parent.end() && !list->is_array()) {
        throw Error(fmt::format("its '{}' is not a list", key));
    }
    return list == parent.end() ? none : *list;
}

template <typename Row, typename Read>
std::vector<Row> rows_of(const json& parent, const char* key, Read read) {
    std::vector<Row> rows;
    for (const json& entry : list_under(parent, key)) {
        rows.push_back(read(entry));
    }
    return rows;
}

std::vector<SampleRow> samples_of(const json& parent, const char* key, ParsedRows parsed) {
    (void)list_under(parent, key);
    if (parsed.wrong) {
        throw Error(*parsed.wrong);
    }
    return std::move(parsed.rows);
}

void require(const json& parent, const std::string& key, bool (json::*is_right)() const noexcept) {
    const auto found = parent.find(key);
    if (found != parent.end() && !((*found).*is_right)()) {
        throw Error(fmt::format("its '{}' is of the wrong type", printable(key)));
    }
}

void require_format(const json& document) {
    if (!document.is_object() || !document.contains("pepbench") || !document.at("pepbench").is_object()) {
        throw Error("it has no 'pepbench' section, so pepbench did not write it");
    }
    const auto format = whole<int>(document.at("pepbench").at("format"));
    if (format != kFormat) {
        throw Error(
            fmt::format("it is of format {}, this pepbench reads format {}; use the pepbench that wrote it",
                        format ? std::to_string(*format) : "unknown", kFormat));
    }
}

RunRecord record_of(ParsedResult parsed) {
    json& own = parsed.document.at("pepbench");
    check_header(own);
    RunRecord record{.context = parsed.document.value("context", json::object())};
    record.samples = samples_of(parsed.document, "benchmarks", std::move(parsed.samples));
    record.warmups = samples_of(own, "warmups", std::move(parsed.warmups));
    record.process_runs = rows_of<ProcessRunRow>(own, "process_runs", process_run_row);
    record.yardstick = rows_of<YardstickRow>(own, "yardstick", yardstick_row);
    record.failures = rows_of<FailureRow>(own, "failures", failure_row);
    record.unavailable = rows_of<UnavailableRow>(own, "unavailable", unavailable_row);
    for (const char* key : {"process_runs", "warmups", "yardstick", "failures", "unavailable", "summary"}) {
        own.erase(key);
    }
    record.header = std::move(own);
    require_listed_process_runs(record);
    return record;
}

/// What `parse` makes of a result file. Throws Error with one sentence that names the file.
template <typename Parse>
auto parsed_file(const fs::path& path, Parse parse) {
    std::error_code unreadable;
    const std::uintmax_t size = fs::file_size(path, unreadable);
    if (unreadable) {
        throw Error(fmt::format("cannot read {}: {}", path.string(), unreadable.message()));
    }
    if (size > kLargestFile) {
        throw Error(fmt::format("{} is larger than any result file", path.string()));
    }
    std::ifstream stream(path);
    if (!stream) {
        throw Error(fmt::format("cannot read {}: {}", path.string(), std::strerror(errno)));
    }
    try {
        return parse(stream);
    } catch (const std::ios_base::failure& error) {
        throw Error(fmt::format("cannot read {}: {}", path.string(), error.code().message()));
    } catch (const json::exception& error) {
        throw Error(fmt::format("{} is not a pepbench result file: {}", path.string(), error.what()));
    } catch (const Error& error) {
        throw Error(
            fmt::format("{} is not a result file that pepbench can use: {}", path.string(), error.what()));
    }
}

/// Tables, claims and reports compare each configuration with the others.
void require_few_configurations(const RunRecord& record) {
    constexpr std::size_t kMost = 500;
    std::set<std::string> measured;
    for (const SampleRow& row : record.samples) {
        measured.insert(row.cell.configuration);
    }
    const auto listed = [&](const char* place) {
        return value_at(record.header, json::json_pointer(place)).size();
    };
    if (std::max({measured.size(), listed("/configurations"), listed("/settings/configurations")}) > kMost) {
        throw Error(fmt::format("it has more than {} configurations, which no machine measures", kMost));
    }
}

}  // namespace

void check_header(const json& own) {
    for (const char* key :
         {"settings", "machine", "stopped_by", "workloads", "configurations", "environment_verdict"}) {
        require(own, key, &json::is_object);
    }
    const json configurations = own.value("configurations", json::object());
    for (const auto& [name, configuration] : configurations.items()) {
        require(configurations, name, &json::is_object);
    }
    for (const char* key : {"profile", "outcome"}) {
        require(own, key, &json::is_string);
    }
    require(own, "resumed", &json::is_array);
    for (const json& entry : own.value("resumed", json::array())) {
        if (!entry.is_object() || !entry.value("environment", json::object()).is_object() ||
            !entry.value("changed", json::array()).is_array()) {
            throw Error("its 'resumed' has an entry that tells of no resumption");
        }
    }
    for (const char* key : {"workloads", "configurations", "modes"}) {
        require(own.value("settings", json::object()), key, &json::is_array);
    }
    const json settings = own.value("settings", json::object());
    require(settings, "across_shifts", &json::is_string);
    (void)across_shifts_from(settings.value("across_shifts", kAcrossShifts.front()));
    const json confidence = settings.value("precise_confidence", json(kPreciseConfidence));
    if (!confidence.is_number() || confidence.get<double>() < 0.95 || confidence.get<double>() >= 1) {
        throw Error("its 'precise_confidence' is no number from 0.95 to below 1");
    }
    const json machine = own.value("machine", json::object());
    require(machine, "usable_cores", &json::is_number);
    require(machine, "usable_cores_reason", &json::is_string);
    const json stopped_by = own.value("stopped_by", json::object());
    for (const auto& [cell, reason] : stopped_by.items()) {
        require(stopped_by, cell, &json::is_string);
    }
    const json workloads = own.value("workloads", json::object());
    for (const auto& [name, workload] : workloads.items()) {
        require(workloads, name, &json::is_object);
        require(workload, "shows", &json::is_string);
    }
}

json numbered_rows(const std::vector<SampleRow>& samples) {
    std::map<Cell, int> repetitions;
    std::map<Cell, int> family;
    for (const SampleRow& row : samples) {
        ++repetitions[row.cell];
        family.emplace(row.cell, static_cast<int>(family.size()));
    }
    std::map<Cell, int> next;
    json rows = json::array();
    for (const SampleRow& sample : samples) {
        json row = to_json(sample);
        row["family_index"] = family[sample.cell];
        row["per_family_instance_index"] = 0;
        row["repetitions"] = repetitions[sample.cell];
        row["repetition_index"] = next[sample.cell]++;
        rows.push_back(std::move(row));
    }
    return rows;
}

json result_document(const RunRecord& record, const Summary& summary) {
    json own = record.header;
    own["format"] = kFormat;
    own["process_runs"] = list_of(record.process_runs);
    own["warmups"] = list_of(record.warmups);
    if (!record.yardstick.empty()) {
        own["yardstick"] = list_of(record.yardstick);
    }
    own["failures"] = list_of(record.failures);
    own["unavailable"] = list_of(record.unavailable);
    own["summary"] = to_json(summary);
    return {{"context", record.context}, {"benchmarks", numbered_rows(record.samples)}, {"pepbench", own}};
}

void write_result(const fs::path& path, const json& document, int indent) {
    write_whole(path, document.dump(indent, ' ', false, json::error_handler_t::replace) + "\n");
}

json read_document(const fs::path& path) {
    return parsed_file(path, [](std::istream& stream) {
        json document = parse_json(stream);
        require_format(document);
        return document;
    });
}

std::variant<RunRecord, json> read_run_or_gate(const fs::path& path) {
    using RunOrGate = std::variant<RunRecord, json>;
    RunOrGate result = parsed_file(path, [](std::istream& stream) -> RunOrGate {
        ParsedResult parsed = parse_result(stream);
        require_format(parsed.document);
        if (is_gate(parsed.document)) {
            return std::move(parsed.document);
        }
        RunRecord record = record_of(std::move(parsed));
        require_judgeable_calls(record);
        require_few_configurations(record);
        return record;
    });
    if (const auto* const run = std::get_if<RunRecord>(&result); run != nullptr && run->samples.empty()) {
        throw Error(
            fmt::format("{} holds no sample; its failures and unavailable cells say why", path.string()),
            ExitCode::incomplete);
    }
    return result;
}

RunRecord read_result(const fs::path& path) {
    std::variant<RunRecord, json> result = read_run_or_gate(path);
    if (std::holds_alternative<json>(result)) {
        throw Error(
            fmt::format("{} is the result of a gate, which pepbench show, verify and gate --continue read; "
                        "give one of pepbench run, warmup or import",
                        path.string()));
    }
    return std::get<RunRecord>(std::move(result));
}

bool is_gate(const json& document) { return text_of(document.at("pepbench"), "kind") == kGateKind; }

}  // namespace pepbench
