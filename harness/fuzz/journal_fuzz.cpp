// A run's journal, as `pepbench run --resume` takes it, and a gate's, as `pepbench gate --continue` does.
#include <sstream>
#include <string>

#include "cli/run_settings.h"
#include "fuzz/input.h"
#include "record/gate_file.h"
#include "record/gate_journal.h"
#include "record/result_file.h"
#include "record/summary.h"
#include "record/unfinished.h"

namespace pepbench {
namespace {

void take_run(const std::string& bytes) {
    std::istringstream journal(bytes);
    const RunRecord record = record_of_journal(journal);
    (void)seconds_used(record);
    take_or_refuse([&] { (void)settings_of(record.header); });
    if (is_followed(bytes)) {
        (void)result_document(record, summarize(record, {}));
    }
}

void take_gate(const std::string& bytes) {
    std::istringstream journal(bytes);
    const GateRecord gate = gate_of(document_of_gate_journal(journal), "journal");
    if (is_followed(bytes)) {
        (void)gate_document(gate, judge_gate(gate));
    }
}

}  // namespace
}  // namespace pepbench

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string journal(reinterpret_cast<const char*>(bytes), size);
    pepbench::take_or_refuse([&] { pepbench::take_run(journal); });
    pepbench::take_or_refuse([&] { pepbench::take_gate(journal); });
    return 0;
}
