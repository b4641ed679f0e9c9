#include "measure/scratch.h"

#include <fmt/format.h>
#include <stdlib.h>  // mkdtemp, which <cstdlib> does not promise

#include <cerrno>
#include <cstring>
#include <utility>

#include "error.h"

namespace fs = std::filesystem;

namespace pepbench {

Scratch::Scratch() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "pepbench-XXXXXX").string();
    if (error || ::mkdtemp(name.data()) == nullptr) {
        throw Error(
            fmt::format("cannot make a folder for the workloads' files, {}: {}; set TMPDIR to a place that "
                        "can be written",
                        name, error ? error.message() : std::strerror(errno)));
    }
    path_ = name;
}

Scratch::Scratch(fs::path path) : path_(std::move(path)) {
    std::error_code error;
    if (!fs::create_directory(path_, error)) {
        throw Error(fmt::format("cannot make a folder for the workloads' files, {}: {}", path_.string(),
                                error ? error.message() : "it is there already"));
    }
}

Scratch::~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

}  // namespace pepbench
