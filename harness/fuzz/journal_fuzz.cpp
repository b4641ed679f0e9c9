// A run's journal, as `pepbench run --resume` takes it.
#include <sstream>

#include "fuzz/input.h"
#include "record/result_file.h"
#include "record/summary.h"
#include "record/unfinished.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    pepbench::take_or_refuse([&] {
        std::istringstream journal(std::string(reinterpret_cast<const char*>(bytes), size));
        const pepbench::RunRecord record = pepbench::record_of_journal(journal);
        (void)pepbench::seconds_used(record);
        (void)pepbench::result_document(record, pepbench::summarize(record, {}));
    });
    return 0;
}
