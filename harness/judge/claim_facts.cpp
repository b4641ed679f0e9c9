// Claims that no statistic decides: answers, uses that must fail, reported facts.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <tuple>

#include "judge/claim_parts.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// What a cell is apart from its configuration.
using Place = std::tuple<std::string, Mode, int>;

Place place_of(const Cell& cell) { return {cell.workload, cell.mode, cell.workers}; }

/// The first answers of each of a configuration's cells.
std::map<Place, json> answers_of(const ClaimRun& run, const std::string& configuration) {
    std::map<Place, json> answers;
    for (const SampleRow& row : run.record().samples) {
        if (row.cell.configuration == configuration) {
            answers.emplace(place_of(row.cell), row.answers);
        }
    }
    return answers;
}

ClaimPart settled_part(const std::string& name, ClaimVerdict verdict, const std::string& reason) {
    ClaimPart part;
    part.name = name;
    part.settled = verdict;
    part.reason = reason;
    part.held = verdict != ClaimVerdict::not_measured;
    return part;
}

/// A process run that the driver failed because of what it computed (judge/answer_book.h).
const FailureRow* wrong_answer(const ClaimRun& run, const std::string& configuration) {
    for (const FailureRow& row : run.record().failures) {
        if (row.cell.configuration == configuration && row.reason.starts_with("wrong answer")) {
            return &row;
        }
    }
    return nullptr;
}

bool is_of(const UnsupportedUse& use, const std::string& configuration, const Cell& cell) {
    return cell.workload == use.workload && cell.mode == use.mode && cell.configuration == configuration;
}

bool contains_text(std::string text, std::string part) {
    const auto lower = [](std::string& word) {
        std::transform(word.begin(), word.end(), word.begin(),
                       [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    };
    lower(text);
    lower(part);
    return text.find(part) != std::string::npos;
}

ClaimPart part_of(const UnsupportedUse& use, const std::string& configuration, const ClaimRun& run) {
    const auto worked =
        std::count_if(run.record().samples.begin(), run.record().samples.end(), [&](const SampleRow& row) {
            return is_of(use, configuration, row.cell) && !run.of_user(row.cell.workload);
        });
    if (worked > 0) {
        return settled_part(use.name, ClaimVerdict::refuted,
                            fmt::format("it worked: it has {} samples", worked));
    }
    for (const UnavailableRow& row : run.record().unavailable) {
        if (is_of(use, configuration, row.cell)) {
            const bool as_claimed = contains_text(row.reason, use.raises);
            return settled_part(
                use.name, as_claimed ? ClaimVerdict::reproduced : ClaimVerdict::refuted,
                fmt::format("{}{}", as_claimed ? "" : "it fails in another way: ", row.reason));
        }
    }
    return settled_part(use.name, ClaimVerdict::not_measured,
                        fmt::format("it was not tried in {}", configuration));
}

ClaimPart part_of(const FactTest& fact, const json& entry) {
    const json::json_pointer path(fact.path);
    if (!entry.contains(path) || entry.at(path).is_null()) {
        return settled_part(fact.name, ClaimVerdict::not_measured, "the file does not say");
    }
    const json& reported = entry.at(path);
    const bool holds = fact.begins
                           ? reported.is_string() && reported.get<std::string>().starts_with(*fact.begins)
                           : reported == fact.equals;
    return settled_part(fact.name, holds ? ClaimVerdict::reproduced : ClaimVerdict::refuted,
                        "it is " + reported.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace

std::vector<ClaimPart> same_answers_parts(const SameAnswers& same, const ClaimRun& run,
                                          const Filling& filling) {
    const std::string& head = filling.at(same.of);
    const std::map<Place, json> expected = answers_of(run, filling.at(same.to));
    int compared = 0;
    int differing = 0;
    std::string first;
    for (const SampleRow& row : run.record().samples) {
        const auto found = expected.find(place_of(row.cell));
        if (row.cell.configuration != head || found == expected.end()) {
            continue;
        }
        ++compared;
        if (row.answers != found->second) {
            first = differing++ == 0 ? row.cell.name() : first;
        }
    }
    ClaimPart part = settled_part(
        "", ClaimVerdict::reproduced,
        fmt::format("all {} samples of {} have the answers of {}", compared, head, filling.at(same.to)));
    if (const FailureRow* const failure = wrong_answer(run, head)) {
        part = settled_part("", ClaimVerdict::refuted,
                            fmt::format("{}: {}", failure->cell.name(), failure->reason));
    } else if (differing > 0) {
        part =
            settled_part("", ClaimVerdict::refuted,
                         fmt::format("{} of {} samples differ, the first of {}", differing, compared, first));
    } else if (compared == 0) {
        return {settled_part("", ClaimVerdict::not_measured,
                             fmt::format("{} and {} have no cell in common", head, filling.at(same.to)))};
    }
    part.value = ClaimValue{.value = static_cast<double>(differing),
                            .interval = std::nullopt,
                            .n = compared,
                            .unit = "differing samples"};
    return {part};
}

std::vector<ClaimPart> unsupported_parts(const Unsupported& unsupported, const ClaimRun& run,
                                         const Filling& filling) {
    std::vector<ClaimPart> parts;
    for (const UnsupportedUse& use : unsupported.uses) {
        parts.push_back(part_of(use, filling.at(unsupported.role), run));
    }
    return parts;
}

std::vector<ClaimPart> fact_parts(const ReportedFacts& reported, const ClaimRun& run,
                                  const Filling& filling) {
    std::vector<ClaimPart> parts;
    for (const FactTest& fact : reported.facts) {
        parts.push_back(part_of(fact, run.entry(filling.at(reported.role))));
    }
    return parts;
}

}  // namespace pepbench
