#include "measure/gate_control.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace pepbench {
namespace {

GatedCell control_of(GatedCell cell) {
    cell.control = true;
    cell.rule.max_rounds *= kControlPatience;
    cell.rule.max_seconds *= kControlPatience;
    return cell;
}

}  // namespace

std::vector<GatedCell> controls_for(const std::vector<GatedCell>& planned,
                                    const std::vector<GateCellRow>& looked_at) {
    std::vector<GatedCell> controls;
    for (const bool cheap : {true, false}) {
        for (std::size_t index = 0; index < planned.size(); ++index) {
            if (!looked_at.at(index).settled && planned[index].single_threaded() == cheap) {
                controls.push_back(control_of(planned[index]));
            }
        }
    }
    return controls;
}

std::string what_is_to_be_judged(const std::vector<GatedCell>& open) {
    const auto controls =
        std::count_if(open.begin(), open.end(), [](const GatedCell& cell) { return cell.control; });
    const auto cells = std::ssize(open) - controls;
    if (cells == 0) {
        return "the control alone is left to judge";
    }
    return fmt::format("{} cell{} to judge{}", cells, cells == 1 ? "" : "s",
                       controls > 0 ? ", and the control" : "");
}

}  // namespace pepbench
