// What AddressSanitizer is told in a runner that is built with it.

/// CPython frees little of what it holds when it ends, which is no leak of the runner's; and a workload that
/// crashes is to die as it does without.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() { return "detect_leaks=0:handle_segv=0"; }
