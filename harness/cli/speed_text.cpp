#include "cli/speed_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <vector>

#include "judge/levels.h"
#include "measure/progress.h"

namespace pepbench {
namespace {

constexpr std::size_t kMostStretches = 4;  // that are told one by one

const char* what_became(AcrossShifts across_shifts) {
    switch (across_shifts) {
        case AcrossShifts::refuse:
            return "Ratios of times at different speeds were left out.";
        case AcrossShifts::normalise:
            return "Times were divided by it, so that they are those of the usual speed.";
        case AcrossShifts::tell:
            break;
    }
    return "Medians and ratios are as measured; pepbench show --across-shifts refuse leaves out ratios "
           "across a "
           "change,\n--across-shifts normalise divides times by it.";
}

}  // namespace

std::string speed_text(const Summary& summary, AcrossShifts across_shifts) {
    const std::optional<MachineSpeed>& speed = summary.speed;
    if (!speed && summary.readings > 0) {
        return fmt::format(
            "\nWhether the machine kept its speed cannot be told from {} reading{} of its yardstick; from {} "
            "on it can.\n",
            summary.readings, summary.readings == 1 ? "" : "s", kLeastOfLevels);
    }
    if (!speed || !speed->moved()) {
        return {};
    }
    std::vector<std::string> stretches;
    std::size_t untold = 0;
    for (const SpeedStretch& stretch : speed->stretches) {
        if (stretch.speed == 0) {
            continue;
        }
        if (stretches.size() == kMostStretches) {
            ++untold;
            continue;
        }
        stretches.push_back(fmt::format("{:.1f} % {} from {} to {}",
                                        100 * std::abs(stretch.relative_time - 1),
                                        stretch.relative_time > 1 ? "longer" : "less",
                                        clock_text(stretch.from_seconds), clock_text(stretch.to_seconds)));
    }
    return fmt::format(
        "\nThe machine's speed changed while it was measured: pepbench's yardstick, the same compiled work "
        "each time,\n"
        "took {}{} than usual; its noise is {:.1f} %.\n{}\n",
        fmt::join(stretches, ", "), untold == 0 ? "" : fmt::format(" and {} more times,", untold),
        100 * speed->noise, what_became(across_shifts));
}

}  // namespace pepbench
