// A run that did not come to its end, read back so that it can go on.
#pragma once

#include <chrono>
#include <filesystem>
#include <istream>
#include <optional>

#include "record/run_record.h"

namespace pepbench {

struct Unfinished {
    RunRecord record;
    std::filesystem::path result;  ///< the file that it was to be written to
    /// The journal's last change, which is the run's last sign; nothing where the result file tells its end.
    std::optional<std::chrono::system_clock::time_point> last_sign;
};

/// Reads what there is of the run that `file`, a result file or its journal, is of. The journal is what
/// holds where both are there. Throws Error with one sentence where there is nothing, what is there is
/// damaged, a gate's, or of a run that is complete.
Unfinished read_unfinished(const std::filesystem::path& file);

/// The record of a run from its journal, whose last line may have been cut off. A process run without an end
/// ends with its last row. Throws Error with one sentence, which tells the line, for anything else.
RunRecord record_of_journal(std::istream& journal);

/// How far a run has come on its own clock, in seconds: the end of its last row. 0 where it has none.
double seconds_used(const RunRecord& record);

}  // namespace pepbench
