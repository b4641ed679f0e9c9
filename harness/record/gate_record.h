// What a gate found, as it is kept in memory, journal and result file.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "plan/gate_plan.h"
#include "record/withheld.h"

namespace pepbench {

/// Profiles of a gate's file: judged with a control, and a check of pepbench itself, which has none.
inline constexpr const char* kGateProfile = "gate";
inline constexpr const char* kSelfcheckProfile = "selfcheck";

/// One round of a cell: a fresh process of each side, run alternately. Times of runs in nanoseconds for one
/// execution, to a tenth, in the order in which they were taken; the i-th of both sides ran next to each
/// other. Everything is rounded as the file has it, so that what is judged is what is kept.
struct RoundRow {
    std::size_t cell = 0;  ///< its number in the gate's list
    int round = 0;         ///< of this cell, from 0
    bool head_started_first = false;
    std::string quads;  ///< as RoundDraw has them
    int padding_bytes = 0;
    std::uint32_t hash_seed = 0;
    std::optional<int> core;         ///< that both were pinned to; nothing where they had all
    double foreign_load = 0;         ///< of that core by others, 0 to 1, as it was when it was chosen
    std::optional<bool> kept_awake;  ///< whether cores were kept from going to sleep between runs; files of
                                     ///< former versions do not say
    std::optional<bool> started_ahead;  ///< whether its processes were started while the round before was
                                        ///< measured; files of former versions do not say
    bool stopped = false;               ///< a signal stopped one of its processes, perhaps during a run
    Withheld withheld;                  ///< meanwhile; files only have it of rounds that were disturbed
    double start_seconds = 0;  ///< since the gate began, without what lay between where it was continued
    double seconds = 0;        ///< the whole round, with what it waited for its processes, and their end
    std::vector<double> base;
    std::vector<double> head;
    std::string base_failure;  ///< why the base did not finish the round; empty where it did
    std::string head_failure;
};

/// Every verdict that there is.
enum class Verdict { pass, regressed, undecided, missing, added, failed, wrong_answer };

/// `pass`, `regressed`, `undecided`, `missing`, `new`, `failed`, `wrong answer`
const char* name_of(Verdict verdict);

/// What was settled about a cell beside its rounds.
struct GateCellRow {
    GatedCell cell;
    std::int64_t iterations = 1;     ///< executions timed together, on both sides
    int warmups = 1;                 ///< of each process, before its first run that counts
    std::optional<Verdict> settled;  ///< where no round can say: missing, added, failed, wrong_answer
    std::string reason;              ///< of `settled`, or why no further round was made
};

struct GateRecord {
    nlohmann::json context = nlohmann::json::object();  ///< Google Benchmark's
    nlohmann::json header = nlohmann::json::object();   ///< of `pepbench`, everything but the lists below
    std::vector<GateCellRow> cells;
    std::vector<RoundRow> rounds;
};

}  // namespace pepbench
