#include "measure/worktrees.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include "error.h"
#include "measure/child_process.h"
#include "measure/git.h"
#include "measure/interrupt.h"
#include "measure/scratch.h"
#include "measure/standard_error.h"
#include "record/printable.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

constexpr const char* kFolder = "pepbench-worktrees";
constexpr const char* kLock = "lock";  // held by the process whose folder it is, for as long as it lives

std::string short_hash(const std::string& commit) { return commit.substr(0, 12); }

std::string commit_of(const Git& git, const char* option, const std::string& ref) {
    const Git::Answer answer =
        git.ask({"rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}"});
    if (answer.code == 0 && answer.lines.size() == 1) {
        return answer.lines.front();
    }
    const bool shallow =
        git.ask({"rev-parse", "--is-shallow-repository"}).lines == std::vector<std::string>{"true"};
    throw Error(fmt::format("{} '{}' names no commit of the repository in {}; {}", option, printable(ref),
                            git.folder().string(),
                            shallow ? "it is a shallow clone, which may lack that commit: git fetch "
                                      "--unshallow brings all of them"
                                    : "git branch --all and git tag list its names"));
}

/// `a, b, c and 3 more`
std::string named_files(const std::vector<std::string>& files) {
    constexpr std::size_t kMostNamed = 3;
    std::string named = printable(files.front());
    for (std::size_t file = 1; file < std::min(files.size(), kMostNamed); ++file) {
        named += ", " + printable(files[file]);
    }
    return files.size() <= kMostNamed ? named
                                      : fmt::format("{} and {} more", named, files.size() - kMostNamed);
}

/// Of what is untracked, Python files alone: modules that a workload may find missing in the worktrees.
std::vector<std::string> notes_on(const Git& git) {
    constexpr std::size_t kStatus = 3;  // characters before a file's name
    std::vector<std::string> changed;
    std::vector<std::string> untracked;
    // git diff would refresh the user's index, whatever it is told.
    for (const std::string& line : git.ask({"status", "--porcelain", "--untracked-files=all"}).lines) {
        const std::string file = line.substr(kStatus);
        if (!line.starts_with("??")) {
            changed.push_back(file);
        } else if (file.ends_with(".py") || file.ends_with(".py\"")) {  // git quotes names in other scripts
            untracked.push_back(file);
        }
    }
    std::vector<std::string> notes;
    if (!changed.empty()) {
        notes.push_back(fmt::format("uncommitted changes in {} are not measured", named_files(changed)));
    }
    if (!untracked.empty()) {
        notes.push_back(fmt::format("untracked files are not measured: {}; commit what the workloads need",
                                    named_files(untracked)));
    }
    return notes;
}

void unregister(const Git& git, const fs::path& worktree) {
    // Twice --force: git locks a worktree while it is being made, and that may have been cut off.
    (void)git.ask({"worktree", "remove", "--force", "--force", worktree.string()});
}

/// Whether the process that made this folder of worktrees has ended without removing it.
bool is_abandoned(const fs::path& folder) {
    std::error_code error;
    if (!fs::exists(folder, error)) {
        return !error;  // where it cannot be looked at, it is another user's
    }
    const int lock = ::open((folder / kLock).c_str(), O_RDWR | O_CLOEXEC);
    if (lock < 0) {
        return false;  // not ours, whatever its name
    }
    const bool free = ::flock(lock, LOCK_EX | LOCK_NB) == 0;
    ::close(lock);
    return free;
}

/// Only ours: `git worktree prune` would forget worktrees of the user's on a disk that is not mounted now.
void remove_abandoned(const Git& git) {
    constexpr std::string_view kEntry = "worktree ";
    std::set<fs::path> abandoned;
    for (const std::string& line : git.ask({"worktree", "list", "--porcelain"}).lines) {
        const fs::path worktree = line.starts_with(kEntry) ? line.substr(kEntry.size()) : std::string();
        const fs::path folder = worktree.parent_path();
        if (folder.filename() == kFolder && is_abandoned(folder)) {
            unregister(git, worktree);
            abandoned.insert(folder);
        }
    }
    for (const fs::path& folder : abandoned) {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
        fs::remove(folder.parent_path(), ignored);
    }
}

/// The end of a text that may be long, on standard error.
void show_last_lines(const std::string& text) {
    constexpr std::size_t kMostLines = 20;
    std::deque<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
        if (lines.size() > kMostLines) {
            lines.pop_front();
        }
    }
    for (const std::string& line : lines) {
        print_err(fmt::format("  {}\n", printable(line)));
    }
}

void stop_if_interrupted() {
    if (interrupts() > 0) {
        throw Error("interrupted before anything was measured", ExitCode::interrupted);
    }
}

void set_up(const fs::path& worktree, const char* side, const std::string& commit, const std::string& command,
            const std::string& interpreter) {
    constexpr std::chrono::duration<double> kLook(0.2);  // seconds between looks at whether to stop
    std::map<std::string, std::string> environment = environment_outside_git();
    environment["PEPBENCH_SIDE"] = side;
    if (interpreter.empty()) {
        environment.erase("PEPBENCH_INTERPRETER");
    } else {
        environment["PEPBENCH_INTERPRETER"] = interpreter;
    }
    ChildProcess shell({"/bin/sh", "-c", "exec >&2\n" + command}, environment, worktree);
    shell.close_input();
    std::optional<int> status;
    while (!(status = shell.wait(kLook))) {
        stop_if_interrupted();
    }
    if (*status != 0) {
        const std::string output = shell.stderr_tail();
        show_last_lines(output);
        throw Error(fmt::format("the set-up command {} on the side {}, commit {}{}{}", shell.how_it_ended(),
                                side, short_hash(commit),
                                output.empty() ? "" : ", saying: ", printable(last_line(output))));
    }
}

}  // namespace

/// What is to be removed again.
class Worktrees::Folder {
  public:
    explicit Folder(Git git) : git_(std::move(git)) {
        std::error_code ignored;
        fs::create_directory(path_, ignored);
        lock_ = ::open((path_ / kLock).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
        if (lock_ < 0 || ::flock(lock_, LOCK_EX) != 0) {
            throw Error(fmt::format("cannot write {}: {}; set TMPDIR to a place that can be written",
                                    (path_ / kLock).string(), std::strerror(errno)));
        }
    }
    ~Folder() {
        for (const fs::path& worktree : {base_, head_}) {
            try {
                unregister(git_, worktree);
            } catch (const std::exception&) {
                continue;  // interrupted, or no process can be started: the next run removes it
            }
        }
        ::close(lock_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void add(const fs::path& worktree, const std::string& commit) const {
        const Git::Answer answer =
            git_.ask({"worktree", "add", "--quiet", "--detach", worktree.string(), commit});
        if (answer.code != 0) {
            throw Error(fmt::format("git cannot make a worktree of commit {}: {}", short_hash(commit),
                                    answer.complaint));
        }
    }

    [[nodiscard]] const fs::path& base() const { return base_; }
    [[nodiscard]] const fs::path& head() const { return head_; }

  private:
    Git git_;
    Scratch scratch_;
    fs::path path_ = fs::canonical(scratch_.path()) / kFolder;
    fs::path base_ = path_ / "base";
    fs::path head_ = path_ / "head";
    int lock_ = -1;
};

Worktrees::Worktrees(const fs::path& repository, const std::string& base_ref, const std::string& head_ref,
                     const SetUpCommand& setup) {
    const Git git(repository);
    base_commit_ = commit_of(git, "--base-ref", base_ref);
    head_commit_ = commit_of(git, "--head-ref", head_ref);
    if (base_commit_ == head_commit_) {
        throw Error(
            fmt::format("--base-ref '{}' and --head-ref '{}' are the same commit, {}, so there is nothing "
                        "to compare; --base X --head X gates a configuration against itself",
                        printable(base_ref), printable(head_ref), short_hash(base_commit_)));
    }
    prefix_ = git.ask({"rev-parse", "--show-prefix"}).lines.at(0);
    notes_ = notes_on(git);
    remove_abandoned(git);
    catch_interrupts();
    folder_ = std::make_unique<Folder>(git);
    folder_->add(base(), base_commit_);
    folder_->add(head(), head_commit_);
    stop_if_interrupted();
    if (!setup.command.empty()) {
        set_up(base(), "base", base_commit_, setup.command, setup.base_interpreter);
        set_up(head(), "head", head_commit_, setup.command, setup.head_interpreter);
    }
}

Worktrees::~Worktrees() = default;

const fs::path& Worktrees::base() const { return folder_->base(); }
const fs::path& Worktrees::head() const { return folder_->head(); }

}  // namespace pepbench
