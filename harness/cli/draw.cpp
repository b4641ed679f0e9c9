#include "cli/draw.h"

#include <fmt/format.h>

#include <chrono>

#include "error.h"
#include "measure/child_process.h"
#include "measure/runner.h"
#include "measure/spawn.h"
#include "plan/places.h"
#include "record/harmless.h"
#include "record/printable.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

constexpr std::chrono::duration<double> kPatience(120);

/// The lines that a program writes until it closes its output.
std::vector<std::string> lines_of(ChildProcess& process) {
    std::vector<std::string> lines;
    std::string line;
    ChildProcess::Read read = process.read_line(line, kPatience);
    for (; read == ChildProcess::Read::line; read = process.read_line(line, kPatience)) {
        lines.push_back(line);
    }
    if (read == ChildProcess::Read::interrupted) {
        throw Interrupted();
    }
    return lines;
}

}  // namespace

std::vector<std::string> draw_charts(const fs::path& file) {
    const fs::path script = source_directory() / "ci" / "draw.sh";
    try {
        ChildProcess process({"/bin/bash", script.string(), fs::absolute(file).string()}, own_environment());
        process.close_input();
        std::vector<std::string> charts = lines_of(process);
        process.wait(kPatience);
        if (const std::string said = last_line(process.stderr_tail()); !said.empty()) {
            fmt::print(stderr, "{}\n", printable(said));
        }
        return charts;
    } catch (const Error& error) {
        fmt::print(stderr, "pepbench: no charts were drawn: {}\n", harmless(error.what()));
        return {};
    }
}

}  // namespace pepbench
