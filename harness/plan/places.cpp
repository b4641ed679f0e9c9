#include "plan/places.h"

#include <cstdlib>

namespace fs = std::filesystem;

namespace pepbench {

fs::path program_directory() { return fs::read_symlink("/proc/self/exe").parent_path(); }

fs::path source_directory() {
    const char* const home = std::getenv("PEPBENCH_HOME");
    return home != nullptr && *home != '\0' ? fs::path(home) : fs::path(PEPBENCH_SOURCE_DIR);
}

}  // namespace pepbench
