// Documents against a JSON schema.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace valijson {
class Schema;
}

namespace pepbench {

/// A schema of draft 7.
class JsonSchema {
  public:
    /// Throws std::runtime_error where `schema` is none.
    explicit JsonSchema(const nlohmann::json& schema);

    /// Of results/schema in pepbench's source tree. Throws Error where that cannot be read.
    static JsonSchema of_results(const std::filesystem::path& source_tree);

    /// What it has against a document, a sentence each with the place in it; empty for a valid one.
    [[nodiscard]] std::vector<std::string> problems(const nlohmann::json& document) const;

  private:
    std::shared_ptr<const valijson::Schema> schema_;
};

}  // namespace pepbench
