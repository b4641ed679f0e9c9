// The PEPs' published tables.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tuple>

#include "plan/cell.h"

namespace pepbench {

/// PEP 371's six tables (results/published/pep371.json), in seconds.
class PublishedTables {
  public:
    /// Throws Error where the file cannot be read or is not such a table.
    static PublishedTables read(const std::filesystem::path& file);

    /// The time of a cell; processes were forked. Nothing where the PEP has no such cell.
    [[nodiscard]] std::optional<double> seconds(const std::string& workload, const Mode& mode,
                                                int workers) const;

  private:
    static PublishedTables tables_of(const nlohmann::json& document);

    std::map<std::tuple<std::string, std::string, int>, double> seconds_;
};

}  // namespace pepbench
