#include "record/journal_lines.h"

#include <fmt/format.h>

#include <string>

#include "error.h"
#include "record/checked_json.h"
#include "record/printable.h"
#include "record/result_file.h"

using nlohmann::json;

namespace fs = std::filesystem;

namespace pepbench {

std::ifstream opened_journal(const fs::path& journal) {
    std::error_code unknown;
    if (const fs::file_status status = fs::status(journal, unknown);
        fs::exists(status) && !fs::is_regular_file(status)) {
        throw Error("it is not a regular file");
    }
    if (const auto size = fs::file_size(journal, unknown); !unknown && size > kLargestFile) {
        throw Error("it is larger than any journal");
    }
    return std::ifstream(journal);
}

void each_line(std::istream& journal, const std::function<void(const json&)>& take) {
    std::size_t number = 0;
    for (std::string line;
         std::getline(journal, line) && !journal.eof();) {  // without its end it was cut off
        ++number;
        try {
            take(parse_json(line));
        } catch (const json::exception& error) {
            if (journal.peek() == std::istream::traits_type::eof()) {
                break;  // blocks of a power cut's last line may not have come to the disk
            }
            throw Error(fmt::format("line {} is damaged: {}", number, printable(error.what())));
        } catch (const Error& error) {
            throw Error(fmt::format("line {}: {}", number, printable(error.what())));
        }
    }
    if (journal.bad()) {  // what could not be read is no end
        throw Error(
            fmt::format("nothing after its line {} could be read; try again, or copy it to another "
                        "disk first",
                        number));
    }
}

}  // namespace pepbench
