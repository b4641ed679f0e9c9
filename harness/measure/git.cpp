#include "measure/git.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "error.h"
#include "measure/child_process.h"
#include "measure/spawn.h"
#include "record/printable.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

constexpr std::chrono::duration<double> kNoLimit(1e8);  // a checkout may be large, and its disk slow
constexpr int kNoSuchProgram = 127;                     // of env(1)

std::string git_complaint(const std::string& text) {
    constexpr std::string_view kFatal = "fatal: ";
    const std::string line = text.substr(0, text.find('\n'));
    return printable(line.starts_with(kFatal) ? line.substr(kFatal.size()) : line);
}

}  // namespace

std::map<std::string, std::string> environment_outside_git() {
    std::map<std::string, std::string> environment = own_environment();
    for (const char* name : {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR",
                             "GIT_OBJECT_DIRECTORY"}) {
        environment.erase(name);
    }
    return environment;
}

Git::Git(fs::path folder) : folder_(std::move(folder)) {
    const Answer answer = ask({"rev-parse", "--git-dir"});
    if (answer.code == kNoSuchProgram) {
        throw Error("git is not installed, and only git can bring two commits side by side; install git");
    }
    if (answer.code != 0) {
        throw Error(fmt::format("{} is in no git repository that can be used: {}", folder_.string(),
                                answer.complaint));
    }
}

Git::Answer Git::ask(const std::vector<std::string>& arguments) const {
    std::vector<std::string> command = {"/usr/bin/env",
                                        "git",
                                        "-C",
                                        folder_.string(),
                                        "--no-optional-locks",
                                        "-c",
                                        "core.hooksPath=/dev/null"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    std::map<std::string, std::string> environment = environment_outside_git();
    environment["LC_ALL"] = "C";
    ChildProcess process(command, environment);
    process.close_input();
    Answer answer;
    std::string line;
    auto read = ChildProcess::Read::line;
    while ((read = process.read_line(line, kNoLimit)) == ChildProcess::Read::line) {
        answer.lines.push_back(line);
    }
    const std::optional<int> status = process.wait(kNoLimit);
    if (read == ChildProcess::Read::interrupted || !status) {
        throw Error("interrupted while git was at work", ExitCode::interrupted);
    }
    answer.code = WIFEXITED(*status) ? WEXITSTATUS(*status) : -1;
    answer.complaint = git_complaint(process.stderr_tail());
    return answer;
}

}  // namespace pepbench
