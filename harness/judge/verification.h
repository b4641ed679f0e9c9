// Whether a stored result is what follows from its own samples.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "record/run_record.h"

namespace pepbench {

/// One kind of thing that was checked.
struct Check {
    std::string what;                     ///< `numbers and texts of the summary follow from the samples`
    std::size_t checked = 0;              ///< how many there were
    std::vector<std::string> problems{};  ///< a sentence each, without the file's name
    std::string not_asked{};              ///< why it could not be checked; empty where it was
};

/// Whether two numbers are the same but for the last digits, which may differ between C libraries: to within
/// 1e-12 of their size.
bool same_number(double one, double other);

/// Compares what a file holds with what was derived, value by value; `name` begins the paths in its
/// sentences.
Check compare_documents(const std::string& what, const std::string& name, const nlohmann::json& stored,
                        const nlohmann::json& derived);

/// Checks a run's document. `record` is what was read from it, `derived` the document that pepbench makes of
/// that record now. The summary and the rows must be the same, numbers to within 1e-12 of their size; answers
/// those known; every sample of a listed process run that measured its cell; every process run what its
/// configuration says, by the facts that it reported.
std::vector<Check> verify_result(const nlohmann::json& document, const RunRecord& record,
                                 const nlohmann::json& derived);

}  // namespace pepbench
