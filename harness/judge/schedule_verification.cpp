#include "judge/schedule_verification.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "judge/sample_time.h"
#include "record/checked_json.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr double kTolerance = 1e-3;  // seconds, by which the clocks of two processes are read apart

/// A group's place in its pass.
using Places = std::map<std::tuple<std::string, std::string, std::string>, std::size_t>;

/// As the original ran: the lists' order, with all modes of a workload in one process.
Places places_of_the_original(const Selection& selection) {
    Places places;
    std::size_t place = 0;
    for (const std::string& workload : selection.workloads) {
        for (const std::string& configuration : selection.configurations) {
            for (const Mode& mode : selection.shape_of(workload).modes) {
                places.emplace(std::tuple(workload, mode.label(), configuration), place);
            }
            ++place;
        }
    }
    return places;
}

Places places_in_pass(const Selection& selection, std::uint64_t seed, int pass) {
    Places places;
    for (const CellGroup& group : drawn_order(selection, seed, pass)) {
        places.emplace(std::tuple(group.workload, group.mode.label(), group.configuration), places.size());
    }
    return places;
}

/// Walks the process runs and notes what does not follow from the seed.
class OrderCheck {
  public:
    OrderCheck(const RunRecord& record, const Selection& selection, std::uint64_t seed)
        : selection_(selection),
          seed_(seed),
          of_the_original_(text_of(record.header, "profile") == "pep371"),
          resumptions_(record.header.value("resumed", json::array()).size()) {
        for (const ProcessRunRow& row : record.process_runs) {
            ++check.checked;
            look_at(row);
        }
    }

    Check check{.what = "process runs are as the recorded seed draws them"};

  private:
    void look_at(const ProcessRunRow& row) {
        if (row.hash_seed != hash_seed(seed_, row.process_run)) {
            say(row, "has another hash seed than the one that was drawn");
        }
        if (row.process_run <= last_process_run_) {
            say(row, "does not stand in the order of the numbers");
        }
        last_process_run_ = std::max(last_process_run_, row.process_run);
        if (row.pass != pass_) {
            if (row.pass < pass_) {
                say(row, "is of a pass that was over");
            }
            pass_ = row.pass;
            last_place_ = 0;
            places_ = of_the_original_ ? places_of_the_original(selection_)
                                       : places_in_pass(selection_, seed_, pass_);
        }
        const auto place = places_.find({row.workload, row.mode.label(), row.configuration});
        if (place == places_.end()) {
            say(row, "is of a group that was not to be measured");
            return;
        }
        if (place->second < last_place_ && resumptions_-- == 0) {
            resumptions_ = 0;
            say(row, "does not come in the order that was drawn");
        }
        last_place_ = place->second;
    }

    void say(const ProcessRunRow& row, const char* what) {
        check.problems.push_back(fmt::format("process run {} of {}, {}, {} {}", row.process_run, row.workload,
                                             row.mode.label(), row.configuration, what));
    }

    const Selection& selection_;
    std::uint64_t seed_;
    bool of_the_original_;
    std::size_t resumptions_;
    int last_process_run_ = -1;
    int pass_ = -1;
    std::size_t last_place_ = 0;
    Places places_;
};

/// Samples of one process run.
struct Said {
    double seconds = 0;
    std::set<Cell> cells;
};

/// No process run may have ended before its samples, one after the other, can have been over.
void check_durations(const RunRecord& record, Check& check) {
    std::map<int, Said> said;
    for (const auto* rows : {&record.samples, &record.warmups}) {
        for (const SampleRow& row : *rows) {
            Said& of_run = said[row.process_run];
            of_run.seconds += row.seconds * static_cast<double>(row.iterations);
            of_run.cells.insert(row.cell);
        }
    }
    for (const ProcessRunRow& run : record.process_runs) {
        const Said& of_run = said[run.process_run];
        const double passed = run.end_seconds - run.start_seconds;
        if (!can_have_lasted(of_run.seconds, passed, of_run.cells.size())) {
            check.problems.push_back(
                fmt::format("the samples of process run {} lasted {} s together, but it was over after {} s",
                            run.process_run, of_run.seconds, passed));
        }
    }
}

}  // namespace

Check check_order(const RunRecord& record, const Selection& selection) {
    const std::optional<std::uint64_t> seed = whole<std::uint64_t>(record.header.value("seed", json()));
    if (!seed) {
        return {.what = "process runs are as the recorded seed draws them",
                .problems = {"the file has no seed"}};
    }
    return OrderCheck(record, selection, *seed).check;
}

Check check_times(const RunRecord& record) {
    Check check{.what = "process runs and their samples follow each other in time"};
    std::map<int, std::pair<double, double>> spans;
    double end = 0;
    for (const ProcessRunRow& run : record.process_runs) {
        ++check.checked;
        if (run.start_seconds < end - kTolerance || run.end_seconds < run.start_seconds) {
            check.problems.push_back(fmt::format("process run {} was from {} to {} s, after one until {} s",
                                                 run.process_run, run.start_seconds, run.end_seconds, end));
        }
        end = run.end_seconds;
        spans.emplace(run.process_run, std::pair(run.start_seconds, run.end_seconds));
    }
    for (const auto* rows : {&record.samples, &record.warmups}) {
        std::map<std::pair<int, Cell>, const SampleRow*> before;
        for (const SampleRow& row : *rows) {
            ++check.checked;
            const auto span = spans.find(row.process_run);
            if (span == spans.end()) {
                continue;  // which another check tells
            }
            const auto& [from, to] = span->second;
            if (row.started_seconds < from - kTolerance || row.started_seconds > to + kTolerance) {
                check.problems.push_back(
                    fmt::format("sample {} of {} is of {} s, not within its process run {}, from {} to {} s",
                                row.sample, row.cell.name(), row.started_seconds, row.process_run, from, to));
            }
            const SampleRow*& last = before[{row.process_run, row.cell}];
            if (rows == &record.samples && last != nullptr && row.sample <= last->sample) {
                check.problems.push_back(
                    fmt::format("sample {} of {} in process run {} does not come after sample {}", row.sample,
                                row.cell.name(), row.process_run, last->sample));
            }
            last = &row;
        }
    }
    check_durations(record, check);
    return check;
}

}  // namespace pepbench
