#include "measure/recorder.h"

#include "record/rows.h"
#include "stats/median.h"

namespace pepbench {

Recorder::Recorder(RunRecord& record, Journal& journal) : record_(record), journal_(journal) {}

double Recorder::now() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void Recorder::header() {
    journal_.append("header", {{"context", record_.context}, {"pepbench", record_.header}});
}

void Recorder::sample(const SampleRow& row) {
    journal_.append("sample", to_json(row));
    record_.samples.push_back(row);
}

void Recorder::warmup(const SampleRow& row) {
    journal_.append("warmup", to_json(row));
    record_.warmups.push_back(row);
}

void Recorder::process_run(const ProcessRunRow& row) {
    journal_.append("process_run", to_json(row));
    record_.process_runs.push_back(row);
}

void Recorder::failure(const FailureRow& row) {
    journal_.append("failure", to_json(row));
    record_.failures.push_back(row);
}

void Recorder::unavailable(const UnavailableRow& row) {
    journal_.append("unavailable", to_json(row));
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
    journal_.append("withdraw", {{"process_run", process_run}, {"name", cell.name()}});
    std::erase_if(record_.samples,
                  [&](const SampleRow& row) { return row.process_run == process_run && row.cell == cell; });
}

}  // namespace pepbench
