#include "record/formats/foreign_json.h"

#include <fmt/format.h>
#include <openssl/sha.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include "error.h"
#include "record/checked_json.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr std::string_view kGzip = "\x1f\x8b";
constexpr std::size_t kMostUnpacked = std::size_t{1} << 26U;
constexpr std::size_t kUnpackedAtOnce = std::size_t{1} << 16U;

/// An inflating stream for gzip's header, over bytes that outlive it.
class Inflation {
  public:
    explicit Inflation(const std::string& bytes) : input_(bytes.begin(), bytes.end()) {
        constexpr int kGzipWindow = 15 + 16;  // zlib's manual: 16 more for a gzip header
        stream_.next_in = input_.data();
        stream_.avail_in = static_cast<uInt>(input_.size());
        if (inflateInit2(&stream_, kGzipWindow) != Z_OK) {
            throw Error("it cannot be unpacked: no memory");
        }
    }
    Inflation(const Inflation&) = delete;
    Inflation& operator=(const Inflation&) = delete;
    ~Inflation() { inflateEnd(&stream_); }

    std::string text() {
        std::string text;
        std::array<Bytef, kUnpackedAtOnce> piece{};
        for (int code = Z_OK; code != Z_STREAM_END;) {
            stream_.next_out = piece.data();
            stream_.avail_out = piece.size();
            code = inflate(&stream_, Z_NO_FLUSH);
            if (code != Z_OK && code != Z_STREAM_END) {
                throw Error("it begins like a gzip file, but is damaged or cut off");
            }
            text.append(piece.begin(), piece.end() - static_cast<std::ptrdiff_t>(stream_.avail_out));
            if (text.size() > kMostUnpacked) {
                throw Error("it holds more than 64 MiB, which no benchmark's result does");
            }
        }
        return text;
    }

  private:
    std::vector<Bytef> input_;
    z_stream stream_{};
};

/// Where the string that `text` begins with ends, one behind its last quote, or the text.
std::size_t end_of_string(std::string_view text) {
    std::size_t place = 1;
    while (place < text.size() && text[place] != '"') {
        place += text[place] == '\\' ? 2U : 1U;
    }
    return std::min(place + 1, text.size());
}

/// The word that begins there and is no number although Python writes it for one; empty where there is none.
std::string_view non_number_at(std::string_view text) {
    for (const std::string_view word : {"-Infinity", "Infinity", "NaN"}) {
        if (text.starts_with(word)) {
            return word;
        }
    }
    return {};
}

/// The text with null for what is no number, outside of strings.
std::string with_nulls(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const std::string_view word = non_number_at(text);
        const std::size_t length =
            text.front() == '"' ? end_of_string(text) : std::max<std::size_t>(word.size(), 1);
        result += word.empty() ? text.substr(0, length) : "null";
        text.remove_prefix(length);
    }
    return result;
}

}  // namespace

std::string unpacked(const std::string& bytes) {
    return bytes.starts_with(kGzip) ? Inflation(bytes).text() : bytes;
}

json parse_foreign_json(std::string_view text) {
    try {
        return parse_json(with_nulls(text));
    } catch (const json::exception& error) {
        throw Error(fmt::format("it is no JSON: {}", printable(error.what())));
    }
}

std::string sha256(const std::string& bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(std::vector<unsigned char>(bytes.begin(), bytes.end()).data(), bytes.size(), digest.data());
    std::string digits;
    for (const unsigned char byte : digest) {
        digits += fmt::format("{:02x}", byte);
    }
    return digits;
}

}  // namespace pepbench
