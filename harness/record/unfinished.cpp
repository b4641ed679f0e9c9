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
        for (const auto& [number, row] : begun_) {
            record_.process_runs.push_back(cut_off(row));
        }
        return std::move(record_);
    }

  private:
    void take_header(const json& line) {
        const RowReader read(line, "the header");
        record_.context = read.get<json::object_t>("context");
        record_.header = read.get<json::object_t>("pepbench");
        check_header(record_.header);
    }

    void withdraw(int process_run, const std::string& name) {
        std::erase_if(record_.samples, [&](const SampleRow& row) {
            return row.process_run == process_run && row.cell.name() == name;
        });
    }

    /// What a process run without an end comes to.
    [[nodiscard]] ProcessRunRow cut_off(ProcessRunRow row) const {
        row.end_seconds = row.start_seconds;
        for (const auto* const rows : {&record_.warmups, &record_.samples}) {
            for (const SampleRow& sample : *rows) {
                if (sample.process_run == row.process_run) {
                    row.end_seconds = std::max(row.end_seconds, end_of(sample));
                    const double first = std::max(0.0, sample.started_seconds - row.start_seconds);
                    row.first_sample_seconds =
                        row.first_sample_seconds == 0 ? first : std::min(row.first_sample_seconds, first);
                }
            }
        }
        return row;
    }

    RunRecord record_;
    std::map<int, ProcessRunRow> begun_;  ///< and not ended
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
    std::ifstream stream(journal);
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
    std::error_code unknown;
    if (const auto size = fs::file_size(journal, unknown); !unknown && size > kLargestFile) {
        throw unusable(journal, "it is larger than any journal");
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
