// What tells whether a side of a gate still is what it was: only then may evidence be added up.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "plan/gate_plan.h"

namespace pepbench {

/// Of modules beside workloads: how many are looked at, and so many bytes of them.
inline constexpr std::size_t kMostModules = 500;
inline constexpr std::size_t kMostModuleBytes = std::size_t{16} << 20U;

/// A file's bytes as FNV-1a, 64 bits (Fowler, Noll and Vo), in hexadecimal digits.
std::string fingerprint(const std::filesystem::path& file);

/// `/usr/lib/libpython3.11.so.1.0` of ld.so(8)'s `libpython3.11.so.1.0 => /usr/lib/libpython3.11.so.1.0
/// (0x7f...)`; empty for a line about anything but an interpreter's library.
std::filesystem::path interpreters_library(const std::string& line);

/// SHA-256 of the `executable`, where it is not empty, and of the interpreter's library that `program` loads:
/// `executable` and `library`, each where it can be read.
nlohmann::json build_of(const std::filesystem::path& executable, const std::filesystem::path& program);

/// What workloads may import from beside them: the .py files in their folders, and in packages there, with
/// folders that have an `__init__.py`. `files`, their number, and `sha256`, of names and bytes; `complete` is
/// false where there are more than the bounds above. The workloads themselves are left out.
nlohmann::json modules_beside(const std::vector<std::filesystem::path>& workloads);

/// How a side differs from what it was, as the end of a sentence; empty where it does not. What files of
/// former versions do not say of it is not asked.
std::string change_of_side(const nlohmann::json& then, const nlohmann::json& now);

}  // namespace pepbench
