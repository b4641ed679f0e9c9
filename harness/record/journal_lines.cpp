#include "record/journal_lines.h"

#include <fmt/format.h>

#include <string>

#include "error.h"
#include "record/checked_json.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {

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
}

}  // namespace pepbench
