// A row while it is being parsed: its keys and values in a list.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace pepbench {

/// Used for one row after the other, it keeps the memory of keys and values, which in a file are alike from
/// row to row: a json object would be allocated and freed a million times.
class FlatRow {
  public:
    void clear() { used_ = 0; }

    /// The place of a key's value, for the caller to overwrite; good until the next key.
    nlohmann::json& add(const std::string& key) {
        if (used_ == fields_.size()) {
            fields_.emplace_back();
        }
        Field& field = fields_[used_++];
        field.key = key;
        return field.value;
    }

    /// The value; null where the row has no such key. Of two with the same key the last one counts, as in
    /// json.
    [[nodiscard]] const nlohmann::json* find(std::string_view key) const {
        for (std::size_t index = used_; index > 0; --index) {
            if (fields_[index - 1].key == key) {
                return &fields_[index - 1].value;
            }
        }
        return nullptr;
    }

  private:
    struct Field {
        std::string key;
        nlohmann::json value;
    };

    std::vector<Field> fields_;
    std::size_t used_ = 0;
};

}  // namespace pepbench
