// Reading the keys of one row, or saying which one is wrong.
#pragma once

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>

#include "error.h"
#include "plan/cell.h"
#include "record/checked_json.h"
#include "record/flat_row.h"

namespace pepbench {

/// All throw Error naming the row and the key where one is missing, of the wrong type or out of range.
class RowReader {
  public:
    /// `what` the row is, as the beginning of a sentence: "a sample's row".
    RowReader(const nlohmann::json& row, std::string what);
    RowReader(const FlatRow& row, std::string what);

    template <typename T>
    [[nodiscard]] T get(const char* key) const {
        const nlohmann::json* const found = find(key);
        if (found == nullptr) {
            throw Error(fmt::format("{} has no '{}'", what_, key));
        }
        if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
            const std::optional<T> number = whole<T>(*found);
            if (!number) {
                throw Error(
                    fmt::format("{} has a '{}' that is no whole number of a possible size", what_, key));
            }
            return *number;
        } else {
            try {
                return found->template get<T>();
            } catch (const nlohmann::json::exception&) {
                throw Error(fmt::format("{} has a '{}' of the wrong type", what_, key));
            }
        }
    }

    template <typename T>
    [[nodiscard]] T get_or(const char* key, const T& otherwise) const {
        return has(key) ? get<T>(key) : otherwise;
    }

    /// Null where nobody could tell; the key must be there.
    template <typename T>
    [[nodiscard]] std::optional<T> get_or_null(const char* key) const {
        return has(key) && !has_value(key) ? std::nullopt : std::optional(get<T>(key));
    }

    [[nodiscard]] bool has(const char* key) const { return find(key) != nullptr; }
    [[nodiscard]] bool has_value(const char* key) const { return has(key) && !find(key)->is_null(); }

    /// Seconds from a key in the row's time unit.
    [[nodiscard]] double seconds(const char* key, bool may_be_zero) const;

    [[nodiscard]] Mode mode() const;
    [[nodiscard]] int workers() const;
    [[nodiscard]] Cell cell() const;

    /// For a value that is of the right type and still cannot be.
    [[noreturn]] void refuse(const std::string& what_is_wrong) const;

  private:
    /// Null where the row has no such key.
    [[nodiscard]] const nlohmann::json* find(const char* key) const;

    const nlohmann::json* object_ = nullptr;  ///< the row where it is an object
    const FlatRow* flat_ = nullptr;           ///< the row where it is a flat one
    std::string what_;
};

}  // namespace pepbench
