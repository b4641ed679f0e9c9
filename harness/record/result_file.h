// Result files: the one writer and the one reader (results/README.md).
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "record/run_record.h"
#include "record/summary.h"

namespace pepbench {

/// The document of a run: context, rows and everything else, the summary included.
nlohmann::json result_document(const RunRecord& record, const Summary& summary);

/// Writes it whole: beside `path`, flushed to the disk, then renamed over it. Throws Error.
void write_result(const std::filesystem::path& path, const nlohmann::json& document);

/// Reads a run back from its rows; the stored summary is left aside. Throws Error with one sentence that
/// names the file for anything that is not a result file of this format, or has no sample
/// (ExitCode::incomplete).
RunRecord read_result(const std::filesystem::path& path);

}  // namespace pepbench
