// Which Pythons there are on this machine besides pepbench's own.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pepbench {

/// Where to look: the folders of PATH, and where pyenv and uv keep theirs.
struct SearchPlaces {
    std::vector<std::filesystem::path> folders;  ///< that hold programs
    std::vector<std::filesystem::path> homes;    ///< that hold installations, each with a bin/
};

/// PATH, /usr/bin and /usr/local/bin; `$PYENV_ROOT/versions` (~/.pyenv) and `$UV_PYTHON_INSTALL_DIR`
/// (~/.local/share/uv/python).
SearchPlaces usual_places();

/// Every program there that is named like a Python: python3, python3.N, python3.Nt, pypy3, pypy3.N; each
/// once, however many links lead to it, by its shortest name. pyenv's shims are left out: they are no
/// interpreters.
std::vector<std::filesystem::path> find_pythons(const SearchPlaces& places);

}  // namespace pepbench
