// Files that are there whole or not at all.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace pepbench {

/// Writes `text` beside `path`, flushes it to the disk and renames it over `path`. Throws Error where it
/// cannot be written or flushed, and leaves nothing behind then.
void write_whole(const std::filesystem::path& path, const std::string& text);

/// Writes all of it, whatever a call takes at a time; false where that fails, and errno then says why.
bool written(int descriptor, std::string_view text);

/// Whether the disk has what was written; some file systems cannot be asked, which is no failure. Else errno
/// says why.
bool flushed(int descriptor);

/// Throws Error where `path` is a folder or no regular file, or is there and may not be overwritten
/// (`force`).
void require_writable_output(const std::filesystem::path& path, bool force);

/// The bytes of a file. Throws Error where it cannot be read or is larger than 64 MiB.
std::string read_whole(const std::filesystem::path& path);

}  // namespace pepbench
