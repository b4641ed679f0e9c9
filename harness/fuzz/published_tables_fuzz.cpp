// The PEPs' published tables.
#include "fuzz/input.h"
#include "record/published.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static pepbench::InputFile input;
    pepbench::take_or_refuse([&] {
        const auto tables = pepbench::PublishedTables::read(input.holding(bytes, size));
        (void)tables.seconds("primes", {"process", "fork"}, 8);
    });
    return 0;
}
