#include "fuzz/input.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>

#include "record/harmless.h"

namespace pepbench {

InputFile::InputFile()
    : descriptor_(::memfd_create("input", MFD_CLOEXEC)),
      path_(fmt::format("/proc/self/fd/{}", descriptor_)) {}

InputFile::~InputFile() { ::close(descriptor_); }

const std::filesystem::path& InputFile::holding(const std::uint8_t* bytes, std::size_t size) {
    if (::ftruncate(descriptor_, 0) != 0 ||
        ::pwrite(descriptor_, bytes, size, 0) != static_cast<ssize_t>(size)) {
        fmt::print(stderr, "the input of {} bytes cannot be kept in memory\n", size);
        std::abort();
    }
    return path_;
}

bool is_followed(std::string_view input) {
    constexpr std::size_t kOneIn = 16;
    static const bool all = std::getenv("PEPBENCH_FOLLOW_ALL") != nullptr;
    return all || std::hash<std::string_view>()(input) % kOneIn == 0;
}

bool is_followed(const std::uint8_t* bytes, std::size_t size) {
    return is_followed({reinterpret_cast<const char*>(bytes), size});
}

void require_harmless(std::string_view text) {
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        const std::string_view line = text.substr(start, end - start);
        if (harmless(line) != line) {
            fmt::print(stderr, "a terminal would obey this: {}\n", harmless(line));
            std::abort();
        }
        start = end + 1;
    }
}

}  // namespace pepbench
