#include "environment/build.h"

#include <fmt/format.h>
#include <httplib.h>

#include <CLI/Version.hpp>
#include <boost/version.hpp>
#include <nlohmann/json.hpp>
#include <string_view>

#include "build_facts.h"

namespace pepbench {

BuildFacts build_facts() {
    constexpr int kFmtPart = 100;
    constexpr int kBoostMinor = 1000;
    BuildFacts facts;
    facts.version = generated::kVersion;
    facts.commit = generated::kCommit;
    if (constexpr std::string_view dirty = generated::kDirty; dirty == "yes" || dirty == "no") {
        facts.dirty = dirty == "yes";
    }
    facts.compiler = generated::kCompiler;
    facts.flags = generated::kFlags;
    facts.libraries = {
        {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / kFmtPart / kFmtPart, FMT_VERSION / kFmtPart % kFmtPart,
                            FMT_VERSION % kFmtPart)},
        {"nlohmann/json", fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                                      NLOHMANN_JSON_VERSION_PATCH)},
        {"CLI11", CLI11_VERSION},
        {"cpp-httplib", CPPHTTPLIB_VERSION},
        {"Boost", fmt::format("{}.{}.{}", BOOST_VERSION / kBoostMinor / 100,
                              BOOST_VERSION / 100 % kBoostMinor, BOOST_VERSION % 100)},
    };
    return facts;
}

}  // namespace pepbench
