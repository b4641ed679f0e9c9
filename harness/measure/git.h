// Asking git.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace pepbench {

/// The environment of this program without the variables by which git hands a repository on to its hooks:
/// what is run with it finds the repository of the folder that it is in.
std::map<std::string, std::string> environment_outside_git();

/// Git on one repository. The user's hooks are not run, and no command refreshes the user's index on the way.
class Git {
  public:
    struct Answer {
        int code = 0;                    ///< exit code, -1 where a signal ended it
        std::vector<std::string> lines;  ///< of standard output
        std::string complaint;           ///< the first line of standard error, without "fatal: "
    };

    /// `folder` is a git repository or in the checkout of one; Error where it is not, or git is not
    /// installed.
    explicit Git(std::filesystem::path folder);

    /// Runs `git ARGUMENTS...` to its end, or Error at the second signal that asks to stop.
    [[nodiscard]] Answer ask(const std::vector<std::string>& arguments) const;

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  private:
    std::filesystem::path folder_;
};

}  // namespace pepbench
