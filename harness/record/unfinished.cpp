#include "record/unfinished.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>

#include "error.h"
#include "record/checked_json.h"
#include "record/formats/dates.h"
#include "record/journal.h"
#include "record/journal_lines.h"
#include "record/printable.h"
#include "record/result_file.h"
#include "record/row_reader.h"
#include "record/rows.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

double end_of(const SampleRow& row) {
    return row.started_seconds + row.seconds * static_cast<double>(row.iterations);
}

/// Puts a journal's lines together, in their order.
class JournalReader {
  public:
    void take(const json& line) {
        const RowReader read(line, "the line");
        const auto type = read.get<std::string>("type");
        if (type == journal_line::kHeader) {
            take_header(line);
        } else if (type == journal_line::kStart) {
            const ProcessRunRow row = process_run_row(line);
            begun_[row.process_run] = row;
        } else if (type == journal_line::kProcessRun) {
            record_.process_runs.push_back(process_run_row(line));
            begun_.erase(record_.process_runs.back().process_run);
        } else if (type == journal_line::kParameters) {
            record_.header["workloads"][read.get<std::string>("workload")]["parameters"] =
                read.get<json::object_t>("parameters");
        } else if (type == journal_line::kSample) {
            record_.samples.push_back(sample_row(line));
        } else if (type == journal_line::kWarmup) {
            record_.warmups.push_back(sample_row(line));
        } else if (type == journal_line::kWithdraw) {
            withdraw(read.get<int>("process_run"), read.get<std::string>("name"));
        } else if (type == journal_line::kYardstick) {
            record_.yardstick.push_back(yardstick_row(line));
        } else if (type == journal_line::kFailure) {
            record_.failures.push_back(failure_row(line));
        } else if (type == journal_line::kUnavailable) {
            record_.unavailable.push_back(unavailable_row(line));
        } else if (type == journal_line::kRound || type == journal_line::kCell ||
                   type == journal_line::kDriver) {
            read.refuse("is a gate's, with which pepbench gate --continue goes on");
        } else {
            read.refuse(fmt::format("is of the unknown type '{}'", printable(type, 40)));
        }
    }

    RunRecord finish() {
        if (record_.header.empty()) {
            throw Error("it does not say what was to be measured; begin anew, with --force");
        }
        remove_withdrawn();
        end_what_was_begun();
        return std::move(record_);
    }

  private:
    void take_header(const json& line) {
        const RowReader read(line, "the header");
        record_.context = read.get<json::object_t>("context");
        record_.header = read.get<json::object_t>("pepbench");
        check_header(record_.header);
    }

    /// Those of the cell in that process run that came before this line.
    void withdraw(int process_run, const std::string& name) {
        withdrawn_[{process_run, name}] = record_.samples.size();
    }

    void remove_withdrawn() {
        if (withdrawn_.empty()) {
            return;
        }
        std::vector<SampleRow> kept;
        for (std::size_t place = 0; place < record_.samples.size(); ++place) {
            SampleRow& row = record_.samples[place];
            const auto entry = withdrawn_.find({row.process_run, row.cell.name()});
            if (entry == withdrawn_.end() || place >= entry->second) {
                kept.push_back(std::move(row));
            }
        }
        record_.samples = std::move(kept);
    }

    /// Process runs without an end of their own end with their last row.
    void end_what_was_begun() {
        for (auto& [number, row] : begun_) {
            row.end_seconds = row.start_seconds;
        }
        for (const auto* const rows : {&record_.warmups, &record_.samples}) {
            for (const SampleRow& sample : *rows) {
                if (const auto begun = begun_.find(sample.process_run); begun != begun_.end()) {
                    extend(begun->second, sample);
                }
            }
        }
        for (const auto& [number, row] : begun_) {
            record_.process_runs.push_back(row);
        }
    }

    static void extend(ProcessRunRow& row, const SampleRow& sample) {
        row.end_seconds = std::max(row.end_seconds, end_of(sample));
        const double first = std::max(0.0, sample.started_seconds - row.start_seconds);
        row.first_sample_seconds =
            row.first_sample_seconds == 0 ? first : std::min(row.first_sample_seconds, first);
    }

    RunRecord record_;
    std::map<int, ProcessRunRow> begun_;                            ///< and not ended
    std::map<std::pair<int, std::string>, std::size_t> withdrawn_;  ///< how many samples there were before
};

std::chrono::system_clock::time_point last_changed(const fs::path& file) {
    struct stat status{};
    if (::stat(file.c_str(), &status) != 0) {
        return std::chrono::system_clock::now();
    }
    return later(
        {}, static_cast<double>(status.st_mtim.tv_sec) + 1e-9 * static_cast<double>(status.st_mtim.tv_nsec));
}

Error unusable(const fs::path& file, const char* why) {
    return Error(fmt::format("{} cannot be resumed: {}", file.string(), why));
}

RunRecord record_of_result(const fs::path& file) {
    RunRecord record = read_result(file);
    if (text_of(record.header, "outcome") != "interrupted") {
        throw unusable(file, "its run is complete, and nothing of it is missing");
    }
    return record;
}

}  // namespace

RunRecord record_of_journal(std::istream& journal) {
    JournalReader reader;
    each_line(journal, [&](const json& line) { reader.take(line); });
    return reader.finish();
}

Unfinished read_unfinished(const fs::path& file) {
    const bool names_journal = file.extension() == ".journal";
    const fs::path result = names_journal ? fs::path(file).replace_extension() : file;
    const fs::path journal = journal_of(result);
    std::ifstream stream = [&] {
        try {
            return opened_journal(journal);
        } catch (const Error& error) {
            throw unusable(journal, error.what());
        }
    }();
    if (!stream && errno != ENOENT) {
        throw unusable(journal, std::strerror(errno));
    }
    if (!stream && (names_journal || !fs::exists(result))) {
        throw unusable(
            file, fmt::format("there is neither {} nor its journal", printable(result.filename().string()))
                      .c_str());
    }
    if (!stream) {
        return {record_of_result(result), result, std::nullopt};
    }
    try {
        return {record_of_journal(stream), result, last_changed(journal)};
    } catch (const Error& error) {
        throw unusable(journal, error.what());
    }
}

double seconds_used(const RunRecord& record) {
    const auto measuring = record.header.find("measuring_seconds");
    double end = measuring != record.header.end() && measuring->is_number() ? measuring->get<double>() : 0;
    for (const ProcessRunRow& row : record.process_runs) {
        end = std::max(end, row.end_seconds);
    }
    for (const YardstickRow& row : record.yardstick) {
        end = std::max(end, row.started_seconds);
    }
    return end;
}

}  // namespace pepbench
