#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace pepbench {

/// A made-up machine: a directory of its own that stands for "/" and goes with the object.
class FakeTree {
  public:
    FakeTree() {
        auto name = (std::filesystem::temp_directory_path() / "pepbench-tree-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            ADD_FAILURE() << "no temporary directory " << name;
        }
        root_ = name;
    }
    ~FakeTree() {
        std::error_code ignored;
        std::filesystem::remove_all(root_, ignored);
    }
    FakeTree(const FakeTree&) = delete;
    FakeTree& operator=(const FakeTree&) = delete;
    FakeTree(FakeTree&&) = delete;
    FakeTree& operator=(FakeTree&&) = delete;

    [[nodiscard]] const std::filesystem::path& root() const { return root_; }

    /// Writes `text` to `path` of the made-up machine; a line end is added, as the kernel does.
    FakeTree& add(std::string_view path, std::string_view text) {
        const auto file = root_ / std::filesystem::path(path).relative_path();
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text << '\n';
        return *this;
    }

  private:
    std::filesystem::path root_;
};

}  // namespace pepbench
