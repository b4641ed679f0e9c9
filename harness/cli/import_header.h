// What an imported result says about its origin besides the rows.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "record/formats/imported.h"

namespace pepbench {

/// Fills in `context` and `header` of a record that has its rows. `origin` becomes `pepbench.imported`. What
/// the file does not tell, such as load, answers and facts after the work, is null.
void describe_import(RunRecord& record, const ImportedFile& file, const nlohmann::json& origin);

}  // namespace pepbench
