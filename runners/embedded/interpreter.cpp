#include "interpreter.h"

#include <algorithm>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string_view>

namespace pepbench {
namespace {

void check(const PyStatus& status, PyConfig& config) {
    if (PyStatus_Exception(status) != 0) {
        PyConfig_Clear(&config);
        throw std::runtime_error(std::string("Python did not start: ") +
                                 (status.err_msg != nullptr ? status.err_msg : "no reason given"));
    }
}

/// The part of the configuration that both ways of starting share. Where the home is fixed here the children
/// that are spawned find the same standard library whatever the environment says.
void set_paths(PyConfig& config) {
    const std::string self = own_path();
    check(PyConfig_SetBytesString(&config, &config.home, PEPBENCH_PYTHON_HOME), config);
    check(PyConfig_SetBytesString(&config, &config.executable, self.c_str()), config);
    check(PyConfig_SetBytesString(&config, &config.program_name, self.c_str()), config);
}

}  // namespace

bool asked_to_be_python(int argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    return std::any_of(arguments.begin() + 1, arguments.end(),
                       [](const char* argument) { return std::string_view(argument) == "-c"; });
}

int be_python(int argc, char** argv) {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    set_paths(config);
    check(PyConfig_SetBytesArgv(&config, argc, argv), config);
    check(Py_InitializeFromConfig(&config), config);
    PyConfig_Clear(&config);
    return Py_RunMain();
}

std::unique_ptr<pybind11::scoped_interpreter> start_python() {
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.parse_argv = 0;
    config.user_site_directory = 0;
    set_paths(config);
    return std::make_unique<pybind11::scoped_interpreter>(&config, 0, nullptr, false);
}

std::string own_path() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

}  // namespace pepbench
