#include "record/soak_summary.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "error.h"
#include "judge/peer_rules.h"
#include "record/checked_json.h"
#include "stats/binomial.h"
#include "stats/median.h"
#include "stats/student.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// Percent of work that the head does beyond the base's; 0 where it has the workload's own parameters.
int extra_percent_of(const GatedCell& cell) {
    const auto units = whole<int>(cell.head_parameters.value("units", json(kSoakUnits)));
    if (!units || *units < 0) {
        throw Error("its soak has a cell whose 'units' are no whole number from 0 on");
    }
    return *units - kSoakUnits;
}

struct Times {
    std::vector<double> base;
    std::vector<double> head;
};

/// All times of each cell, as a tool that knows nothing of rounds would have them.
std::vector<Times> times_of_cells(const GateRecord& record) {
    std::vector<Times> times(record.cells.size());
    for (const RoundRow& round : record.rounds) {
        Times& cell = times.at(round.cell);
        cell.base.insert(cell.base.end(), round.base.begin(), round.base.end());
        cell.head.insert(cell.head.end(), round.head.begin(), round.head.end());
    }
    return times;
}

void count_peers(const Times& times, SoakGroup& group) {
    if (group.peers.empty()) {
        for (const PeerRule& rule : peer_rules()) {
            group.peers.emplace_back(rule.name, 0);
        }
    }
    if (std::min(times.base.size(), times.head.size()) < kLeastTimesOfPeers) {
        return;  // its processes failed, and no rule has anything to say
    }
    for (std::size_t rule = 0; rule < peer_rules().size(); ++rule) {
        group.peers[rule].second += peer_rules()[rule].flags(times.base, times.head) ? 1 : 0;
    }
}

void count(const Judgement& judgement, SoakGroup& group) {
    ++group.verdicts;
    if (judgement.verdict == Verdict::pass) {
        ++group.passed;
        group.pass_seconds.push_back(judgement.seconds);
    } else if (judgement.verdict == Verdict::regressed) {
        ++group.regressed;
        group.regressed_seconds.push_back(judgement.seconds);
    } else {
        ++group.undecided;
    }
}

/// `count` of `trials` as a share with its 95 % bounds.
json share_json(int count, int trials) {
    const Interval bounds = clopper_pearson(count, trials);
    return {{"count", count},
            {"share", static_cast<double>(count) / trials},
            {"low", bounds.low},
            {"high", bounds.high}};
}

/// Their mean with its 95 % interval, and their 95th percentile.
json seconds_json(std::vector<double> seconds) {
    if (seconds.empty()) {
        return nullptr;
    }
    std::sort(seconds.begin(), seconds.end());
    const double sum = std::accumulate(seconds.begin(), seconds.end(), 0.0);
    const auto rank = static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(seconds.size())));
    json summary = {{"mean", sum / static_cast<double>(seconds.size())},
                    {"low", nullptr},
                    {"high", nullptr},
                    {"percentile_95", seconds[rank - 1]},
                    {"n", seconds.size()}};
    if (const std::optional<MeanEstimate> mean = mean_estimate(seconds)) {
        const Interval bounds = student_interval(*mean, 0.025);
        summary["low"] = bounds.low;
        summary["high"] = bounds.high;
    }
    return summary;
}

}  // namespace

std::vector<SoakGroup> summarize_soak(const GateRecord& record, const std::vector<Judgement>& judgements,
                                      const std::vector<bool>& neighbours) {
    const std::vector<Times> times = times_of_cells(record);
    std::map<std::pair<int, bool>, SoakGroup> groups;
    std::map<std::pair<int, bool>, std::vector<double>> ratios;
    for (std::size_t index = 0; index < record.cells.size(); ++index) {
        if (judgements.at(index).rounds == 0) {
            continue;  // the soak ended before its turn
        }
        const std::pair key(extra_percent_of(record.cells[index].cell), neighbours.at(index));
        SoakGroup& group = groups[key];
        group.extra_percent = key.first;
        group.neighbour = key.second;
        count(judgements[index], group);
        count_peers(times[index], group);
        if (judgements[index].ratio) {
            ratios[key].push_back(*judgements[index].ratio);
        }
    }
    std::vector<SoakGroup> result;
    for (auto& [key, group] : groups) {
        group.median_ratio = ratios[key].empty() ? 0 : median(ratios[key]);
        result.push_back(std::move(group));
    }
    return result;
}

bool is_soak(const json& document) { return document.contains(json::json_pointer("/pepbench/gate/soak")); }

SoakNotes soak_notes(const json& document) {
    const Error none("it is no soak: it does not say for each verdict whether there was a neighbour");
    try {
        const json& gate = document.at("pepbench").at("gate");
        const json& soak = gate.at("soak");
        SoakNotes notes{soak.at("neighbours").get<std::vector<bool>>(),
                        soak.at("driver_cpu_seconds").get<double>()};
        if (notes.neighbours.size() < gate.at("cells").size()) {
            throw none;
        }
        return notes;
    } catch (const json::exception&) {
        throw none;
    }
}

json soak_json(const GateRecord& record, const std::vector<Judgement>& judgements,
               const std::vector<bool>& neighbours, double driver_cpu_seconds) {
    json groups = json::array();
    for (const SoakGroup& group : summarize_soak(record, judgements, neighbours)) {
        json peers = json::object();
        for (const auto& [name, flagged] : group.peers) {
            peers[name] = share_json(flagged, group.verdicts);
        }
        groups.push_back({{"extra_percent", group.extra_percent},
                          {"neighbour", group.neighbour},
                          {"verdicts", group.verdicts},
                          {"passed", share_json(group.passed, group.verdicts)},
                          {"regressed", share_json(group.regressed, group.verdicts)},
                          {"undecided", share_json(group.undecided, group.verdicts)},
                          {"median_ratio", group.median_ratio},
                          {"pass_seconds", seconds_json(group.pass_seconds)},
                          {"regressed_seconds", seconds_json(group.regressed_seconds)},
                          {"peers", peers}});
    }
    return {{"groups", groups},
            {"neighbours", neighbours},
            {"driver_cpu_seconds", driver_cpu_seconds},
            {"rounds", record.rounds.size()}};
}

json soak_json_like(const json& stored, const GateRecord& record, const std::vector<Judgement>& judgements) {
    const SoakNotes notes = soak_notes(stored);
    json soak = soak_json(record, judgements, notes.neighbours, notes.driver_cpu_seconds);
    const json groups = stored.at("pepbench").at("gate").at("soak").value("groups", json::array());
    const std::size_t both = groups.is_array() ? std::min(groups.size(), soak.at("groups").size()) : 0;
    for (std::size_t index = 0; index < both; ++index) {
        for (const char* const seconds : {"pass_seconds", "regressed_seconds"}) {
            const json old = groups[index].is_object() ? groups[index].value(seconds, json()) : json();
            if (old.is_object() && !old.contains("low") && soak["groups"][index][seconds].is_object()) {
                soak["groups"][index][seconds].erase("low");
                soak["groups"][index][seconds].erase("high");
            }
        }
    }
    return soak;
}

}  // namespace pepbench
