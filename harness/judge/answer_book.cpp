#include "judge/answer_book.h"

#include <fmt/format.h>

#include <algorithm>

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
    return agree(cell.workload, expected)
               ? std::string()
               : fmt::format("runners disagree about the known answers: {} here, {} elsewhere",
                             shortened(expected), shortened(first_of(cell.workload, expected.size())));
}

std::string AnswerBook::check(const Cell& cell, const json& answers) {
    if (answers.size() != static_cast<std::size_t>(cell.workers)) {
        return fmt::format("{} answers came back from {} workers", answers.size(), cell.workers);
    }
    return agree(cell.workload, answers) ? std::string()
                                         : fmt::format("wrong answer: {} instead of {}", shortened(answers),
                                                       shortened(first_of(cell.workload, answers.size())));
}

json AnswerBook::known(const std::string& workload) const {
    const auto known = known_.find(workload);
    return known == known_.end() ? json() : known->second;
}

bool AnswerBook::agree(const std::string& workload, const json& answers) {
    json& known = known_.try_emplace(workload, json::array()).first->second;
    const auto both = static_cast<std::ptrdiff_t>(std::min(known.size(), answers.size()));
    if (!std::equal(known.begin(), known.begin() + both, answers.begin())) {
        return false;
    }
    if (answers.size() > known.size()) {
        known = answers;
    }
    return true;
}

json AnswerBook::first_of(const std::string& workload, std::size_t count) const {
    json answers = known(workload);
    while (answers.size() > count) {
        answers.erase(answers.size() - 1);
    }
    return answers;
}

}  // namespace pepbench
