#include "record/claim_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

#include "error.h"
#include "plan/nearest.h"
#include "record/claim_expression.h"
#include "record/printable.h"
#include "record/row_reader.h"
#include "record/small_json.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kClaimFormat = 1;

const std::vector<std::string> kFileKeys = {"format", "pep", "title", "url", "configurations", "claims"};
const std::vector<std::string> kClaimKeys = {"id",   "section",           "text", "expression", "boundary",
                                             "note", "cannot_be_measured"};
const std::vector<std::string> kRoleKeys = {
    "what", "such_as", "implementation", "platform", "version", "least_version",
    "gil",  "jit",     "free_threaded",  "switch",   "of",      "build_of"};

json parsed(const fs::path& file) {
    std::ifstream stream(file);
    if (!stream) {
        throw Error(std::strerror(errno));
    }
    json document = parse_small_json(stream);
    if (!document.is_object()) {
        throw Error("it is no object");
    }
    return document;
}

template <typename T>
std::optional<T> optional_of(const RowReader& reader, const char* key) {
    return reader.has(key) ? std::optional(reader.get<T>(key)) : std::nullopt;
}

Role role_of(const std::string& name, const json& entry) {
    const std::string what = fmt::format("configuration '{}'", printable(name));
    require_keys(entry, what, kRoleKeys);
    const RowReader reader(entry, what);
    Role role{.name = name,
              .what = reader.get<std::string>("what"),
              .such_as = reader.get<std::string>("such_as"),
              .implementation = optional_of<std::string>(reader, "implementation"),
              .platform = optional_of<std::string>(reader, "platform"),
              .version = optional_of<std::string>(reader, "version"),
              .least_version = optional_of<std::string>(reader, "least_version"),
              .gil = optional_of<bool>(reader, "gil"),
              .jit = optional_of<bool>(reader, "jit"),
              .free_threaded = optional_of<bool>(reader, "free_threaded"),
              .switched = reader.get_or<std::string>("switch", ""),
              .other = reader.get_or<std::string>("of", ""),
              .same_build = reader.has("build_of")};
    if (role.switched.empty() != role.other.empty() || (role.same_build && !role.other.empty())) {
        reader.refuse("takes 'switch' and 'of' together, or 'build_of' alone");
    }
    if (role.same_build) {
        role.other = reader.get<std::string>("build_of");
    }
    return role;
}

/// A role may refer to one that refers to none.
std::vector<Role> roles_of(const json& document) {
    std::vector<Role> roles;
    std::vector<std::string> names;
    for (const auto& [name, entry] : document.at("configurations").items()) {
        roles.push_back(role_of(name, entry));
        names.push_back(name);
    }
    for (const Role& role : roles) {
        if (role.other.empty()) {
            continue;
        }
        require_known("configuration", role.other, names);
        const auto other =
            std::find_if(roles.begin(), roles.end(), [&](const Role& one) { return one.name == role.other; });
        if (!other->other.empty()) {
            throw Error(fmt::format("configuration '{}' refers to '{}', which refers to another one itself",
                                    printable(role.name), printable(role.other)));
        }
    }
    return roles;
}

Claim claim_of(const json& entry, int pep, const std::vector<Role>& roles,
               const std::vector<Workload>& known) {
    const std::string what = "claim";
    require_keys(entry, what, kClaimKeys);
    const RowReader reader(entry, what);
    Claim claim{.id = reader.get<std::string>("id"),
                .pep = pep,
                .section = reader.get<std::string>("section"),
                .text = reader.get<std::string>("text"),
                .roles = roles,
                .expression = Unsupported{},
                .note = reader.get<std::string>("note"),
                .cannot_be_measured = reader.get_or<std::string>("cannot_be_measured", "")};
    claim.expression = read_expression(entry, roles, known);
    return claim;
}

/// `id`, or its number in the file where it has none.
std::string name_of(const json& entry, std::size_t number) {
    const std::string id = entry.is_object() ? text_of(entry, "id") : "";
    return id.empty() ? fmt::format("number {}", number + 1) : fmt::format("'{}'", printable(id));
}

std::vector<Claim> claims_of(const json& document, const std::vector<Workload>& known) {
    require_keys(document, "the file", kFileKeys);
    const RowReader reader(document, "the file");
    if (const int format = reader.get<int>("format"); format != kClaimFormat) {
        throw Error(
            fmt::format("it is of format {}, and this pepbench reads format {}", format, kClaimFormat));
    }
    if (!reader.get<json>("configurations").is_object() || !reader.get<json>("claims").is_array()) {
        throw Error("its 'configurations' must be an object and its 'claims' a list");
    }
    const int pep = reader.get<int>("pep");
    const std::vector<Role> roles = roles_of(document);
    std::vector<Claim> claims;
    for (const json& entry : document.at("claims")) {
        try {
            claims.push_back(claim_of(entry, pep, roles, known));
        } catch (const Error& error) {
            throw Error(fmt::format("claim {}: {}", name_of(entry, claims.size()), error.what()));
        }
    }
    return claims;
}

Error unreadable(const fs::path& file, const std::string& why) {
    return Error(fmt::format("cannot read the claims of {}: {}", file.string(), why));
}

}  // namespace

std::vector<Claim> read_claim_file(const fs::path& file, const std::vector<Workload>& known) {
    try {
        return claims_of(parsed(file), known);
    } catch (const json::exception& error) {
        throw unreadable(file, error.what());
    } catch (const Error& error) {
        throw unreadable(file, error.what());
    }
}

std::vector<Claim> read_claims(const fs::path& folder, const std::vector<Workload>& known) {
    std::vector<fs::path> files;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
        if (entry.path().extension() == ".json") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<Claim> claims;
    std::set<std::string> ids;
    for (const fs::path& file : files) {
        for (Claim& claim : read_claim_file(file, known)) {
            if (!ids.insert(claim.id).second) {
                throw unreadable(file, fmt::format("the id '{}' is there twice", printable(claim.id)));
            }
            claims.push_back(std::move(claim));
        }
    }
    if (claims.empty()) {
        throw Error(fmt::format("there are no claims in {}; set PEPBENCH_HOME to pepbench's source tree",
                                folder.string()));
    }
    return claims;
}

}  // namespace pepbench
