#include "measure/script.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "error.h"
#include "measure/child_process.h"
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

}  // namespace

json json_line_of(const std::vector<std::string>& command, double timeout, std::string& complaint) {
    ChildProcess process(command, own_environment());
    process.close_input();
    std::string line;
    json result;
    switch (process.read_line(line, std::chrono::duration<double>(timeout))) {
        case ChildProcess::Read::line:
            try {
                result = parse_json(line);
            } catch (const std::exception&) {
                result = nullptr;
            }
            break;
        case ChildProcess::Read::end:
            break;
        case ChildProcess::Read::interrupted:
            throw Interrupted();
        case ChildProcess::Read::timeout:
            process.end();
            throw Error(fmt::format("{} did not answer within {} s", command.front(), timeout));
        case ChildProcess::Read::too_long:
            process.end();
            throw Error(fmt::format("{} answered with a line of more than 1 MiB", command.front()));
    }
    process.wait(std::chrono::duration<double>(timeout));
    complaint = complaint_of(process.stderr_tail());
    return result;
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
    ::execv(path.c_str(), pointers.data());
    throw Error(fmt::format("cannot run {}: {}; PEPBENCH_HOME names pepbench's source tree", path,
                            std::strerror(errno)));
}

}  // namespace pepbench
