#include "record/by_pass.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "error.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {

std::map<Cell, ValuesByPass> values_by_pass(const RunRecord& record) {
    std::map<int, int> pass_of;
    for (const ProcessRunRow& run : record.process_runs) {
        pass_of[run.process_run] = run.pass;
    }
    std::map<Cell, std::map<int, std::vector<double>>> samples;
    for (const SampleRow& row : record.samples) {
        const auto pass = pass_of.find(row.process_run);
        if (pass == pass_of.end()) {
            throw Error(fmt::format("a sample of {} names process run {}, which is not listed",
                                    printable(row.cell.name()), row.process_run));
        }
        samples[row.cell][pass->second].push_back(row.seconds);
    }
    const bool of_minima = record.header.value("profile", json()) == "pep371";
    std::map<Cell, ValuesByPass> values;
    for (const auto& [cell, passes] : samples) {
        for (const auto& [pass, seconds] : passes) {
            values[cell][pass] =
                of_minima ? *std::min_element(seconds.begin(), seconds.end()) : median(seconds);
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
