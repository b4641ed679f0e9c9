// Starting CPython inside this program, and being CPython when re-executed as one.
#pragma once

#include <pybind11/embed.h>

#include <memory>
#include <string>

namespace pepbench {

/// True where the arguments are those of an interpreter (`-c ...`, with or without interpreter options before
/// it): multiprocessing starts `sys.executable`, which is this program, to spawn children, the fork server
/// and the resource tracker.
bool asked_to_be_python(int argc, char** argv);

/// Runs this program as the interpreter that it embeds, to the end. Returns the exit code.
int be_python(int argc, char** argv);

/// Starts the interpreter as an ordinary `python` would start: environment and site honoured, signal handlers
/// installed, `sys.executable` this program. Its end is the end of the returned object. Throws
/// std::runtime_error where the interpreter cannot start.
std::unique_ptr<pybind11::scoped_interpreter> start_python();

/// The path of this program.
std::string own_path();

}  // namespace pepbench
