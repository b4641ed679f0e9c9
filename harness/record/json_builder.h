// A json value built from the events of a parser.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace pepbench {

/// What json::parse does, for those who want to have a part of the values elsewhere.
class JsonBuilder {
  public:
    explicit JsonBuilder(nlohmann::json& place) : place_(&place) {}

    /// The next value goes there; only inside an object, where it would go to the last key.
    void into(nlohmann::json& place) { place_ = &place; }

    /// The next value is that of this key in the innermost object.
    void key(const std::string& key) { into((*open_.back())[key]); }

    template <typename Value>
    void value(const Value& value) {
        place() = value;
    }

    /// A text, into the memory of the one that it replaces.
    void value(const std::string& text) {
        nlohmann::json& to = place();
        if (to.is_string()) {
            to.get_ref<std::string&>() = text;
        } else {
            to = text;
        }
    }

    /// An empty object or array begins.
    void open(nlohmann::json container) {
        nlohmann::json& to = place();
        to = std::move(container);
        open_.push_back(&to);
    }

    void close() { open_.pop_back(); }

  private:
    nlohmann::json& place() {
        return !open_.empty() && open_.back()->is_array() ? open_.back()->emplace_back() : *place_;
    }

    nlohmann::json* place_;
    std::vector<nlohmann::json*> open_;  ///< a container moves only while none of its members is open
};

}  // namespace pepbench
