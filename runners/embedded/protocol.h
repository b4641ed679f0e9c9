// Serving runners/protocol.md.
#pragma once

namespace pepbench {

class Channel;

/// Answers the channel's requests until its input ends. `first_statement_seconds` is what Python's monotonic
/// clock read in its first statement. Returns the exit code.
int serve(Channel& channel, double first_statement_seconds);

}  // namespace pepbench
