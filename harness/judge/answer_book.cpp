#include "judge/answer_book.h"

#include <fmt/format.h>

using nlohmann::json;

namespace pepbench {
namespace {

std::string shortened(const json& value) {
    constexpr std::size_t kLongest = 200;
    const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    return text.size() > kLongest ? text.substr(0, kLongest) + "..." : text;
}

}  // namespace

std::string AnswerBook::expect(const Cell& cell, const json& expected) {
    if (expected.is_null()) {
        return {};
    }
    if (!expected.is_array() || expected.size() != static_cast<std::size_t>(cell.workers)) {
        return fmt::format("the runner knows {} answers for {} workers",
                           expected.is_array() ? expected.size() : 0, cell.workers);
    }
    const auto [known, is_new] = known_.try_emplace({cell.workload, cell.workers}, expected);
    if (!is_new && known->second != expected) {
        return fmt::format("runners disagree about the known answers: {} here, {} elsewhere",
                           shortened(expected), shortened(known->second));
    }
    return {};
}

std::string AnswerBook::check(const Cell& cell, const json& answers) {
    if (answers.size() != static_cast<std::size_t>(cell.workers)) {
        return fmt::format("{} answers came back from {} workers", answers.size(), cell.workers);
    }
    const auto [known, is_new] = known_.try_emplace({cell.workload, cell.workers}, answers);
    if (!is_new && known->second != answers) {
        return fmt::format("wrong answer: {} instead of {}", shortened(answers), shortened(known->second));
    }
    return {};
}

json AnswerBook::known(const std::string& workload) const {
    json largest;
    for (const auto& [key, answers] : known_) {
        if (key.first == workload) {
            largest = answers;  // keys are ordered by the number of workers
        }
    }
    return largest;
}

}  // namespace pepbench
