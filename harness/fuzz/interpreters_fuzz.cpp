// The list of interpreters, whose entries also come from the script that prepares a user's own interpreter.
#include "fuzz/input.h"
#include "plan/configuration.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static pepbench::InputFile input;
    pepbench::take_or_refuse([&] {
        for (const pepbench::Configuration& configuration :
             pepbench::read_configurations(input.holding(bytes, size))) {
            (void)configuration.available();
        }
    });
    return 0;
}
