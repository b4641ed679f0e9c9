// The page of a report, whose numbers `pepbench verify` looks up in what it derives.
#include "fuzz/input.h"
#include "judge/page_verification.h"
#include "record/result_file.h"

using nlohmann::json;

namespace pepbench {
namespace {

void take(std::string_view html) {
    static const PageSources sources = {
        {"file0", read_document(PEPBENCH_SOURCE_DIR "/harness/fuzz/corpus/result-file/one_pass")}};
    const Check check = verify_page(parse_report_page(html), sources);
    (void)check.problems.size();
}

}  // namespace
}  // namespace pepbench

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    pepbench::take_or_refuse([&] { pepbench::take({reinterpret_cast<const char*>(bytes), size}); });
    return 0;
}
