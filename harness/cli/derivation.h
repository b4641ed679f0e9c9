// A stored result beside what pepbench makes of its raw rows now.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "judge/verification.h"

namespace pepbench {

struct Derivation {
    nlohmann::json document;    ///< with summary or verdicts as they follow from the file's own rows
    std::vector<Check> checks;  ///< of the stored document against it
};

/// Of a result file of any kind: here alone it decides how a file is verified. Throws Error.
Derivation derive(const std::filesystem::path& file);

}  // namespace pepbench
