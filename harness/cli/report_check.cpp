#include "cli/report_check.h"

#include <fmt/format.h>

#include "cli/derivation.h"
#include "cli/judged_claims.h"
#include "environment/files.h"
#include "error.h"
#include "judge/page_verification.h"
#include "record/checked_json.h"
#include "record/report_page.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

json read_claims(const fs::path& file) {
    try {
        if (const std::optional<std::string> text = read_text(file)) {
            const json document = parse_json(*text);
            return document.is_object() ? document : throw Error("it is no JSON object");
        }
    } catch (const std::exception& error) {
        throw Error(
            fmt::format("{} does not hold: it is no list of claims: {}", file.string(), error.what()));
    }
    throw Error(fmt::format("cannot read {}; a report's folder holds it", file.string()));
}

/// The report's copy of the claims.
CheckedFile check_claims(const fs::path& file, json derived) {
    const json stored = read_claims(file);
    derived["files"] = stored.value("files", json());  // they were somewhere else when it was written
    return {file.string(),
            {compare_documents("values of the claims follow from the samples", "claims", stored, derived)}};
}

}  // namespace

std::vector<CheckedFile> check_report(const fs::path& folder) {
    const fs::path index = folder / "index.html";
    const ReportPage page = read_report_page(index);
    if (page.files.empty()) {
        throw Error(
            fmt::format("{} does not hold: it links to no result file in its folder 'data'", index.string()));
    }
    std::vector<CheckedFile> checked;
    std::vector<std::string> files;
    PageSources sources;
    for (const std::string& name : page.files) {
        files.push_back((folder / "data" / name).string());
        Derivation derivation = derive(files.back());
        sources[fmt::format("file{}", checked.size())] = std::move(derivation.document);
        checked.push_back({files.back(), std::move(derivation.checks)});
    }
    json& claims = sources["claims"] = judged_claims(files);
    checked.push_back(check_claims(folder / "claims.json", claims));
    checked.push_back({index.string(), {verify_page(page, sources)}});
    return checked;
}

}  // namespace pepbench
