#include "cli/claims_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "judge/claim_condition.h"
#include "judge/claim_request.h"
#include "record/harmless.h"
#include "record/printable.h"

namespace pepbench {
namespace {

constexpr std::size_t kWidth = 110;
constexpr std::size_t kLongest = 1000;  // of one text of ours; those of files are cut where they are put in

constexpr std::array kVerdicts = {ClaimVerdict::reproduced, ClaimVerdict::refuted, ClaimVerdict::cannot_tell,
                                  ClaimVerdict::not_measured, ClaimVerdict::not_possible};

std::string number_text(double number) {
    return number < 10 ? fmt::format("{:.2f}", number) : fmt::format("{:.1f}", number);
}

std::string value_text(const std::optional<ClaimValue>& value) {
    if (!value) {
        return "-";
    }
    if (value->unit != "ratio") {
        return fmt::format("{:.0f} {}, n = {}", value->value, value->unit, value->n);
    }
    return value->interval
               ? fmt::format("{} [{}, {}], n = {}", number_text(value->value),
                             number_text(value->interval->low), number_text(value->interval->high), value->n)
               : fmt::format("{}, n = {}", number_text(value->value), value->n);
}

/// Broken at words into lines that begin with `indent` spaces.
std::string wrapped(const std::string& raw, std::size_t indent) {
    const std::string text = harmless(raw);
    std::string lines;
    std::string line(indent, ' ');
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        if (line.size() > indent && line.size() + 1 + (end - begin) > kWidth) {
            lines += line + "\n";
            line.assign(indent, ' ');
        }
        line += (line.size() > indent ? " " : "") + text.substr(begin, end - begin);
        begin = end + 1;
    }
    return lines + line + "\n";
}

/// A part that has no number says why, unless the claim's reason has said it already.
std::string part_text(const JudgedPart& part, const std::string& said) {
    const std::string line = fmt::format("    {:<28} {:<36} {}\n", printable(part.name, 28),
                                         value_text(part.value), to_string(part.verdict));
    return part.value || part.reason == said ? line : line + wrapped(printable(part.reason), 8);
}

std::string entry_text(const JudgedClaim& judged, const std::vector<std::string>& files) {
    const Claim& claim = *judged.claim;
    std::string text = fmt::format("{:<17} {}\n", to_string(judged.verdict), harmless(claim.id));
    text += wrapped(fmt::format("PEP {}, {}: {}", claim.pep, claim.section, claim.text), 2);
    text += wrapped(printable(fmt::format("{}: {}", judged.condition, boundary_text(claim)), kLongest), 2);
    if (judged.run) {
        const std::string value = judged.value ? "measured " + value_text(judged.value) + ", " : "";
        text += wrapped(fmt::format("{}in {}", value, printable(files.at(*judged.run))), 2);
    }
    if (!judged.reason.empty()) {
        text += wrapped("because: " + printable(judged.reason, kLongest), 2);
    }
    for (const JudgedPart& part : judged.parts) {
        text += part_text(part, judged.reason);
    }
    if (judged.verdict == ClaimVerdict::not_measured) {
        text += "  measure: " + harmless(command_for(request_for(claim))) + "\n";
    }
    if (!claim.note.empty()) {
        text += wrapped("note: " + claim.note, 2);
    }
    return text + "\n";
}

}  // namespace

std::string claims_table(const ClaimReport& report, const std::vector<std::string>& files) {
    std::string text;
    for (const JudgedClaim& judged : report.claims) {
        text += entry_text(judged, files);
    }
    for (const ClaimVerdict verdict : kVerdicts) {
        const auto count = std::count_if(report.claims.begin(), report.claims.end(),
                                         [&](const JudgedClaim& one) { return one.verdict == verdict; });
        text += fmt::format("{}{} {}", verdict == kVerdicts.front() ? "" : ", ", count, to_string(verdict));
    }
    text += "\n" + wrapped(correction_text(report) + ".", 0);
    const bool any_untold =
        std::any_of(report.claims.begin(), report.claims.end(),
                    [](const JudgedClaim& judged) { return judged.verdict == ClaimVerdict::cannot_tell; });
    return any_untold ? text + wrapped(
                                   "What cannot be told takes more passes or a quieter machine: pepbench run "
                                   "--budget SECONDS measures longer.",
                                   0)
                      : text;
}

}  // namespace pepbench
