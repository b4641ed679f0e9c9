#include "record/published.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "error.h"
#include "record/checked_json.h"
#include "record/small_json.h"

using nlohmann::json;

namespace pepbench {
namespace {

std::vector<int> workers_of(const std::vector<json>& listed) {
    std::vector<int> workers;
    for (const json& entry : listed) {
        const std::optional<int> count = whole<int>(entry);
        if (!count) {
            throw Error("its 'workers' are not all whole numbers");
        }
        workers.push_back(*count);
    }
    return workers;
}

}  // namespace

PublishedTables PublishedTables::read(const std::filesystem::path& file) {
    std::ifstream stream(file);
    if (!stream) {
        throw Error(fmt::format(
            "cannot read {}, PEP 371's tables; set PEPBENCH_HOME to pepbench's source tree", file.string()));
    }
    try {
        return tables_of(parse_small_json(stream));
    } catch (const std::exception& error) {
        throw Error(fmt::format("{} is not a published table: {}", file.string(), error.what()));
    }
}

PublishedTables PublishedTables::tables_of(const json& document) {
    const auto workers = workers_of(document.at("workers").get<std::vector<json>>());
    PublishedTables tables;
    for (const auto& [workload, modes] : document.at("seconds").items()) {
        for (const auto& [mode, row] : modes.items()) {
            for (std::size_t index = 0; index < workers.size(); ++index) {
                tables.seconds_[{workload, mode, workers[index]}] = row.at(index).get<double>();
            }
        }
    }
    return tables;
}

std::optional<double> PublishedTables::seconds(const std::string& workload, const Mode& mode,
                                               int workers) const {
    if (!mode.start_method.empty() && mode.start_method != "fork") {
        return std::nullopt;
    }
    const auto found = seconds_.find({workload, mode.name, workers});
    return found == seconds_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace pepbench
