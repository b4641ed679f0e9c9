#include "judge/verification.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "judge/answer_book.h"
#include "judge/facts_check.h"
#include "record/checked_json.h"
#include "record/formats/imported.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr double kRelativeTolerance = 1e-12;

std::string short_text(const json& value) {
    constexpr std::size_t kLongest = 60;
    const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    return text.size() > kLongest ? text.substr(0, kLongest) + "..." : text;
}

/// Walks a stored part of a document and what was derived in its place, and notes the first difference.
class Differences {
  public:
    Differences(std::string what, const std::string& path, const json& stored, const json& derived)
        : check_{.what = std::move(what)} {
        compare(stored, derived, path);
        if (differing_ > 1) {
            check_.problems.front() += fmt::format("; {} more differ", differing_ - 1);
        }
    }

    [[nodiscard]] const Check& check() const { return check_; }

  private:
    void compare(const json& stored, const json& derived, const std::string& path) {
        if (stored.is_object() && derived.is_object()) {
            compare_objects(stored, derived, path);
        } else if (stored.is_array() && derived.is_array()) {
            compare_arrays(stored, derived, path);
        } else {
            ++check_.checked;
            const bool same = stored.is_number() && derived.is_number()
                                  ? same_number(stored.get<double>(), derived.get<double>())
                                  : stored == derived;
            if (!same) {
                differ(fmt::format("{} is {} in the file, but {} by the samples", path, short_text(stored),
                                   short_text(derived)));
            }
        }
    }

    void compare_objects(const json& stored, const json& derived, const std::string& path) {
        for (const auto& [key, value] : derived.items()) {
            const std::string below = fmt::format("{}/{}", path, key);
            if (const auto found = stored.find(key); found != stored.end()) {
                compare(*found, value, below);
            } else {
                differ(
                    fmt::format("{} is not in the file, but is {} by the samples", below, short_text(value)));
            }
        }
        for (const auto& [key, value] : stored.items()) {
            if (!derived.contains(key)) {
                differ(fmt::format("{}/{} is in the file, but does not follow from the samples", path, key));
            }
        }
    }

    void compare_arrays(const json& stored, const json& derived, const std::string& path) {
        for (std::size_t index = 0; index < std::min(stored.size(), derived.size()); ++index) {
            compare(stored[index], derived[index], fmt::format("{}/{}", path, index));
        }
        if (stored.size() != derived.size()) {
            differ(fmt::format("{} has {} entries in the file, but {} by the samples", path, stored.size(),
                               derived.size()));
        }
    }

    void differ(const std::string& sentence) {
        if (++differing_ == 1) {
            check_.problems.push_back(sentence);
        }
    }

    Check check_;
    std::size_t differing_ = 0;
};

/// What is right for so many workers: the beginning of the answers known of the largest number of workers.
json right_answers(const json& workloads, const Cell& cell) {
    json expected = workloads.value(cell.workload, json::object()).value("expected", json());
    const auto workers = static_cast<std::size_t>(cell.workers);
    if (expected.is_array() && expected.size() > workers) {
        expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(workers), expected.end());
    }
    return expected;
}

/// What is wrong with a sample's answers, as one sentence; empty where nothing is.
std::string wrong_answers(const SampleRow& row, const json& workloads, AnswerBook& book) {
    const json right = right_answers(workloads, row.cell);
    if (right.is_array() && right.size() < static_cast<std::size_t>(row.cell.workers)) {
        return fmt::format("the file has {} known answers for {} workers", right.size(), row.cell.workers);
    }
    const std::string wrong = book.expect(row.cell, right);
    return wrong.empty() ? book.check(row.cell, row.answers) : wrong;
}

Check check_answers(const RunRecord& record) {
    Check check{.what = "samples and warm-ups brought the known answers"};
    const json workloads = record.header.value("workloads", json::object());
    AnswerBook book;
    for (const auto* rows : {&record.samples, &record.warmups}) {
        for (const SampleRow& row : *rows) {
            ++check.checked;
            if (const std::string wrong = wrong_answers(row, workloads, book); !wrong.empty()) {
                check.problems.push_back(fmt::format("sample {} of {} in process run {}: {}", row.sample,
                                                     row.cell.name(), row.process_run, wrong));
            }
        }
    }
    return check;
}

using ProcessRuns = std::map<int, const ProcessRunRow*>;

bool measured_by(const Cell& cell, const ProcessRunRow& run) {
    return run.workload == cell.workload && run.mode == cell.mode && run.configuration == cell.configuration;
}

Check check_process_runs(const RunRecord& record, const ProcessRuns& process_runs) {
    Check check{.what = "samples and warm-ups are of a listed process run that measured their cell"};
    if (process_runs.size() < record.process_runs.size()) {
        check.problems.emplace_back("two process runs have the same number");
    }
    for (const auto* rows : {&record.samples, &record.warmups}) {
        for (const SampleRow& row : *rows) {
            ++check.checked;
            const auto run = process_runs.find(row.process_run);
            if (run == process_runs.end()) {
                check.problems.push_back(
                    fmt::format("a sample of {} names process run {}, which is not listed", row.cell.name(),
                                row.process_run));
            } else if (!measured_by(row.cell, *run->second)) {
                check.problems.push_back(
                    fmt::format("a sample of {} names process run {}, which measured {}, {}, {}",
                                row.cell.name(), row.process_run, run->second->workload,
                                run->second->mode.label(), run->second->configuration));
            }
        }
    }
    return check;
}

/// Another tool's samples prove nothing, and must not look as if they did.
Check check_imported(const RunRecord& record) {
    Check check{.what =
                    "samples and warm-ups are imported, so that nobody can check their answers and facts"};
    for (const auto* rows : {&record.samples, &record.warmups}) {
        for (const SampleRow& row : *rows) {
            ++check.checked;
            if (!row.answers.is_null()) {
                check.problems.push_back(
                    fmt::format("a sample of {} has answers, which no other tool tells", row.cell.name()));
            }
        }
    }
    return check;
}

}  // namespace

bool same_number(double one, double other) {
    const double larger = std::max(std::abs(one), std::abs(other));
    return one == other || (std::isfinite(larger) && std::abs(one - other) <= kRelativeTolerance * larger);
}

Check compare_documents(const std::string& what, const std::string& name, const json& stored,
                        const json& derived) {
    return Differences(what, name, stored, derived).check();
}

std::vector<Check> verify_result(const json& document, const RunRecord& record, const json& derived) {
    ProcessRuns process_runs;
    for (const ProcessRunRow& run : record.process_runs) {
        process_runs.emplace(run.process_run, &run);
    }
    const json::json_pointer summary("/pepbench/summary");
    const bool imported = text_of(record.header, "profile") == kImportedProfile;
    std::vector<Check> checks = {
        compare_documents("values of the summary follow from the samples", "pepbench/summary",
                          value_at(document, summary), derived.at(summary)),
        compare_documents("values of the rows are named and numbered as their cells", "benchmarks",
                          document.at("benchmarks"), derived.at("benchmarks")),
        imported ? check_imported(record) : check_answers(record), check_process_runs(record, process_runs)};
    if (!imported) {
        checks.push_back(check_facts(record));
    }
    return checks;
}

}  // namespace pepbench
