// Serving runners/protocol.md on standard input and output.
#pragma once

#include <string>

namespace pepbench {

/// Moves the protocol's channel to a descriptor of its own that no child inherits through exec, and lets
/// standard output go to standard error, so that what the measured code prints cannot be taken for a reply.
/// Returns the descriptor.
int claim_standard_output();

/// Answers requests from standard input until it ends. Replies go to `channel`. `first_statement_seconds` is
/// what Python's monotonic clock read in its first statement. Returns the exit code.
int serve(int channel, double first_statement_seconds);

}  // namespace pepbench
