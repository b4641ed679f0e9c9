#include "plan/configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "environment/fake_tree_for_test.h"
#include "error.h"

namespace pepbench {
namespace {

using Environment = std::map<std::string, std::string>;
using testing::HasSubstr;

std::vector<Configuration> read(FakeTree& tree, const std::string& text) {
    tree.add("interpreters.json", text);
    return read_configurations(tree.root() / "interpreters.json");
}

TEST(Configurations, AnInterpreterAsShipped) {
    FakeTree tree;
    tree.add("runner", "");
    const auto configurations =
        read(tree, R"([{"name": "cpython-3.11", "command": ["runner", "--protocol"]}])");
    ASSERT_EQ(configurations.size(), 1U);
    EXPECT_EQ(configurations[0].name, "cpython-3.11");
    EXPECT_EQ(configurations[0].interpreter, "cpython-3.11");
    EXPECT_TRUE(configurations[0].available());
    EXPECT_EQ(configurations[0].command, (std::vector<std::string>{tree.root() / "runner", "--protocol"}));
    EXPECT_EQ(configurations[0].environment, Environment());
    EXPECT_EQ(configurations[0].jit, std::nullopt);
}

TEST(Configurations, AJitOffAndOn) {
    FakeTree tree;
    tree.add("runner", "");
    const auto configurations = read(
        tree, R"([{"name": "cpython-3.15", "command": ["runner"], "jit": true, "environment": {"LANG": "C"}},
                  {"name": "z", "command": ["runner"]}])");
    ASSERT_EQ(configurations.size(), 3U);
    EXPECT_EQ(configurations[0].name, "cpython-3.15");
    EXPECT_EQ(configurations[0].environment, (Environment{{"LANG", "C"}, {"PYTHON_JIT", "0"}}));
    EXPECT_EQ(configurations[0].jit, false);
    EXPECT_EQ(configurations[1].name, "cpython-3.15+jit");
    EXPECT_EQ(configurations[1].interpreter, "cpython-3.15");
    EXPECT_EQ(configurations[1].environment, (Environment{{"LANG", "C"}, {"PYTHON_JIT", "1"}}));
    EXPECT_EQ(configurations[1].jit, true);
    EXPECT_EQ(configurations[2].name, "z");
}

TEST(Configurations, AFreeThreadedBuildAndItsGil) {
    FakeTree tree;
    tree.add("runner", "");
    const auto configurations = read(
        tree,
        R"([{"name": "cpython-3.13t", "runner": "embedded", "command": ["runner"], "free_threaded": true}])");
    ASSERT_EQ(configurations.size(), 2U);
    EXPECT_EQ(configurations[0].name, "cpython-3.13t");
    EXPECT_EQ(configurations[0].runner, "embedded");
    EXPECT_EQ(configurations[0].environment, Environment());  // what a module does to the GIL must show
    EXPECT_EQ(configurations[0].gil, false);
    EXPECT_EQ(configurations[1].name, "cpython-3.13t+gil");
    EXPECT_EQ(configurations[1].environment, (Environment{{"PYTHON_GIL", "1"}}));
    EXPECT_EQ(configurations[1].gil, true);
}

TEST(Configurations, AJitThatIsOnAsShippedIsSwitchedOffByWordsAfterTheProgram) {
    FakeTree tree;
    tree.add("pypy3", "");
    const auto configurations = read(tree, R"([{"name": "pypy-3.9", "command": ["pypy3", "runner.py"],
                                                "nojit_switches": ["--jit", "off"]}])");
    ASSERT_EQ(configurations.size(), 2U);
    const std::string program = tree.root() / "pypy3";
    EXPECT_EQ(configurations[0].command, (std::vector<std::string>{program, "runner.py"}));
    EXPECT_EQ(configurations[0].jit, true);
    EXPECT_EQ(configurations[1].name, "pypy-3.9+nojit");
    EXPECT_EQ(configurations[1].jit, false);
    EXPECT_EQ(configurations[1].command, (std::vector<std::string>{program, "--jit", "off", "runner.py"}));
}

TEST(Configurations, ThePythonItselfWhereItIsAProgram) {
    FakeTree tree;
    tree.add("pypy3", "").add("runner", "");
    const auto configurations = read(
        tree,
        R"([{"name": "a", "runner": "embedded", "command": ["runner"], "python": "/usr/bin/python3", "jit": true},
                  {"name": "b", "runner": "embedded", "command": ["runner"]},
                  {"name": "c", "runner": "script", "command": ["pypy3", "runner.py"]}])");
    ASSERT_EQ(configurations.size(), 4U);
    EXPECT_EQ(configurations[0].python, "/usr/bin/python3");
    EXPECT_EQ(configurations[1].python, "/usr/bin/python3");
    EXPECT_EQ(configurations[2].python, "");
    EXPECT_EQ(configurations[3].python, tree.root() / "pypy3");
}

TEST(Configurations, AProgramWithoutAFolderIsLookedForOnPath) {
    FakeTree tree;
    const auto configurations = read(tree, R"([{"name": "a", "command": ["env"]}])");
    EXPECT_TRUE(configurations.at(0).available());
    EXPECT_THAT(configurations.at(0).command.at(0), testing::EndsWith("/env"));
}

TEST(Configurations, OfTheMainJob) {
    const auto of = [](const char* name, const char* interpreter) {
        return Configuration{.name = name, .interpreter = interpreter};
    };
    EXPECT_EQ(main_job({of("cpython-3.13", "cpython-3.13"), of("cpython-3.13t", "cpython-3.13t"),
                        of("cpython-3.15", "cpython-3.15"), of("cpython-3.15+jit", "cpython-3.15"),
                        of("pypy-3.9", "pypy-3.9"),
                        Configuration{.name = "mine", .interpreter = "mine", .named_by_path = true}}),
              (std::vector<std::string>{"cpython-3.13", "cpython-3.15", "cpython-3.15+jit", "mine"}));
}

TEST(Configurations, SwitchesThatAnInterpreterDoesNotHave) {
    const std::vector<Configuration> known = {{.name = "cpython-3.11", .gil = true},
                                              {.name = "cpython-3.13t", .gil = false},
                                              {.name = "pypy-3.9", .jit = true}};
    const auto reason = [&](const char* name) { return no_such_switch(name, known); };
    EXPECT_EQ(reason("cpython-3.13t+jit"), "cpython-3.13t has no JIT that could be switched on");
    EXPECT_THAT(reason("pypy-3.9+jit"), HasSubstr("has its JIT on as shipped"));
    EXPECT_THAT(reason("cpython-3.11+nogil"), HasSubstr("built with the GIL, which cannot be switched off"));
    EXPECT_THAT(reason("cpython-3.13t+nogil"), HasSubstr("runs without the GIL as shipped"));
    EXPECT_THAT(reason("cpython-3.11+gil"), HasSubstr("has the GIL as shipped"));
    EXPECT_THAT(reason("cpython-3.11+nojit"), HasSubstr("no JIT that is on as shipped"));
    EXPECT_THAT(reason("cpython-3.11+fast"), HasSubstr("there is no switch '+fast'"));
    EXPECT_EQ(reason("cpython-9+jit"), "");
    EXPECT_EQ(reason("cpython-3.11"), "");
}

TEST(Configurations, UnavailableOnesKeepTheirReason) {
    FakeTree tree;
    const auto configurations = read(tree, R"([{"name": "a", "unavailable": "no network", "jit": true},
                                               {"name": "b", "command": ["not-built"]}])");
    ASSERT_EQ(configurations.size(), 3U);
    EXPECT_EQ(configurations[0].unavailable, "no network");
    EXPECT_EQ(configurations[1].name, "a+jit");
    EXPECT_EQ(configurations[1].unavailable, "no network");
    EXPECT_FALSE(configurations[2].available());
    EXPECT_THAT(configurations[2].unavailable, HasSubstr("not-built, which is neither built nor installed"));
}

TEST(Configurations, AnAbsoluteCommandStays) {
    FakeTree tree;
    const auto configurations = read(tree, R"([{"name": "sh", "command": ["/bin/sh"]}])");
    EXPECT_EQ(configurations.at(0).command, (std::vector<std::string>{"/bin/sh"}));
}

TEST(Configurations, MalformedFiles) {
    for (const char* text :
         {"", "[", "7", "[7]", "[{}]", R"([{"name": 5}])", R"([{"name": "a"}])",
          R"([{"name": "a", "command": []}])", R"([{"name": "a", "command": "x"}])",
          R"([{"name": "a", "command": [1]}])", R"([{"name": "a", "command": ["x"], "jit": "yes"}])",
          R"([{"name": "a", "command": ["x"], "environment": [1]}])"}) {
        FakeTree tree;
        try {
            (void)read(tree, text);
            ADD_FAILURE() << text;
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), HasSubstr("interpreters.json is not a list of interpreters")) << text;
        }
    }
}

TEST(Configurations, NoFile) {
    FakeTree tree;
    try {
        (void)read_configurations(tree.root() / "interpreters.json");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("cannot read"));
    }
}

}  // namespace
}  // namespace pepbench
