// Right answers, and whether runners agree about them.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "plan/cell.h"

namespace pepbench {

/// What every runner must agree on: each workload's known answers, one a worker, of which N workers bring the
/// first N. A disagreement is returned as one sentence, agreement as an empty string.
class AnswerBook {
  public:
    /// A runner says that these are the known answers, one a worker; null where the workload has none, and
    /// then the first answers seen are what all others must equal.
    std::string expect(const Cell& cell, const nlohmann::json& expected);

    /// A sample brought these answers.
    std::string check(const Cell& cell, const nlohmann::json& answers);

    /// Known answers by workload: of the largest number of workers seen.
    [[nodiscard]] nlohmann::json known(const std::string& workload) const;

  private:
    /// Whether they are those known, as far as both go; they are known then.
    bool agree(const std::string& workload, const nlohmann::json& answers);

    /// The first so many of those known.
    [[nodiscard]] nlohmann::json first_of(const std::string& workload, std::size_t count) const;

    std::map<std::string, nlohmann::json> known_;  ///< by workload, of the largest number of workers seen
};

}  // namespace pepbench
