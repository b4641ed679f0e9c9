#include "record/by_pass.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "error.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {

namespace {

using PassOfRun = std::unordered_map<int, int>;

PassOfRun passes_of(const std::vector<ProcessRunRow>& process_runs) {
    PassOfRun passes;
    for (const ProcessRunRow& run : process_runs) {
        passes[run.process_run] = run.pass;
    }
    return passes;
}

int pass_of(const SampleRow& row, const PassOfRun& passes) {
    const auto pass = passes.find(row.process_run);
    if (pass == passes.end()) {
        throw Error(fmt::format("a sample of {} names process run {}, which is not listed",
                                printable(row.cell.name()), row.process_run));
    }
    return pass->second;
}

}  // namespace

std::map<Cell, std::vector<const SampleRow*>> samples_by_cell(const RunRecord& record) {
    std::map<Cell, std::vector<const SampleRow*>> cells;
    auto last = cells.end();
    for (const SampleRow& row : record.samples) {
        if (last == cells.end() || last->first != row.cell) {  // samples of a cell mostly follow each other
            last = cells.try_emplace(row.cell).first;
        }
        last->second.push_back(&row);
    }
    return cells;
}

void require_listed_process_runs(const RunRecord& record) {
    const PassOfRun passes = passes_of(record.process_runs);
    for (const SampleRow& row : record.samples) {
        (void)pass_of(row, passes);
    }
}

std::map<Cell, ValuesByPass> values_by_pass(const RunRecord& record) {
    const PassOfRun pass_of_run = passes_of(record.process_runs);
    const bool of_minima = record.header.value("profile", json()) == "pep371";
    std::map<Cell, ValuesByPass> values;
    for (const auto& [cell, rows] : samples_by_cell(record)) {
        std::map<int, std::vector<double>> passes;
        for (const SampleRow* row : rows) {
            passes[pass_of(*row, pass_of_run)].push_back(row->seconds);
        }
        ValuesByPass& of_cell = values[cell];
        for (const auto& [pass, seconds] : passes) {
            of_cell[pass] = of_minima ? *std::min_element(seconds.begin(), seconds.end()) : median(seconds);
        }
    }
    return values;
}

std::vector<double> values_of(const ValuesByPass& by_pass) {
    std::vector<double> values;
    for (const auto& [pass, value] : by_pass) {
        values.push_back(value);
    }
    return values;
}

std::optional<Ratio> ratio_by_pass(const ValuesByPass& first, const ValuesByPass& second) {
    return mean_ratio_by_pass({{&first, &second}});
}

std::optional<Ratio> mean_ratio_by_pass(
    const std::vector<std::pair<const ValuesByPass*, const ValuesByPass*>>& pairs) {
    if (pairs.empty()) {
        return std::nullopt;
    }
    std::vector<std::pair<double, double>> means;
    for (const auto& [pass, value] : *pairs.front().first) {
        std::vector<double> firsts;
        std::vector<double> seconds;
        for (const auto& [first, second] : pairs) {
            if (first->contains(pass) && second->contains(pass)) {
                firsts.push_back(first->at(pass));
                seconds.push_back(second->at(pass));
            }
        }
        if (firsts.size() == pairs.size()) {
            means.emplace_back(geometric_mean(firsts), geometric_mean(seconds));
        }
    }
    return paired_ratio(means);
}

std::vector<double> log_products_by_pass(const std::vector<Factor>& factors) {
    std::vector<double> logarithms;
    if (factors.empty()) {
        return logarithms;
    }
    for (const auto& [pass, value] : *factors.front().values) {
        double sum = 0;
        const bool complete = std::all_of(factors.begin(), factors.end(), [&](const Factor& factor) {
            const auto found = factor.values->find(pass);
            if (found == factor.values->end()) {
                return false;
            }
            sum += factor.power * std::log(found->second);
            return true;
        });
        if (complete) {
            logarithms.push_back(sum);
        }
    }
    return logarithms;
}

}  // namespace pepbench
