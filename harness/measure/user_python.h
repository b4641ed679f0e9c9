// Interpreters that the user names by path.
#pragma once

#include <string>
#include <vector>

#include "plan/configuration.h"

namespace pepbench {

/// The configurations of the Python that `asked` names, as `PATH` or `NAME=PATH`. Its embedded runner is
/// built on demand and cached, which takes half a minute; where it cannot be embedded, the script runner
/// measures it. Without NAME it is called by implementation and version, with `-2` and so on where `taken`
/// has that name already. Throws Error where the path is no Python, or too old a one.
std::vector<Configuration> configurations_of_python(const std::string& asked,
                                                    const std::vector<Configuration>& taken);

}  // namespace pepbench
