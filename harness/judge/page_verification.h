// Whether a report's page shows what follows from the samples.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "judge/verification.h"
#include "record/report_page.h"

namespace pepbench {

/// Documents by the name that a page's numbers give as their source: `file0`, `file1`, …, `claims`.
using PageSources = std::map<std::string, nlohmann::json>;

/// A number as a page shows it in one of the formats that plots/report/numbers.py lists; nothing where there
/// is no such format.
std::optional<std::string> shown_on_page(double value, std::string_view format);

/// Every number must be the one that its source holds in that place, to within the tolerance of
/// verify_result, and its text that number in its format; a text (`text`: a verdict) must be the same. A page
/// without a number has a problem.
Check verify_page(const ReportPage& page, const PageSources& sources);

}  // namespace pepbench
