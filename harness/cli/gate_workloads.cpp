#include "cli/gate_workloads.h"

#include <fmt/format.h>

#include <algorithm>

#include "error.h"
#include "plan/places.h"
#include "plan/workloads.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

std::vector<Workload> pepbenchs_workloads() { return find_workloads(source_directory() / "workloads"); }

/// The .py files that are workloads: one, or all of a folder.
std::vector<Workload> workloads_at(const fs::path& place, const char* option) {
    std::error_code error;
    if (!fs::is_directory(place, error)) {
        return {user_workload(place)};
    }
    std::vector<Workload> workloads = user_workloads(place);
    if (workloads.empty()) {
        throw Error(
            fmt::format("{} {} holds no workload: no .py file that is no test", option, place.string()));
    }
    return workloads;
}

std::vector<Workload> head_workloads(const GateOptions& options) {
    if (!options.head_workloads.empty()) {
        return workloads_at(options.head_workloads, "--head-workloads");
    }
    if (options.run.workloads.empty()) {
        throw Error("--base-workloads needs --head-workloads, or the head's files as --workload");
    }
    return named_workloads(options.run.workloads, pepbenchs_workloads());
}

/// Whether the user named one file a side: these are compared, while folders may hold one file each by
/// chance.
bool names_two_files(const GateOptions& options, std::size_t head_workloads) {
    std::error_code error;
    const bool head_is_file = options.head_workloads.empty()
                                  ? head_workloads == 1
                                  : fs::is_regular_file(options.head_workloads, error);
    return head_is_file && fs::is_regular_file(options.base_workloads, error);
}

/// Of a user's `--workload`, from the folder of the repository.
fs::path path_in_repository(const fs::path& workload, const GateOptions& options) {
    return workload.is_absolute() ? fs::relative(workload, options.repository) : workload;
}

/// Why neither commit has it, and what would do.
std::string why_in_neither(const fs::path& workload, const GateOptions& options, const Worktrees& worktrees) {
    const fs::path file = path_in_repository(workload, options);
    const fs::path below = worktrees.prefix() / file;
    std::error_code error;
    for (const fs::path& side : {worktrees.head(), worktrees.base()}) {
        if (fs::is_directory(side / below, error)) {
            const std::vector<Workload> workloads = user_workloads(side / below);
            const fs::path one = file / (workloads.empty() ? "parse.py" : workloads.front().file.filename());
            return fmt::format(
                "{} is a folder in the repository; name the files in it with --workload, such as {}",
                below.string(), one.lexically_normal().string());
        }
    }
    const bool in_checkout =
        fs::is_regular_file(workload.is_absolute() ? workload : options.repository / workload, error);
    return fmt::format(
        "neither commit has a file {}; {}", below.string(),
        in_checkout ? "the one in the checkout is not committed to either: commit it first"
                    : "give --workload the path of a Python file in the repository, from the folder of "
                      "--repository, such as bench/parse.py");
}

}  // namespace

SideFiles files_of_places(const GateOptions& options) {
    if (options.base_workloads.empty()) {
        throw Error("--head-workloads needs --base-workloads");
    }
    const std::vector<Workload> base = workloads_at(options.base_workloads, "--base-workloads");
    const std::vector<Workload> head = head_workloads(options);
    const bool two_files = names_two_files(options, head.size());
    SideFiles files;
    for (const Workload& workload : head) {
        files.head[workload.name] = workload.file;
        files.all.push_back(workload.file.string());
    }
    for (const Workload& workload : base) {
        files.base[two_files ? head.front().name : workload.name] = workload.file;
        if (!two_files && !files.head.contains(workload.name)) {
            files.all.push_back(workload.file.string());
        }
    }
    return files;
}

void require_paths_in_repository(const GateOptions& options) {
    if (options.run.workloads.empty()) {
        throw Error("name the repository's workloads with --workload PATH, from the folder of --repository");
    }
    const std::vector<Workload> own = pepbenchs_workloads();
    for (const std::string& asked : options.run.workloads) {
        if (std::any_of(own.begin(), own.end(), [&](const Workload& one) { return one.name == asked; })) {
            throw Error(
                fmt::format("{} is pepbench's own workload and the same in both commits; name the "
                            "repository's by path, from the folder of --repository",
                            asked));
        }
    }
}

SideFiles files_of_commits(const GateOptions& options, const Worktrees& worktrees) {
    SideFiles files;
    for (const std::string& workload : options.run.workloads) {
        const fs::path below = worktrees.prefix() / path_in_repository(workload, options);
        const fs::path base = worktrees.base() / below;
        const fs::path head = worktrees.head() / below;
        std::error_code error;
        const bool in_base = fs::is_regular_file(base, error);
        const bool in_head = fs::is_regular_file(head, error);
        if (!in_base && !in_head) {
            throw Error(why_in_neither(workload, options, worktrees));
        }
        if (in_base) {
            files.base[base.stem().string()] = base;
        }
        if (in_head) {
            files.head[head.stem().string()] = head;
        }
        files.all.push_back((in_head ? head : base).string());
    }
    return files;
}

}  // namespace pepbench
