#!/usr/bin/env bash
# sanitizers.sh: the harness and its tests under AddressSanitizer with UndefinedBehaviorSanitizer, then the tests where
# threads meet under ThreadSanitizer, each in a build directory of its own. Needs what setup.sh installs.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$root/ci/packages.sh" sanitizers
code=0
for sanitizer in asan tsan; do
    step "build-$sanitizer" "$root/ci/build.sh" "$sanitizer"
    (cd "$root" && step "ctest-$sanitizer" ctest --preset "$sanitizer") || code=1
done
exit "$code"
