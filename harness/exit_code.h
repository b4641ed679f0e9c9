// The one list of exit codes, for all verbs.
#pragma once

namespace pepbench {

enum class ExitCode : int {
    done = 0,            ///< done, or pass
    regression = 1,      ///< a regression, or a refuted claim where asked
    error = 2,           ///< usage or harness error
    cannot_tell = 3,     ///< the machine is too noisy for a verdict
    incomplete = 4,      ///< cells missing or failed, or nothing measured
    not_comparable = 5,  ///< environments differ
    interrupted = 130,
};

}  // namespace pepbench
