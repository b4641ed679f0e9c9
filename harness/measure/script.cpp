#include "measure/script.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <string_view>

#include "error.h"
#include "measure/child_process.h"
#include "measure/interrupt.h"
#include "measure/runner.h"
#include "measure/spawn.h"
#include "plan/places.h"
#include "record/checked_json.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

std::string complaint_of(const std::string& text) {
    constexpr std::string_view kOwnName = "pepbench: ";  // which main() will say again
    std::string line = last_line(text);
    return line.starts_with(kOwnName) ? line.substr(kOwnName.size()) : line;
}

using Seconds = std::chrono::duration<double>;

constexpr Seconds kLookForInterrupt(0.2);

/// The next line of a program's output; false at its end. Throws as the functions below do. No sample is in
/// flight, so that the first interrupt ends it.
bool next_line(ChildProcess& process, const std::string& name, double timeout, std::string& line) {
    const auto started = ChildProcess::Clock::now();
    while (interrupts() == 0) {
        switch (process.read_line(line, kLookForInterrupt)) {
            case ChildProcess::Read::line:
                return true;
            case ChildProcess::Read::end:
                return false;
            case ChildProcess::Read::too_long:
                process.end();
                throw Error(fmt::format("{} answered with a line of more than 1 MiB", name));
            case ChildProcess::Read::interrupted:
                break;
            case ChildProcess::Read::timeout:
                if (ChildProcess::Clock::now() - started > Seconds(timeout)) {
                    process.end();
                    throw Error(fmt::format("{} did not answer within {} s", name, timeout));
                }
        }
    }
    throw Interrupted();
}

}  // namespace

json json_line_of(const std::vector<std::string>& command, double timeout, std::string& complaint) {
    ChildProcess process(command, own_environment());
    process.close_input();
    std::string line;
    json result;
    if (next_line(process, command.front(), timeout, line)) {
        try {
            result = parse_json(line);
        } catch (const std::exception&) {
            result = nullptr;
        }
    }
    process.wait(Seconds(timeout));
    complaint = complaint_of(process.stderr_tail());
    return result;
}

ScriptEnd run_script(const std::filesystem::path& script, const std::vector<std::string>& arguments,
                     double timeout) {
    const std::string path = (source_directory() / script).string();
    std::vector<std::string> command = {"/bin/bash", path};
    command.insert(command.end(), arguments.begin(), arguments.end());
    ChildProcess process(command, own_environment());
    process.close_input();
    ScriptEnd end;
    std::string line;
    while (next_line(process, path, timeout, line)) {
        end.lines.push_back(line);
    }
    const std::optional<int> status = process.wait(Seconds(timeout));
    if (status && WIFEXITED(*status)) {
        end.code = WEXITSTATUS(*status);
    }
    end.complaint = complaint_of(process.stderr_tail());
    return end;
}

void become_script(const std::filesystem::path& script, const std::vector<std::string>& arguments) {
    const std::string path = (source_directory() / script).string();
    std::vector<std::string> words = {path};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    ::signal(SIGPIPE, SIG_DFL);  // a shell cannot undo that they are ignored
    ::signal(SIGXFSZ, SIG_DFL);
    ::execv(path.c_str(), pointers.data());
    throw Error(fmt::format("cannot run {}: {}; PEPBENCH_HOME names pepbench's source tree", path,
                            std::strerror(errno)));
}

}  // namespace pepbench
