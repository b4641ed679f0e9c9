#include "record/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "error.h"
#include "record/gate_rows.h"
#include "record/rows.h"
#include "record/whole_file.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

constexpr const char* kElsewhere = "name another place with --output";
constexpr const char* kToResume = "what was measured is as it was; copy it to where there is room";

Error cannot_begin(const fs::path& path, const char* advice) {
    return Error(fmt::format("cannot write {}: {}; {}", path.string(), std::strerror(errno), advice));
}

int create(const fs::path& path, const char* advice) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        throw cannot_begin(path, advice);
    }
    return descriptor;
}

}  // namespace

fs::path journal_of(const fs::path& result) { return result.string() + ".journal"; }

Journal::Journal(const fs::path& result)
    : path_(journal_of(result)), descriptor_(create(path_, kElsewhere)) {}

Journal::Journal(const fs::path& result, const RunRecord& so_far)
    : path_(journal_of(result).string() + ".part"), descriptor_(create(path_, kToResume)) {
    begin_with(so_far, result);
}

Journal::Journal(const fs::path& result, const GateRecord& so_far)
    : path_(journal_of(result).string() + ".part"), descriptor_(create(path_, kToResume)) {
    begin_with(so_far, result);
}

template <typename Record>
void Journal::begin_with(const Record& so_far, const fs::path& result) {
    try {
        append_all(so_far);
    } catch (const Error&) {
        give_up();
    }
    if (!flushed(descriptor_) || ::rename(path_.c_str(), journal_of(result).c_str()) != 0) {
        give_up();
    }
    path_ = journal_of(result);
}

void Journal::give_up() {
    const Error error = cannot_begin(path_, kToResume);
    ::close(descriptor_);
    discard();
    throw error;
}

Journal::~Journal() { ::close(descriptor_); }

void Journal::append_all(const RunRecord& record) {
    append(journal_line::kHeader, {{"context", record.context}, {"pepbench", record.header}});
    for (const ProcessRunRow& row : record.process_runs) {
        append(journal_line::kProcessRun, to_json(row));
    }
    for (const SampleRow& row : record.warmups) {
        append(journal_line::kWarmup, to_json(row));
    }
    for (const SampleRow& row : record.samples) {
        append(journal_line::kSample, to_json(row));
    }
    for (const YardstickRow& row : record.yardstick) {
        append(journal_line::kYardstick, to_json(row));
    }
    for (const FailureRow& row : record.failures) {
        append(journal_line::kFailure, to_json(row));
    }
    for (const UnavailableRow& row : record.unavailable) {
        append(journal_line::kUnavailable, to_json(row));
    }
}

void Journal::append_all(const GateRecord& record) {
    append(journal_line::kHeader, {{"context", record.context}, {"pepbench", record.header}});
    for (std::size_t cell = 0; cell < record.cells.size(); ++cell) {
        append(journal_line::kCell, numbered_cell(cell, record.cells[cell]));
    }
    for (const RoundRow& round : record.rounds) {
        append(journal_line::kRound, to_json(round));
    }
}

void Journal::append(const char* type, nlohmann::json row) {
    row["type"] = type;
    const std::string line = row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    if (!written(descriptor_, line)) {
        const char* const advice = errno == EFBIG ? "allow larger files (ulimit -f)" : "free some space";
        throw Error(fmt::format("cannot write {}: {}; {}, what was measured before is in it", path_.string(),
                                std::strerror(errno), advice));
    }
}

void Journal::discard() { ::unlink(path_.c_str()); }

}  // namespace pepbench
