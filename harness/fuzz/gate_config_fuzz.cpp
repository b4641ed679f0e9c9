// The file of `pepbench gate --config`.
#include "cli/gate_config.h"
#include "fuzz/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static pepbench::InputFile input;
    pepbench::take_or_refuse([&] {
        pepbench::GateOptions options;
        for (const pepbench::ConfiguredCell& cell :
             pepbench::read_gate_config(input.holding(bytes, size), options)) {
            (void)cell.cell_name();
        }
        (void)pepbench::rule_of(options, 1);
    });
    return 0;
}
