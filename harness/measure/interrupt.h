// Ctrl-C, and being asked to end.
#pragma once

namespace pepbench {

/// From now on SIGINT, SIGTERM and SIGHUP are counted instead of ending the driver, and a closed pipe is an
/// error to be handled instead of the end. A third signal ends it. SIGINT and SIGHUP stay ignored where the
/// driver was started so (nohup).
void catch_interrupts();

/// From now on a signal that is counted wakes nothing that waits: nobody who reads an output wants half of
/// it.
void let_calls_go_on();

/// How many have come: one asks to end after the current sample, two to end at once.
int interrupts();

/// Forgets them (for tests).
void reset_interrupts();

}  // namespace pepbench
