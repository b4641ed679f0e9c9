// How long measuring will take.
#pragma once

#include <filesystem>

#include "measure/settings.h"
#include "measure/url_page.h"

namespace pepbench {

/// How long a run of the profile `pep371` will take, in seconds, from one linear sample of each workload in
/// the first configuration, measured now. Cells that fail count as nothing; they will fail again.
double forecast_pep371(const Settings& settings, const std::filesystem::path& scratch, const UrlPage* page,
                       double usable_cores);

}  // namespace pepbench
