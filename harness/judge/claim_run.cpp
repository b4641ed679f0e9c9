#include "judge/claim_run.h"

#include <algorithm>

#include "plan/workloads.h"
#include "record/checked_json.h"
#include "record/resources.h"

using nlohmann::json;

namespace pepbench {
namespace {

json object_at(const json& parent, const std::string& key) {
    const auto found = parent.find(key);
    return found != parent.end() && found->is_object() ? *found : json::object();
}

/// As the run was asked for them, then others that it describes.
std::vector<std::string> configurations_of(const json& header) {
    std::vector<std::string> names;
    const json asked = object_at(header, "settings").value("configurations", json::array());
    for (const json& name : asked) {
        if (name.is_string()) {
            names.push_back(name);
        }
    }
    const json described = object_at(header, "configurations");
    for (const auto& [name, entry] : described.items()) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
    return names;
}

}  // namespace

ClaimRun::ClaimRun(const RunRecord& record)
    : record_(record),
      times_(values_by_pass(record)),
      configurations_(configurations_of(record.header)),
      usable_cores_(object_at(record.header, "machine").value("usable_cores", 0.0)),
      of_test_parameters_(object_at(record.header, "settings").value("test_parameters", json()) == true) {
    std::erase_if(times_, [&](const auto& entry) { return of_user(entry.first.workload); });
    const json described = object_at(record.header, "configurations");
    for (const std::string& name : configurations_) {
        memory_[name] = settled_rss(record, name);
        entries_[name] = object_at(described, name);
    }
}

bool ClaimRun::of_user(const std::string& workload) const {
    return text_of(object_at(object_at(record_.header, "workloads"), workload), "suite") == kUserSuite;
}

const ValuesByPass* ClaimRun::values(const Cell& cell, Quantity quantity) const {
    const auto times = times_.find(cell);
    if (times == times_.end() || quantity == Quantity::time) {
        return times == times_.end() ? nullptr : &times->second;
    }
    const auto memory = memory_.find(cell.configuration);
    if (memory == memory_.end()) {
        return nullptr;
    }
    const auto settled = memory->second.find({cell.workload, cell.mode});
    return settled == memory->second.end() ? nullptr : &settled->second;
}

std::string ClaimRun::why_unavailable(const Cell& cell) const {
    for (const UnavailableRow& row : record_.unavailable) {
        const bool whole = row.cell.workload.empty() && row.cell.configuration == cell.configuration;
        if (whole || row.cell == cell) {
            return row.reason;
        }
    }
    return "";
}

std::string ClaimRun::why_failed(const Cell& cell) const {
    const auto failed = std::find_if(record_.failures.begin(), record_.failures.end(),
                                     [&](const FailureRow& row) { return row.cell == cell; });
    return failed == record_.failures.end() ? "" : failed->reason;
}

const json& ClaimRun::entry(const std::string& configuration) const { return entries_.at(configuration); }

}  // namespace pepbench
