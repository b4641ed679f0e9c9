// The sides of a gate as its table, Markdown and JUnit name them.
#pragma once

#include <string>

#include "record/gate_record.h"

namespace pepbench {

/// What a side runs: configuration or path of its interpreter, and where its workloads are its own, their
/// place or commit. `./after/python (3.15.0)`, `cpython-3.15 on new/parse.py`, `cpython-3.15 at 0123456789ab
/// (HEAD)`. Without control characters; long paths lose their beginnings unless they are `whole`.
std::string side_text(const GateRecord& record, const char* side, bool whole = false);

/// `head: ..., base: ...`; sides that differ are not called the same.
std::string sides_text(const GateRecord& record);

}  // namespace pepbench
