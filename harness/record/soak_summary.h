// How often a gate was right about pairs whose ratio is known.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "judge/gate_verdict.h"
#include "record/gate_record.h"

namespace pepbench {

/// Units of work of the base; a head with one more does exactly 1 % more.
inline constexpr int kSoakUnits = 100;

/// Verdicts about pairs with the same extra work, with or without a neighbour.
struct SoakGroup {
    int extra_percent = 0;
    bool neighbour = false;
    int verdicts = 0;
    int passed = 0;
    int regressed = 0;
    int undecided = 0;                 ///< or failed: neither of both
    double median_ratio = 0;           ///< of the verdicts' ratios
    std::vector<double> pass_seconds;  ///< of each verdict `pass`
    std::vector<double> regressed_seconds;
    std::vector<std::pair<std::string, int>>
        peers;  ///< how often each peer's rule says slower about the same rounds
};

/// `neighbours` says for each cell whether there was one.
std::vector<SoakGroup> summarize_soak(const GateRecord& record, const std::vector<Judgement>& judgements,
                                      const std::vector<bool>& neighbours);

/// Whether a soak of the gate wrote it.
bool is_soak(const nlohmann::json& document);

/// What a soak's document says of its verdicts besides their rounds. Throws Error where it is no soak's.
struct SoakNotes {
    std::vector<bool> neighbours;
    double driver_cpu_seconds = 0;
};
SoakNotes soak_notes(const nlohmann::json& document);

/// `soak` of a gate's document. `driver_cpu_seconds` is what the driver itself used.
nlohmann::json soak_json(const GateRecord& record, const std::vector<Judgement>& judgements,
                         const std::vector<bool>& neighbours, double driver_cpu_seconds);

/// The same with the notes of a soak's document, `stored`, and where a former version wrote that, without
/// what those did not know: the bounds of mean seconds. Throws Error where it is no soak's.
nlohmann::json soak_json_like(const nlohmann::json& stored, const GateRecord& record,
                              const std::vector<Judgement>& judgements);

}  // namespace pepbench
