#include "measure/lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "environment/files.h"
#include "error.h"
#include "measure/standard_error.h"
#include "record/printable.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

Error cannot_lock(const fs::path& file) {
    return Error(
        fmt::format("cannot lock {}, by which two measurements on one machine notice each other: "
                    "{}; name another file with PEPBENCH_LOCK",
                    file.string(), std::strerror(errno)));
}

Descriptor regular(Descriptor opened, const fs::path& file) {
    struct stat status{};
    if (::fstat(opened.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        errno = EINVAL;
        throw cannot_lock(file);
    }
    return opened;
}

/// Created for all users. One that is there is opened without O_CREAT, which the kernel refuses for another
/// user's file in a folder like /tmp (fs.protected_regular).
Descriptor open_lock(const fs::path& file) {
    constexpr int kFlags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    while (true) {
        Descriptor opened(::open(file.c_str(), kFlags));
        if (opened.is_open()) {
            return regular(std::move(opened), file);
        }
        if (errno == ENOENT) {
            Descriptor created(::open(file.c_str(), kFlags | O_CREAT | O_EXCL, 0666));
            if (created.is_open()) {
                ::fchmod(created.get(), 0666);  // whatever the umask
                return created;
            }
            if (errno == EEXIST) {
                continue;
            }
        }
        throw cannot_lock(file);
    }
}

/// Whether it is the lock now. Throws Error where it cannot be had for another reason than being held.
bool try_lock(int descriptor, int operation, const fs::path& file) {
    while (::flock(descriptor, LOCK_EX | operation) != 0) {
        if (errno == EWOULDBLOCK) {
            return false;
        }
        if (errno != EINTR) {
            throw cannot_lock(file);
        }
    }
    return true;
}

/// Whether the file is still the one of that name: somebody may clean /tmp up.
bool is_in_place(int descriptor, const fs::path& file) {
    struct stat held{};
    struct stat named{};
    return ::fstat(descriptor, &held) == 0 && ::stat(file.c_str(), &named) == 0 &&
           held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

void write_holder(int descriptor) {
    const std::string text = fmt::format("{}\n", ::getpid());
    // Who cannot be named holds it all the same.
    if (::ftruncate(descriptor, 0) == 0) {
        [[maybe_unused]] const ssize_t written = ::pwrite(descriptor, text.data(), text.size(), 0);
    }
}

/// `process 123, pepbench run --suite all`
std::string holder_of(const fs::path& file) {
    const std::optional<long long> pid = read_integer(file);
    if (!pid || *pid <= 0) {
        return "a process that is not named yet";
    }
    std::string command = read_text(fmt::format("/proc/{}/cmdline", *pid)).value_or("");
    std::replace(command.begin(), command.end(), '\0', ' ');
    const std::string_view shown = trim(command);
    return shown.empty() ? fmt::format("process {}", *pid)
                         : fmt::format("process {}, {}", *pid, printable(shown, 200));
}

}  // namespace

fs::path lock_file() {
    const char* const named = std::getenv("PEPBENCH_LOCK");
    return named != nullptr && *named != '\0' ? named : "/tmp/pepbench.lock";
}

MachineLock::MachineLock(bool wait, const fs::path& file) {
    do {
        descriptor_ = open_lock(file);
        if (!try_lock(descriptor_.get(), LOCK_NB, file)) {
            const std::string holder = holder_of(file);
            if (!wait) {
                throw Error(
                    fmt::format("this machine is being measured already, by {}, and each would disturb the "
                                "other; give --wait to begin after its end",
                                holder));
            }
            print_err(fmt::format("waiting for the end of {}, which measures on this machine\n", holder));
            try_lock(descriptor_.get(), 0, file);
        }
    } while (!is_in_place(descriptor_.get(), file));
    write_holder(descriptor_.get());
}

void MachineLock::hand_on() { ::fcntl(descriptor_.get(), F_SETFD, 0); }

}  // namespace pepbench
