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

/// Where the values of a process run belong, and what they are divided by.
struct Place {
    std::int64_t key = 0;
    double divisor = 1;
};

using PlaceOfRun = std::unordered_map<int, Place>;

/// A process run in which the speed changed is compared with no other.
Place place_of(const ProcessRunRow& run, const MachineSpeed& speed, AcrossShifts across_shifts) {
    const SpeedThen then = speed_during(speed, run.start_seconds, run.end_seconds);
    if (across_shifts == AcrossShifts::normalise) {
        return {run.pass, then.relative_time};
    }
    if (!then.speed) {
        return {-1 - static_cast<std::int64_t>(run.process_run)};
    }
    return {run.pass + (static_cast<std::int64_t>(*then.speed) << 32U)};
}

PlaceOfRun places_of(const RunRecord& record, AcrossShifts across_shifts) {
    const std::optional<MachineSpeed> speed =
        across_shifts == AcrossShifts::tell ? std::nullopt : speed_of(record);
    PlaceOfRun places;
    for (const ProcessRunRow& run : record.process_runs) {
        places[run.process_run] = speed ? place_of(run, *speed, across_shifts) : Place{run.pass};
    }
    return places;
}

const Place& place_of(const SampleRow& row, const PlaceOfRun& places) {
    const auto place = places.find(row.process_run);
    if (place == places.end()) {
        throw Error(fmt::format("a sample of {} names process run {}, which is not listed",
                                printable(row.cell.name()), row.process_run));
    }
    return place->second;
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
    const PlaceOfRun places = places_of(record, AcrossShifts::tell);
    for (const SampleRow& row : record.samples) {
        (void)place_of(row, places);
    }
}

std::map<Cell, ValuesByPass> values_by_pass(const RunRecord& record) {
    return values_by_pass(record, across_shifts_of(record));
}

std::map<Cell, ValuesByPass> values_by_pass(const RunRecord& record, AcrossShifts across_shifts) {
    const PlaceOfRun places = places_of(record, across_shifts);
    const bool of_minima = record.header.value("profile", json()) == "pep371";
    std::map<Cell, ValuesByPass> values;
    for (const auto& [cell, rows] : samples_by_cell(record)) {
        std::map<std::int64_t, std::vector<double>> passes;
        for (const SampleRow* row : rows) {
            const Place& place = place_of(*row, places);
            passes[place.key].push_back(row->seconds / place.divisor);
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
