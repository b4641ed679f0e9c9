// A gate that did not come to its end, read back so that it can go on.
#pragma once

#include <filesystem>
#include <istream>
#include <nlohmann/json.hpp>

namespace pepbench {

/// The gate's document as far as its journal tells it: header, cells and rounds, without verdicts. Throws
/// Error with one sentence for anything else.
nlohmann::json document_of_gate_journal(std::istream& journal);

/// The document of the gate that `file` is of: a result file, or its journal where it is named or there. The
/// journal is what holds where both are there, as it is for a run. Throws Error with one sentence.
nlohmann::json read_gate_to_continue(const std::filesystem::path& file);

}  // namespace pepbench
