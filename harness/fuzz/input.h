// What every fuzzer needs: an input as a file, and what a reader may do with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "error.h"

namespace pepbench {

/// A file in memory that holds the input under way.
class InputFile {
  public:
    InputFile();
    ~InputFile();
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    /// Where the file is, now that it holds these bytes and no others.
    const std::filesystem::path& holding(const std::uint8_t* bytes, std::size_t size);

  private:
    int descriptor_;
    std::filesystem::path path_;
};

/// Whether an input is among the one in sixteen that goes through all that comes after its reader, which
/// takes many times as long as reading; with PEPBENCH_FOLLOW_ALL in the environment all do. It is decided by
/// the bytes, so that an input that is found does again what it did.
bool is_followed(std::string_view input);
bool is_followed(const std::uint8_t* bytes, std::size_t size);

/// Ends the fuzzer unless the text is what may be sent to a terminal: lines of ASCII or UTF-8 without control
/// characters.
void require_harmless(std::string_view text);

/// Reads, which may refuse with an Error. Any other exception ends the fuzzer.
template <typename Read>
void take_or_refuse(const Read& read) {
    try {
        read();
    } catch (const Error&) {
        return;
    }
}

}  // namespace pepbench
