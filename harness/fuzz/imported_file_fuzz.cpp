// What `pepbench import` takes: JSON of pyperf and Google Benchmark, packed or not. What it writes must be a
// result file, and every export of that is text without control characters.
#include <cstdlib>
#include <sstream>

#include "cli/import_header.h"
#include "fuzz/input.h"
#include "record/formats/exported.h"
#include "record/formats/foreign_json.h"
#include "record/formats/imported.h"
#include "record/result_file.h"
#include "record/result_parser.h"

using nlohmann::json;

namespace pepbench {
namespace {

void require_readable(const json& document, std::size_t samples) {
    std::istringstream stream(document.dump(-1, ' ', false, json::error_handler_t::replace));
    const ParsedResult parsed = parse_result(stream);
    if (parsed.samples.wrong || parsed.samples.rows.size() != samples) {
        std::abort();
    }
}

void take(const std::string& bytes) {
    const ImportedFile file = imported_file(parse_foreign_json(unpacked(bytes)));
    RunRecord record = rows_of(file);
    if (!is_followed(bytes)) {
        return;
    }
    describe_import(record, file, {{"sha256", sha256(bytes)}});
    const Summary summary = summarize(record, {});
    require_readable(result_document(record, summary), record.samples.size());
    for (const auto& [name, text_of_run] : kFormats) {
        take_or_refuse([&, &write = text_of_run] { require_harmless(write({record, summary})); });
    }
}

}  // namespace
}  // namespace pepbench

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    pepbench::take_or_refuse([&] { pepbench::take({reinterpret_cast<const char*>(bytes), size}); });
    return 0;
}
