#include "record/result_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>

#include "error.h"
#include "record/checked_json.h"
#include "record/printable.h"
#include "record/rows.h"

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

template <typename Row, typename Read>
std::vector<Row> rows_of(const json& parent, const char* key, Read read) {
    const json list = parent.value(key, json::array());
    if (!list.is_array()) {
        throw Error(fmt::format("its '{}' is not a list", key));
    }
    std::vector<Row> rows;
    for (const json& entry : list) {
        rows.push_back(read(entry));
    }
    return rows;
}

void require(const json& parent, const std::string& key, bool (json::*is_right)() const noexcept) {
    const auto found = parent.find(key);
    if (found != parent.end() && !((*found).*is_right)()) {
        throw Error(fmt::format("its '{}' is of the wrong type", printable(key)));
    }
}

void require_format(const json& own) {
    const auto format = whole<int>(own.at("format"));
    if (format != kFormat) {
        throw Error(
            fmt::format("it is of format {}, this pepbench reads format {}; use the pepbench that wrote it",
                        format ? std::to_string(*format) : "unknown", kFormat));
    }
}

Error unusable(const fs::path& path, const Error& error) {
    return Error(
        fmt::format("{} is not a result file that pepbench can use: {}", path.string(), error.what()));
}

RunRecord record_of(const json& document) {
    const json& own = document.at("pepbench");
    check_header(own);
    RunRecord record{.context = document.value("context", json::object()), .header = own};
    for (const char* list : {"process_runs", "warmups", "failures", "unavailable", "summary"}) {
        record.header.erase(list);
    }
    record.samples = rows_of<SampleRow>(document, "benchmarks", sample_row);
    record.warmups = rows_of<SampleRow>(own, "warmups", sample_row);
    record.process_runs = rows_of<ProcessRunRow>(own, "process_runs", process_run_row);
    record.failures = rows_of<FailureRow>(own, "failures", failure_row);
    record.unavailable = rows_of<UnavailableRow>(own, "unavailable", unavailable_row);
    return record;
}

void write_all(int descriptor, const std::string& text, const fs::path& path) {
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t count = ::write(descriptor, text.data() + written, text.size() - written);
        if (count < 0 && errno != EINTR) {
            throw Error(fmt::format("cannot write {}: {}; the samples are safe in the journal beside it",
                                    path.string(), std::strerror(errno)));
        }
        written += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
}

}  // namespace

void check_header(const json& own) {
    for (const char* key : {"settings", "machine", "stopped_by", "workloads"}) {
        require(own, key, &json::is_object);
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
    own["failures"] = list_of(record.failures);
    own["unavailable"] = list_of(record.unavailable);
    own["summary"] = to_json(summary);
    return {{"context", record.context}, {"benchmarks", numbered_rows(record.samples)}, {"pepbench", own}};
}

void write_result(const fs::path& path, const json& document, int indent) {
    const fs::path beside = path.string() + ".part";
    const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        throw Error(fmt::format("cannot write {}: {}; the samples are safe in the journal beside it",
                                beside.string(), std::strerror(errno)));
    }
    try {
        write_all(descriptor, document.dump(indent, ' ', false, json::error_handler_t::replace) + "\n",
                  beside);
    } catch (...) {
        ::close(descriptor);
        ::unlink(beside.c_str());
        throw;
    }
    ::fsync(descriptor);
    ::close(descriptor);
    std::error_code error;
    fs::rename(beside, path, error);
    if (error) {
        ::unlink(beside.c_str());
        throw Error(
            fmt::format("cannot rename {} to {}: {}", beside.string(), path.string(), error.message()));
    }
}

json read_document(const fs::path& path) {
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
        json document = parse_json(stream);
        if (!document.is_object() || !document.contains("pepbench") || !document.at("pepbench").is_object()) {
            throw Error("it has no 'pepbench' section, so pepbench did not write it");
        }
        require_format(document.at("pepbench"));
        return document;
    } catch (const std::ios_base::failure& error) {
        throw Error(fmt::format("cannot read {}: {}", path.string(), error.code().message()));
    } catch (const json::exception& error) {
        throw Error(fmt::format("{} is not a pepbench result file: {}", path.string(), error.what()));
    } catch (const Error& error) {
        throw unusable(path, error);
    }
}

RunRecord read_result(const fs::path& path) {
    const json document = read_document(path);
    if (is_gate(document)) {
        throw Error(
            fmt::format("{} is the result of a gate, which pepbench show, verify and gate --continue read",
                        path.string()));
    }
    RunRecord record;
    try {
        record = record_of(document);
        values_by_pass(record);  // finds samples of process runs that are not listed
    } catch (const json::exception& error) {
        throw Error(fmt::format("{} is not a pepbench result file: {}", path.string(), error.what()));
    } catch (const Error& error) {
        throw unusable(path, error);
    }
    if (record.samples.empty()) {
        throw Error(
            fmt::format("{} holds no sample; its failures and unavailable cells say why", path.string()),
            ExitCode::incomplete);
    }
    return record;
}

bool is_gate(const json& document) { return text_of(document.at("pepbench"), "kind") == kGateKind; }

}  // namespace pepbench
