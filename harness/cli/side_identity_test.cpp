#include "cli/side_identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "measure/scratch.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

using testing::HasSubstr;

void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

TEST(SideIdentity, TellsBuildsApart) {
    const Scratch scratch;
    const fs::path program = scratch.path() / "python";
    write(program, "one");
    const json before = build_of(program, program);
    EXPECT_EQ(before, build_of(program, program));
    write(program, "two");
    EXPECT_NE(before.at("executable"), build_of(program, program).at("executable"));
    EXPECT_EQ(build_of("", scratch.path() / "nowhere"), json::object());
    EXPECT_EQ(build_of("", "/bin/sh"), json::object()) << "which loads no interpreter";
}

TEST(SideIdentity, FindsAnInterpretersLibraryInWhatTheLoaderSays) {
    EXPECT_EQ(interpreters_library("\tlibpython3.15.so.1.0 => /a folder/libpython3.15.so.1.0 (0x7f12)"),
              "/a folder/libpython3.15.so.1.0");
    EXPECT_EQ(interpreters_library("\tlibpypy3.9-c.so => /bin/libpypy3.9-c.so (0x7f12)"),
              "/bin/libpypy3.9-c.so");
    EXPECT_EQ(interpreters_library("\tlibc.so.6 => /lib/libc.so.6 (0x7f12)"), "");
    EXPECT_EQ(interpreters_library("\tlibpython3.15.so.1.0 => not found"), "");
    EXPECT_EQ(interpreters_library("a line of libpython"), "");
}

TEST(SideIdentity, LooksAtModulesBesideAndInPackages) {
    const Scratch scratch;
    const fs::path& folder = scratch.path();
    write(folder / "parse.py", "");
    write(folder / "helper.py", "x = 1\n");
    write(folder / "package" / "__init__.py", "");
    write(folder / "package" / "deep.py", "x = 1\n");
    write(folder / "elsewhere" / "other.py", "x = 1\n");
    write(folder / "data.json", "1");
    const std::vector<fs::path> workloads = {folder / "parse.py"};
    const json before = modules_beside(workloads);
    EXPECT_EQ(before.at("files"), 3);
    EXPECT_EQ(before.at("complete"), true);
    write(folder / "parse.py", "changed");
    write(folder / "data.json", "2");
    write(folder / "elsewhere" / "other.py", "x = 2\n");
    EXPECT_EQ(modules_beside(workloads), before);
    write(folder / "package" / "deep.py", "x = 2\n");
    EXPECT_NE(modules_beside(workloads), before);
}

TEST(SideIdentity, LooksAtNoMoreThanItSays) {
    const Scratch scratch;
    for (std::size_t number = 0; number < kMostModules + 2; ++number) {
        write(scratch.path() / ("m" + std::to_string(1000 + number) + ".py"), "");
    }
    const json modules = modules_beside({scratch.path() / "m1000.py"});
    EXPECT_EQ(modules.at("files"), kMostModules);
    EXPECT_EQ(modules.at("complete"), false);
}

TEST(SideIdentity, SaysWhatChanged) {
    const json then = {{"configuration", "base"},
                       {"interpreter", "./python"},
                       {"workloads", {{"parse", "1"}}},
                       {"build", {{"executable", "1"}}},
                       {"modules", {{"sha256", "1"}}}};
    EXPECT_EQ(change_of_side(then, then), "");
    for (const auto& [place, said] :
         {std::pair("/interpreter", "another interpreter"),
          std::pair("/workloads/parse", "workloads have changed"),
          std::pair("/build/executable", "built anew"), std::pair("/modules/sha256", "modules beside")}) {
        json now = then;
        now[json::json_pointer(place)] = "2";
        EXPECT_THAT(change_of_side(then, now), HasSubstr(said));
    }
    EXPECT_NE(change_of_side(json(), then), "");
}

TEST(SideIdentity, WhatFormerVersionsDoNotSayIsNotAsked) {
    const json now = {{"configuration", "cpython-3.15"},
                      {"workloads", {{"units", "1"}}},
                      {"build", {{"library", "1"}}},
                      {"modules", {{"sha256", "1"}}}};
    json then = now;
    then.erase("build");
    then.erase("modules");
    EXPECT_EQ(change_of_side(then, now), "");
    EXPECT_NE(change_of_side(now, then), "") << "but what is said must hold";
}

}  // namespace
}  // namespace pepbench
