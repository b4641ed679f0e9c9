// Result files: the one writer and the one reader (results/README.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <variant>

#include "record/run_record.h"
#include "record/summary.h"

namespace pepbench {

inline constexpr int kFormat = 1;
inline constexpr std::uintmax_t kLargestFile = std::uintmax_t{4} << 30U;  ///< bytes that are read at most
inline constexpr const char* kGateKind = "gate";  ///< `pepbench.kind` of a gate's result

/// The document of a run: context, rows and everything else, the summary included.
nlohmann::json result_document(const RunRecord& record, const Summary& summary);

/// What is read of a header (`pepbench`) must have the right type where it is there. Throws Error naming the
/// key.
void check_header(const nlohmann::json& own);

/// Rows in Google Benchmark's form with the keys that number each among the others.
nlohmann::json numbered_rows(const std::vector<SampleRow>& samples);

/// Writes it whole: beside `path`, flushed to the disk, then renamed over it. Throws Error. `indent` as
/// json::dump has it.
void write_result(const std::filesystem::path& path, const nlohmann::json& document, int indent = 1);

/// The document of a file of this format, whatever kind of result it holds. Throws Error with one sentence
/// that names the file for anything else.
nlohmann::json read_document(const std::filesystem::path& path);

/// Whether a gate wrote it.
bool is_gate(const nlohmann::json& document);

/// Reads a run back from its rows; the stored summary is left aside. Throws Error with one sentence that
/// names the file for anything that is not a run's result file of this format, or has no sample
/// (ExitCode::incomplete).
RunRecord read_result(const std::filesystem::path& path);

/// The same of a run; of a gate its document, without `benchmarks`.
std::variant<RunRecord, nlohmann::json> read_run_or_gate(const std::filesystem::path& path);

}  // namespace pepbench
