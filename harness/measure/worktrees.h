// Two commits of the user's own repository, side by side.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace pepbench {

/// What is to be run by /bin/sh in each worktree, with PEPBENCH_SIDE=base or head in its environment, and
/// PEPBENCH_INTERPRETER where the side's Python is a program of its own.
struct SetUpCommand {
    std::string command;  ///< empty: nothing
    std::string base_interpreter;
    std::string head_interpreter;
};

/// Detached worktrees of two commits in a folder of ours below the system's temporary one, at paths of the
/// same length, removed with their registrations at the end. The user's checkout, index and branches stay as
/// they are. What a killed run has left registered in the repository is removed by the next one; what one
/// that still runs has is not touched.
class Worktrees {
  public:
    /// Where `setup` fails, its last lines are shown on standard error.
    ///
    /// Throws Error where there is no git or no repository, a ref names no commit, both name the same, a
    /// worktree cannot be made, the set-up command fails or the user interrupts it. From here on interrupts
    /// are caught, as otherwise nothing would be removed.
    Worktrees(const std::filesystem::path& repository, const std::string& base_ref,
              const std::string& head_ref, const SetUpCommand& setup);
    ~Worktrees();
    Worktrees(const Worktrees&) = delete;
    Worktrees& operator=(const Worktrees&) = delete;

    /// The top of each side's checkout.
    [[nodiscard]] const std::filesystem::path& base() const;
    [[nodiscard]] const std::filesystem::path& head() const;

    /// Where `repository` was below the top of the user's checkout; empty at the top itself.
    [[nodiscard]] const std::filesystem::path& prefix() const { return prefix_; }

    /// Full hashes.
    [[nodiscard]] const std::string& base_commit() const { return base_commit_; }
    [[nodiscard]] const std::string& head_commit() const { return head_commit_; }

    /// What the user should know, a sentence each.
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

  private:
    class Folder;

    std::filesystem::path prefix_;
    std::string base_commit_;
    std::string head_commit_;
    std::vector<std::string> notes_;
    std::unique_ptr<Folder> folder_;
};

}  // namespace pepbench
