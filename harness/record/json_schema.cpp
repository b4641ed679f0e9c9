#include "record/json_schema.h"

#include <fmt/format.h>

#include <fstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "error.h"
#include "record/small_json.h"

namespace pepbench {

JsonSchema::JsonSchema(const nlohmann::json& schema) {
    const auto parsed = std::make_shared<valijson::Schema>();
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(schema), *parsed);
    schema_ = parsed;
}

JsonSchema JsonSchema::of_results(const std::filesystem::path& source_tree) {
    const std::filesystem::path file = source_tree / "results" / "schema" / "result.schema.json";
    std::ifstream stream(file);
    if (!stream) {
        throw Error(
            fmt::format("cannot read {}, the schema of results; set PEPBENCH_HOME to pepbench's source tree",
                        file.string()));
    }
    try {
        return JsonSchema(parse_small_json(stream));
    } catch (const std::exception& error) {
        throw Error(fmt::format("{} is no JSON schema: {}", file.string(), error.what()));
    }
}

std::vector<std::string> JsonSchema::problems(const nlohmann::json& document) const {
    valijson::ValidationResults results;
    valijson::Validator().validate(*schema_, valijson::adapters::NlohmannJsonAdapter(document), &results);
    std::vector<std::string> sentences;
    for (const auto& error : results) {
        std::string& sentence = sentences.emplace_back();
        for (const std::string& part : error.context) {
            sentence += part;
        }
        sentence += ": " + error.description;
    }
    return sentences;
}

}  // namespace pepbench
