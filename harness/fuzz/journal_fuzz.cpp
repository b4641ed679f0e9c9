// A run's journal, as `pepbench run --resume` takes it, and a gate's, as `pepbench gate --continue` does.
#include <sstream>

#include "fuzz/input.h"
#include "record/gate_file.h"
#include "record/gate_journal.h"
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
    pepbench::take_or_refuse([&] {
        std::istringstream journal(std::string(reinterpret_cast<const char*>(bytes), size));
        const pepbench::GateRecord gate =
            pepbench::gate_of(pepbench::document_of_gate_journal(journal), "journal");
        (void)pepbench::gate_document(gate, pepbench::judge_gate(gate));
    });
    return 0;
}
