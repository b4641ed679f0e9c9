// A gate's result file: its document, and reading it back (results/README.md).
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "judge/gate_verdict.h"
#include "record/gate_record.h"

namespace pepbench {

/// Header, cells with their judgements, every round with the wealth after it, and, where `with_rows`, a row a
/// round and side in Google Benchmark's form (`primes/linear/1/base`, the median of its runs).
nlohmann::json gate_document(const GateRecord& record, const std::vector<Judgement>& judgements,
                             bool with_rows = true);

/// What a cell's entry has of its judgement.
nlohmann::json to_json(const Judgement& judgement);

/// The document's gate without its rounds: outcome, and cells with their judgements.
nlohmann::json gate_summary(const nlohmann::json& document);

/// Reads cells and rounds back; stored judgements are left aside. Throws Error with one sentence that names
/// the file for anything that is no gate's result.
GateRecord read_gate(const std::filesystem::path& path);
GateRecord gate_of(const nlohmann::json& document, const std::filesystem::path& path);

}  // namespace pepbench
