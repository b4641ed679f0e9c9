// Conversations with the fake runner, without a run around them.
#pragma once

#include <functional>
#include <string>

#include "measure/fake_runner_for_test.h"
#include "measure/runner.h"

namespace pepbench {

inline constexpr double kEnough = 60;

inline nlohmann::json script(const char* text) { return nlohmann::json::parse(text); }

/// The sentence with which a runner is lost, at its start or in answering `ask`.
inline std::string lost(
    const nlohmann::json& script, const std::function<void(Runner&)>& ask = [](Runner&) {},
    double timeout = kEnough) {
    try {
        Runner runner(fake_configuration("fake", script), 0, timeout);
        runner.await_hello();
        ask(runner);
        return {};
    } catch (const RunnerLost& error) {
        return error.what();
    }
}

inline MeasureRequest request_of(int workers, std::int64_t samples) {
    return {.cell = {{"workload", "work.py"}, {"mode", "linear"}, {"workers", workers}},
            .samples = samples,
            .warmups = 1};
}

inline OpenCell opened(Runner& runner, const MeasureRequest& request) {
    runner.ask_to_open(request);
    return runner.await_open();
}

inline DoneMessage ignoring(Runner& runner, const MeasureRequest& request) {
    return runner.measure(
        request, [](const nlohmann::json&, const nlohmann::json&) {}, [](const SampleMessage&) {});
}

}  // namespace pepbench
