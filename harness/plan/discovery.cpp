#include "plan/discovery.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <regex>
#include <sstream>

namespace fs = std::filesystem;

namespace pepbench {
namespace {

std::string variable(const char* name) {
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

fs::path variable_or(const char* name, const fs::path& otherwise) {
    const std::string value = variable(name);
    return value.empty() ? otherwise : fs::path(value);
}

bool is_named_like_a_python(const std::string& name) {
    static const std::regex names(R"((python3(\.\d+t?)?|pypy3(\.\d+)?))");
    return std::regex_match(name, names);
}

std::vector<fs::path> entries_of(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code unreadable;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, unreadable)) {
        entries.push_back(entry.path());
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

}  // namespace

SearchPlaces usual_places() {
    SearchPlaces places;
    std::istringstream path(variable("PATH"));
    for (std::string folder; std::getline(path, folder, ':');) {
        places.folders.emplace_back(folder);
    }
    places.folders.insert(places.folders.end(), {"/usr/local/bin", "/usr/bin"});
    const fs::path home = variable("HOME");
    places.homes = {variable_or("PYENV_ROOT", home / ".pyenv") / "versions",
                    variable_or("UV_PYTHON_INSTALL_DIR", home / ".local" / "share" / "uv" / "python")};
    return places;
}

std::vector<fs::path> find_pythons(const SearchPlaces& places) {
    std::vector<fs::path> folders = places.folders;
    for (const fs::path& home : places.homes) {
        for (const fs::path& installation : entries_of(home)) {
            folders.push_back(installation / "bin");
        }
    }
    std::vector<fs::path> found;
    std::map<fs::path, std::size_t> place_of;  // by the file that the links lead to
    for (const fs::path& folder : folders) {
        if (folder.filename() == "shims") {
            continue;
        }
        for (const fs::path& program : entries_of(folder)) {
            std::error_code broken;
            const fs::path file = fs::canonical(program, broken);
            if (broken || !is_named_like_a_python(program.filename()) || ::access(file.c_str(), X_OK) != 0) {
                continue;
            }
            const auto [known, is_new] = place_of.emplace(file, found.size());
            if (is_new) {
                found.push_back(program);
            } else if (program.native().size() < found[known->second].native().size()) {
                found[known->second] = program;
            }
        }
    }
    return found;
}

}  // namespace pepbench
