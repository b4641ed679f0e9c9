#include "record/row_reader.h"

#include "record/rows.h"

using nlohmann::json;

namespace pepbench {

RowReader::RowReader(const json& row, std::string what) : object_(&row), what_(std::move(what)) {
    if (!row.is_object()) {
        throw Error(fmt::format("{} is not an object", what_));
    }
}

RowReader::RowReader(const FlatRow& row, std::string what) : flat_(&row), what_(std::move(what)) {}

const json* RowReader::find(const char* key) const {
    if (flat_ != nullptr) {
        return flat_->find(key);
    }
    const auto found = object_->find(key);
    return found == object_->end() ? nullptr : &*found;
}

double RowReader::seconds(const char* key, bool may_be_zero) const {
    const auto value = get<double>(key);
    const auto unit = get_or<std::string>("time_unit", "ns");
    const double per_second = unit == "ns"   ? 1e9
                              : unit == "us" ? 1e6
                              : unit == "ms" ? 1e3
                              : unit == "s"  ? 1
                                             : 0;
    if (per_second == 0) {
        refuse("has an unknown 'time_unit'");
    }
    if (!is_time(value / per_second) && !(may_be_zero && value >= 0 && value < 1)) {
        refuse(fmt::format("has a '{}' of {}, which no time can be", key, value));
    }
    return value / per_second;
}

Mode RowReader::mode() const { return {get<std::string>("mode"), get_or<std::string>("start_method", "")}; }

int RowReader::workers() const {
    const int workers = get<int>("workers");
    if (workers < 1) {
        refuse(fmt::format("has {} workers; there is at least one", workers));
    }
    return workers;
}

Cell RowReader::cell() const {
    return {get<std::string>("workload"), mode(), workers(), get<std::string>("configuration")};
}

void RowReader::refuse(const std::string& what_is_wrong) const {
    throw Error(fmt::format("{} {}", what_, what_is_wrong));
}

}  // namespace pepbench
