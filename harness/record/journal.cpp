#include "record/journal.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "error.h"

namespace pepbench {

Journal::Journal(const std::filesystem::path& result)
    : path_(result.string() + ".journal"),
      descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644)) {
    if (descriptor_ < 0) {
        throw Error(fmt::format("cannot write {}: {}; name another place with --output", path_.string(),
                                std::strerror(errno)));
    }
}

Journal::~Journal() { ::close(descriptor_); }

void Journal::append(const char* type, nlohmann::json row) {
    row["type"] = type;
    const std::string line = row.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    const ssize_t written = ::write(descriptor_, line.data(), line.size());
    if (written != static_cast<ssize_t>(line.size())) {
        throw Error(fmt::format("cannot write {}: {}; free some space, what was measured before is in it",
                                path_.string(), written < 0 ? std::strerror(errno) : "the disk is full"));
    }
}

void Journal::discard() { ::unlink(path_.c_str()); }

}  // namespace pepbench
