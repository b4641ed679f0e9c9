#include "cli/draw.h"

#include <fmt/format.h>

#include "error.h"
#include "measure/script.h"
#include "measure/standard_error.h"
#include "record/harmless.h"
#include "record/printable.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

constexpr double kPatience = 120;  // seconds without a chart

}  // namespace

std::vector<std::string> draw_charts(const fs::path& file) {
    try {
        const ScriptEnd drawn = run_script("ci/draw.sh", {fs::absolute(file).string()}, kPatience);
        if (!drawn.complaint.empty()) {
            print_err(fmt::format("pepbench: {}\n", printable(drawn.complaint)));
        }
        return drawn.lines;
    } catch (const Error& error) {
        print_err(fmt::format("pepbench: no charts were drawn: {}\n", harmless(error.what())));
        return {};
    }
}

}  // namespace pepbench
