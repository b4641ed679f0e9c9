// Changes JSON as JSON: libFuzzer's own mutations of bytes break the syntax most of the time, and then no
// reader is reached. Inputs of several lines are changed line by line, as journals have one value in each.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using nlohmann::json;

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* bytes, std::size_t size, std::size_t longest);
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size, std::size_t longest,
                                               unsigned int seed);

namespace {

class Mutation {
  public:
    Mutation(json& document, unsigned int seed) : random_(seed) { collect(document); }

    void apply() {
        json& node = *pick(nodes_);
        switch (below(8)) {
            case 0:
                node = odd_value();
                break;
            case 1:
                node = json(*pick(nodes_));  // a copy first: one may hold the other
                break;
            case 2:
                shorten(node);
                break;
            case 3:
                lengthen(node);
                break;
            case 4:
                rename_a_key(node);
                break;
            default:
                change_slightly(node);
        }
    }

  private:
    void collect(json& node) {
        nodes_.push_back(&node);
        if (node.is_structured()) {
            for (json& child : node) {
                collect(child);
            }
        }
    }

    std::size_t below(std::size_t count) { return random_() % count; }

    template <typename T>
    const T& pick(const std::vector<T>& items) {
        return items[below(items.size())];
    }

    json odd_value() {
        static const std::vector<json> values = {nullptr,
                                                 true,
                                                 false,
                                                 0,
                                                 1,
                                                 -1,
                                                 2,
                                                 1e-9,
                                                 1e15,
                                                 -0.5,
                                                 1e300,
                                                 5e-324,
                                                 INT32_MAX,
                                                 INT32_MIN,
                                                 INT64_MAX,
                                                 INT64_MIN,
                                                 UINT64_MAX,
                                                 "",
                                                 "x",
                                                 "\x1b[2J\x7f\n\t",
                                                 "\xc2\x9b"
                                                 "31m",
                                                 "<script>&\"'|`*",
                                                 "../../x",
                                                 "a/b+c",
                                                 std::string(300, 'y'),
                                                 json::array(),
                                                 json::object(),
                                                 json::array({1, 2}),
                                                 json({{"name", "x"}})};
        return pick(values);
    }

    void shorten(json& node) {
        if (node.is_structured() && !node.empty()) {
            node.erase(std::next(node.begin(), static_cast<std::ptrdiff_t>(below(node.size()))));
        } else {
            node = nullptr;
        }
    }

    void lengthen(json& node) {
        if (node.is_array() && !node.empty()) {
            node.push_back(json(node[below(node.size())]));
        } else if (node.is_object()) {
            node["added"] = odd_value();
        } else if (node.is_string()) {
            node = node.get<std::string>() + node.get<std::string>();
        }
    }

    void rename_a_key(json& node) {
        if (node.is_object() && !node.empty()) {
            const auto member = std::next(node.begin(), static_cast<std::ptrdiff_t>(below(node.size())));
            json value = *member;
            const std::string name = changed(member.key());
            node.erase(member);
            node[name] = std::move(value);
        }
    }

    void change_slightly(json& node) {
        if (node.is_string()) {
            node = changed(node.get<std::string>());
        } else if (node.is_number_integer()) {
            const std::array<std::int64_t, 4> steps = {1, -1, 16, -1024};
            node = static_cast<std::int64_t>(static_cast<std::uint64_t>(node.get<std::int64_t>()) +
                                             static_cast<std::uint64_t>(steps[below(steps.size())]));
        } else if (node.is_number_float()) {
            const std::array<double, 4> factors = {2, 0.5, -1, 1e6};
            node = node.get<double>() * factors[below(factors.size())];
        } else {
            node = odd_value();
        }
    }

    static std::string changed(std::string text) {
        constexpr std::size_t kRoom = 8;
        const std::size_t size = text.size();
        text.resize(size + kRoom);
        text.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text.data()), size, text.size()));
        return text;
    }

    std::minstd_rand random_;
    std::vector<json*> nodes_;
};

/// The bounds of a line drawn at random, without its newline.
std::pair<std::size_t, std::size_t> line_of(std::string_view text, unsigned int seed) {
    const std::size_t place = text.empty() ? 0 : seed / 8 % text.size();
    const std::size_t before = place == 0 ? std::string_view::npos : text.rfind('\n', place - 1);
    const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
    return {start, std::min(text.find('\n', start), text.size())};
}

}  // namespace

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size, std::size_t longest,
                                    unsigned int seed) {
    std::string text(reinterpret_cast<const char*>(bytes), size);
    const auto [start, end] = line_of(text, seed);
    json document = json::parse(text.begin() + static_cast<std::ptrdiff_t>(start),
                                text.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    if (document.is_discarded() || seed % 8 == 0) {
        return LLVMFuzzerMutate(bytes, size, longest);
    }
    Mutation(document, seed).apply();
    text.replace(start, end - start, document.dump(-1, ' ', false, json::error_handler_t::replace));
    if (text.size() > longest) {
        return LLVMFuzzerMutate(bytes, size, longest);
    }
    std::copy(text.begin(), text.end(), bytes);
    return text.size();
}
