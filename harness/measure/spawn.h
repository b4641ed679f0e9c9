// Starting a program as a process of its own.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "measure/descriptor.h"

namespace pepbench {

/// A process that was started, and the driver's ends of the pipes on its standard streams.
struct Spawned {
    pid_t pid;
    Descriptor input;  ///< to be written to
    Descriptor output;
    Descriptor error;
};

/// The environment of this program.
std::map<std::string, std::string> own_environment();

/// Starts the program `command[0]` in a process group of its own, to die with the driver. `environment` is
/// its whole environment, `folder` its working directory: the driver's where it is empty. Throws Error where
/// it cannot be started.
Spawned spawn(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment,
              const std::filesystem::path& folder);

}  // namespace pepbench
