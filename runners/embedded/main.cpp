#include <iostream>
#include <optional>
#include <string_view>

#include "by_hand.h"
#include "channel.h"
#include "interpreter.h"
#include "protocol.h"

namespace {

int run(int argc, char** argv) {
    if (pepbench::asked_to_be_python(argc, argv)) {
        return pepbench::be_python(argc, argv);
    }
    const bool serving = argc == 2 && std::string_view(argv[1]) == "--protocol";
    std::optional<pepbench::Channel> channel;
    if (serving) {
        channel.emplace();  // before Python can get hold of the standard streams
    }
    const auto python = pepbench::start_python();
    const auto first_statement = pybind11::module_::import("time").attr("monotonic")().cast<double>();
    pybind11::module_::import("sys").attr("path").attr("insert")(0, PEPBENCH_RUNNER_PYTHON);
    return serving ? pepbench::serve(*channel, first_statement) : pepbench::run_by_hand(argc, argv);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::cerr << "pepbench runner: " << error.what() << "\n";
        return 2;
    }
}
