// What a gate and its soak do alike: surroundings, journal, result file.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

#include "cli/gate_options.h"
#include "cli/gate_sides.h"
#include "cli/measurement.h"
#include "judge/gate_verdict.h"
#include "measure/gate_session.h"

namespace pepbench {

/// The parts that differ.
struct GateMeasuring {
    /// Fills the record's cells and rounds, handing each to the feed.
    std::function<GateResult(const Bench&, const GateFeed&)> measure;
    std::function<void(const std::vector<Judgement>&, nlohmann::json& gate)>
        add;  ///< to the document's gate, where there is something to add
    const char* profile = kGateProfile;
    bool compact = false;  ///< a file without indentation and rows in Google Benchmark's form
    bool soak = false;     ///< whether file and journal are a soak's
};

struct MeasuredGate {
    bool interrupted = false;
    std::vector<Judgement> judgements;
    nlohmann::json document;
};

/// Measures into `record`, journalling as it goes, judges it and writes the result file. Throws Error; what
/// had been measured is then in the journal.
MeasuredGate measure_and_write_gate(GateRecord& record, ResolvedGate& gate, const GateOptions& options,
                                    const GateMeasuring& measuring);

/// The document that `--continue` names. Says so where it is a journal beside a result file. Throws Error.
nlohmann::json document_to_continue(const std::string& file);

/// The gate in a document, read from the file that `options` continue, with the options that began it put
/// into them; what they say of limits and output counts. Throws Error, also where the file names something to
/// be run that is not pepbench's own and that `options` do not name themselves.
GateRecord continued_gate(const nlohmann::json& document, GateOptions& options);

/// A side must still be what it was where evidence is added up. Throws Error where it is not.
void require_same_sides(const GateRecord& record, const ResolvedGate& gate, const std::string& file);

/// Undecided cells get as many rounds and as much time again as a new gate would give them, the control more
/// than others; cells of long rounds keep the longer time that they had where it `may_be_longer`, as it may
/// unless the user limits it.
void reopen(GateRecord& record, const GateRule& limits, bool may_be_longer);

/// What a session is to be handed.
GatePlan plan_of(const ResolvedGate& gate, const GateOptions& options, const Bench& bench);

}  // namespace pepbench
