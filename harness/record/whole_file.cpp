#include "record/whole_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "error.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 26U;
constexpr std::size_t kReadAtOnce = std::size_t{1} << 16U;

Error cannot_write(const fs::path& path) {
    return Error(fmt::format("cannot write {}: {}", path.string(), std::strerror(errno)));
}

/// So that the new name outlives a power failure, too; where a folder cannot be flushed, the file is whole.
void flush_folder_of(const fs::path& path) {
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

}  // namespace

void write_whole(const fs::path& path, const std::string& text) {
    const fs::path beside = path.string() + ".part";
    const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        throw cannot_write(beside);
    }
    try {
        if (!written(descriptor, text) || !flushed(descriptor)) {
            throw cannot_write(beside);
        }
    } catch (...) {
        ::close(descriptor);
        ::unlink(beside.c_str());
        throw;
    }
    // Disks on a network tell at the close that there was no room.
    if (::close(descriptor) != 0) {
        const Error error = cannot_write(beside);
        ::unlink(beside.c_str());
        throw error;
    }
    std::error_code error;
    fs::rename(beside, path, error);
    if (error) {
        ::unlink(beside.c_str());
        throw Error(
            fmt::format("cannot rename {} to {}: {}", beside.string(), path.string(), error.message()));
    }
    flush_folder_of(path);
}

bool written(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return true;
}

bool flushed(int descriptor) { return ::fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP; }

void require_writable_output(const fs::path& path, bool force) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
        throw Error(fmt::format("{} is a folder; name a file with --output", path.string()));
    }
    if (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored)) {
        throw Error(fmt::format("{} is no regular file; name another with --output", path.string()));
    }
    if (fs::exists(path, ignored) && !force) {
        throw Error(
            fmt::format("{} exists; give --force to overwrite it, or another --output", path.string()));
    }
}

std::string read_whole(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::string bytes;
    std::array<char, kReadAtOnce> piece{};
    while (stream.read(piece.data(), piece.size()) || stream.gcount() > 0) {
        bytes.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
        if (bytes.size() > kMostBytes) {
            throw Error(
                fmt::format("{} is larger than 64 MiB, which no benchmark's result is", path.string()));
        }
    }
    if (!stream.is_open() || stream.bad()) {
        throw Error(fmt::format("cannot read {}: {}", path.string(), std::strerror(errno)));
    }
    return bytes;
}

}  // namespace pepbench
