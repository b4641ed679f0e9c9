// How this program was called.
#pragma once

#include <string>
#include <vector>

namespace pepbench {

/// This program's command line, from proc(5), the program by its name alone.
std::vector<std::string> own_command();

/// The words as one types them into a shell.
std::string shell_text(const std::vector<std::string>& words);

}  // namespace pepbench
