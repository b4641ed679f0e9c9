// A result file's text: what there are millions of as rows, everything else as a document.
#pragma once

#include <istream>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "error.h"
#include "record/run_record.h"

namespace pepbench {

/// A list of samples, up to the first row that is none.
struct ParsedRows {
    std::vector<SampleRow> rows;
    std::optional<Error> wrong;  ///< why that row is none
};

struct ParsedResult {
    nlohmann::json document;  ///< with empty lists in the place of the two below
    ParsedRows samples;       ///< `benchmarks`
    ParsedRows warmups;       ///< `pepbench.warmups`
};

/// Parses without holding the rows as json, which takes several times the memory of the text and most of the
/// time. Throws json::exception where the text is no JSON, and Error where it is nested too deep; what is
/// wrong with a row is left for the caller to say, after what may be wrong with the whole file.
ParsedResult parse_result(std::istream& stream);

}  // namespace pepbench
