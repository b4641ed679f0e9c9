#include "cli/soak_table.h"

#include <fmt/format.h>

#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// `3 (0.30 %, at most 0.87 %)`
std::string share_text(const json& share) {
    return fmt::format("{} ({:.2f} %, {:.2f} to {:.2f})", share.at("count").get<int>(),
                       share.at("share").get<double>() * 100, share.at("low").get<double>() * 100,
                       share.at("high").get<double>() * 100);
}

/// `0.62 (0.61 to 0.63; 0.81)`
std::string seconds_text(const json& seconds) {
    if (seconds.is_null()) {
        return "-";
    }
    const json low = seconds.value("low", json());
    const std::string bounds = low.is_number() ? fmt::format("{:.2f} to {:.2f}; ", low.get<double>(),
                                                             seconds.at("high").get<double>())
                                               : "";
    return fmt::format("{:.2f} ({}{:.2f})", seconds.at("mean").get<double>(), bounds,
                       seconds.at("percentile_95").get<double>());
}

std::string group_name(const json& group) {
    return fmt::format("{} % extra{}", group.at("extra_percent").get<int>(),
                       group.at("neighbour").get<bool>() ? ", neighbour" : "");
}

}  // namespace

std::string soak_table(const json& soak) {
    std::string text =
        "| pairs | verdicts | regressed (95 % bounds) | passed | undecided | median ratio | s to pass (95 % "
        "bounds; 95th percentile) | s to regressed |\n"
        "| --- | ---: | --- | --- | --- | ---: | --- | --- |\n";
    for (const json& group : soak.at("groups")) {
        text += fmt::format("| {} | {} | {} | {} | {} | {:.4f} | {} | {} |\n", group_name(group),
                            group.at("verdicts").get<int>(), share_text(group.at("regressed")),
                            share_text(group.at("passed")), share_text(group.at("undecided")),
                            group.at("median_ratio").get<double>(), seconds_text(group.at("pass_seconds")),
                            seconds_text(group.at("regressed_seconds")));
    }
    text +=
        "\nOther tools' rules on the same rounds, \"slower\":\n\n| pairs | rule | slower (95 % bounds) |\n"
        "| --- | --- | --- |\n";
    for (const json& group : soak.at("groups")) {
        for (const auto& [rule, share] : group.at("peers").items()) {
            text += fmt::format("| {} | {} | {} |\n", group_name(group), printable(rule), share_text(share));
        }
    }
    const double rounds = soak.at("rounds").get<double>();
    if (rounds > 0) {
        text += fmt::format("\nThe driver used {:.2f} ms of CPU time a round.\n",
                            soak.at("driver_cpu_seconds").get<double>() / rounds * 1000);
    }
    return text;
}

}  // namespace pepbench
