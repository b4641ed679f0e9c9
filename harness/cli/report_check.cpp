#include "cli/report_check.h"

#include <fmt/format.h>

#include "cli/derivation.h"
#include "error.h"
#include "judge/page_verification.h"
#include "record/report_page.h"

namespace fs = std::filesystem;

namespace pepbench {

std::vector<CheckedFile> check_report(const fs::path& folder) {
    const fs::path index = folder / "index.html";
    const ReportPage page = read_report_page(index);
    if (page.files.empty()) {
        throw Error(
            fmt::format("{} does not hold: it links to no result file in its folder 'data'", index.string()));
    }
    std::vector<CheckedFile> checked;
    PageSources sources;
    for (const std::string& name : page.files) {
        const fs::path file = folder / "data" / name;
        Derivation derivation = derive(file);
        sources[fmt::format("file{}", checked.size())] = std::move(derivation.document);
        checked.push_back({file.string(), std::move(derivation.checks)});
    }
    checked.push_back({index.string(), {verify_page(page, sources)}});
    return checked;
}

}  // namespace pepbench
