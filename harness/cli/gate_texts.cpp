#include "cli/gate_texts.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

#include "cli/gate_report.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

/// An option and the file that it names.
using Place = std::pair<const char*, fs::path>;

void require_place(const Place& place) {
    const auto& [option, file] = place;
    std::error_code error;
    if (fs::is_directory(file, error)) {
        throw Error(fmt::format("{} {} is a folder; name a file", option, file.string()));
    }
    const bool exists = fs::exists(file, error);
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    if (!exists && !fs::is_directory(folder, error)) {
        throw Error(
            fmt::format("{} {} cannot be written: there is no folder {}; make it, or name another file",
                        option, file.string(), folder.string()));
    }
    if (::access((exists ? file : folder).c_str(), exists ? W_OK : W_OK | X_OK) != 0) {
        throw Error(fmt::format("{} {} cannot be written: {}; name another file", option, file.string(),
                                std::strerror(errno)));
    }
}

/// Whether writing the one would overwrite the other.
bool is_same_file(const fs::path& one, const fs::path& other) {
    std::error_code error;
    const auto place = [&](const fs::path& file) {
        return fs::weakly_canonical(fs::absolute(file, error), error);
    };
    return (!fs::exists(one, error) || fs::is_regular_file(one, error)) && place(one) == place(other);
}

bool write_text(const std::string& path, const std::string& text) {
    std::ofstream stream(path);
    return static_cast<bool>((stream << text).flush());
}

}  // namespace

void require_places_for_texts(const GateOptions& options) {
    const std::array<Place, 3> places = {Place("--markdown", options.markdown),
                                         Place("--junit", options.junit),
                                         Place("--output", options.run.output)};
    for (std::size_t one = 0; one < 2; ++one) {  // the output is looked at where it is opened
        if (places[one].second.empty()) {
            continue;
        }
        require_place(places[one]);
        for (std::size_t other = one + 1; other < places.size(); ++other) {
            if (!places[other].second.empty() && is_same_file(places[one].second, places[other].second)) {
                throw Error(fmt::format("{} and {} both name {}; name a file for each", places[one].first,
                                        places[other].first, places[one].second.string()));
            }
        }
    }
}

std::optional<Error> write_gate_texts(const GateOptions& options, const GateRecord& record,
                                      const std::vector<Judgement>& judgements,
                                      const std::string& result_file) {
    std::optional<Error> first;
    const auto write = [&](const std::string& path, const std::string& text) {
        if (!path.empty() && !write_text(path, text) && !first) {
            first = Error(
                fmt::format("cannot write {}; the result file is written, and pepbench show reads it", path));
        }
    };
    write(options.markdown, gate_markdown(record, judgements, result_file));
    write(options.junit, gate_junit(record, judgements));
    return first;
}

}  // namespace pepbench
