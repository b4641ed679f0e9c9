// What a stored run holds that claims are about.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "judge/claim.h"
#include "plan/cell.h"
#include "record/by_pass.h"
#include "record/run_record.h"

namespace pepbench {

/// A run, arranged for claims. Cells of files of the user's are left out: they may have our workloads' names.
/// Holds a reference to the record.
class ClaimRun {
  public:
    /// Throws Error where a sample names a process run that is not listed.
    explicit ClaimRun(const RunRecord& record);

    /// One value a pass, or null where the cell was not measured.
    [[nodiscard]] const ValuesByPass* values(const Cell& cell, Quantity quantity) const;

    /// Why the cell, or its whole configuration, could not be measured; empty where nobody said.
    [[nodiscard]] std::string why_unavailable(const Cell& cell) const;

    /// Why one of the cell's process runs failed; empty where none did.
    [[nodiscard]] std::string why_failed(const Cell& cell) const;

    /// Configurations in the run's order, and the entry of one in the result file.
    [[nodiscard]] const std::vector<std::string>& configurations() const { return configurations_; }
    [[nodiscard]] const nlohmann::json& entry(const std::string& configuration) const;

    /// 0 where the file does not say.
    [[nodiscard]] double usable_cores() const { return usable_cores_; }

    /// Whether the workloads' small parameters were used, which show nothing of the PEPs' work.
    [[nodiscard]] bool of_test_parameters() const { return of_test_parameters_; }

    [[nodiscard]] const RunRecord& record() const { return record_; }

    /// Whether the workload is a file of the user's.
    [[nodiscard]] bool of_user(const std::string& workload) const;

  private:
    const RunRecord& record_;
    std::map<Cell, ValuesByPass> times_;
    std::map<std::string, std::map<std::pair<std::string, Mode>, ValuesByPass>>
        memory_;  ///< by configuration
    std::vector<std::string> configurations_;
    std::map<std::string, nlohmann::json> entries_;
    double usable_cores_ = 0;
    bool of_test_parameters_ = false;
};

}  // namespace pepbench
