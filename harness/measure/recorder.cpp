#include "measure/recorder.h"

#include "record/rows.h"
#include "record/unfinished.h"
#include "stats/median.h"

namespace pepbench {

Recorder::Recorder(RunRecord& record, Journal& journal)
    : record_(record), journal_(journal), used_(seconds_used(record)) {}

double Recorder::now() const {
    return used_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void Recorder::header() {
    journal_.append(journal_line::kHeader, {{"context", record_.context}, {"pepbench", record_.header}});
}

void Recorder::start(const ProcessRunRow& row) { journal_.append(journal_line::kStart, to_json(row)); }

void Recorder::parameters(const std::string& workload, const nlohmann::json& parameters) {
    nlohmann::json& known = record_.header["workloads"][workload]["parameters"];
    if (known != parameters) {
        journal_.append(journal_line::kParameters, {{"workload", workload}, {"parameters", parameters}});
        known = parameters;
    }
}

void Recorder::sample(const SampleRow& row) {
    journal_.append(journal_line::kSample, to_json(row));
    record_.samples.push_back(row);
}

void Recorder::warmup(const SampleRow& row) {
    journal_.append(journal_line::kWarmup, to_json(row));
    record_.warmups.push_back(row);
}

void Recorder::process_run(const ProcessRunRow& row) {
    journal_.append(journal_line::kProcessRun, to_json(row));
    record_.process_runs.push_back(row);
}

void Recorder::yardstick(const YardstickRow& row) {
    journal_.append(journal_line::kYardstick, to_json(row));
    record_.yardstick.push_back(row);
}

void Recorder::failure(const FailureRow& row) {
    journal_.append(journal_line::kFailure, to_json(row));
    record_.failures.push_back(row);
}

void Recorder::unavailable(const UnavailableRow& row) {
    journal_.append(journal_line::kUnavailable, to_json(row));
    record_.unavailable.push_back(row);
}

double Recorder::value_of(int process_run, const Cell& cell) const {
    std::vector<double> seconds;
    // A process run's samples are the newest.
    for (auto row = record_.samples.rbegin();
         row != record_.samples.rend() && row->process_run == process_run; ++row) {
        if (row->cell == cell) {
            seconds.push_back(row->seconds);
        }
    }
    return median(seconds);
}

void Recorder::withdraw(int process_run, const Cell& cell) {
    journal_.append(journal_line::kWithdraw, {{"process_run", process_run}, {"name", cell.name()}});
    std::erase_if(record_.samples,
                  [&](const SampleRow& row) { return row.process_run == process_run && row.cell == cell; });
}

}  // namespace pepbench
