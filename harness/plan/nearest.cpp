#include "plan/nearest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "error.h"

namespace pepbench {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, substituted});
        }
    }
    return row.back();
}

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
    const auto closest = std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) {
        return edit_distance(word, a) < edit_distance(word, b);
    });
    return closest == known.end() ? std::string() : *closest;
}

void require_known(std::string_view kind, std::string_view word, const std::vector<std::string>& known) {
    if (std::find(known.begin(), known.end(), word) == known.end()) {
        throw Error(fmt::format("unknown {} '{}'; did you mean '{}'? Known are: {}", kind, word,
                                nearest(word, known), fmt::join(known, ", ")));
    }
}

}  // namespace pepbench
