#include "record/result_parser.h"

#include <array>
#include <string>

#include "record/checked_json.h"
#include "record/flat_row.h"
#include "record/json_builder.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// Takes the events of nlohmann::json's parser, whose interface this is (nlohmann::json_sax).
class ResultHandler {
  public:
    explicit ResultHandler(ParsedResult& result) : result_(result), builder_(result.document) {}

    bool null() { return value(nullptr); }
    bool boolean(bool truth) { return value(truth); }
    bool number_integer(json::number_integer_t number) { return value(number); }
    bool number_unsigned(json::number_unsigned_t number) { return value(number); }
    bool number_float(json::number_float_t number, const std::string& /*text*/) { return value(number); }
    bool string(const std::string& text) { return value(text); }
    bool binary(const json::binary_t& /*bytes*/) { return true; }  // a text has none

    bool start_object(std::size_t /*size*/) { return open(json::object()); }
    bool start_array(std::size_t /*size*/) { return open(json::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(const std::string& key) {
        if (is_passed_over()) {
            return true;
        }
        if (is_in_row()) {
            builder_.into(row_.add(key));
            return true;
        }
        if (depth_ == 1) {
            path_ = {key, ""};
        } else if (depth_ == 2) {
            path_[1] = key;
        }
        forget_rows_of_an_earlier_key();
        builder_.key(key);
        return true;
    }

    template <typename Exception>
    [[noreturn]] bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                                  const Exception& error) {
        throw error;
    }

  private:
    /// Rows after a wrong one.
    [[nodiscard]] bool is_passed_over() const { return rows_ != nullptr && rows_->wrong; }
    [[nodiscard]] bool is_in_list() const { return rows_ != nullptr && depth_ == rows_depth_; }
    [[nodiscard]] bool is_in_row() const { return rows_ != nullptr && depth_ == rows_depth_ + 1; }

    /// Of a key that is there twice the last holds, as in the document.
    void forget_rows_of_an_earlier_key() {
        if (depth_ == 1 && path_[0] == "benchmarks") {
            result_.samples = {};
        } else if ((depth_ == 1 && path_[0] == "pepbench") ||
                   (depth_ == 2 && path_[0] == "pepbench" && path_[1] == "warmups")) {
            result_.warmups = {};
        }
    }

    /// The list of samples that begins here; null for any other.
    ParsedRows* list_here() {
        if (depth_ == 1 && path_[0] == "benchmarks") {
            return &result_.samples;
        }
        if (depth_ == 2 && path_[0] == "pepbench" && path_[1] == "warmups") {
            return &result_.warmups;
        }
        return nullptr;
    }

    template <typename Value>
    bool value(const Value& value) {
        if (is_passed_over()) {
            return true;
        }
        if (is_in_list()) {
            read(sample_row, json(value));
        } else {
            builder_.value(value);
        }
        return true;
    }

    bool open(json container) {
        require_depth(depth_);
        ParsedRows* const list = rows_ == nullptr && container.is_array() ? list_here() : nullptr;
        if (list != nullptr) {
            builder_.value(container);
            *list = {};
            rows_ = list;
            rows_depth_ = depth_ + 1;
        } else if (is_in_list() && container.is_object()) {
            row_.clear();
        } else if (is_in_list() && !is_passed_over()) {
            read(sample_row, container);
        } else if (!is_passed_over()) {
            builder_.open(std::move(container));
        }
        ++depth_;
        return true;
    }

    bool close() {
        --depth_;
        if (rows_ != nullptr && depth_ < rows_depth_) {
            rows_ = nullptr;
        } else if (is_passed_over()) {
            return true;
        } else if (is_in_list()) {
            read(flat_sample_row, row_);
        } else {
            builder_.close();
        }
        return true;
    }

    /// Reads an element of the list, or notes why it cannot be read.
    template <typename Row>
    void read(SampleRow (*read_row)(const Row&), const Row& row) {
        try {
            rows_->rows.push_back(read_row(row));
        } catch (const Error& error) {
            rows_->wrong = error;
        }
    }

    ParsedResult& result_;
    JsonBuilder builder_;
    int depth_ = 0;                    ///< how many containers are open
    std::array<std::string, 2> path_;  ///< the key in the outermost object, and that below it
    ParsedRows* rows_ = nullptr;       ///< the list that is open; null outside of one
    int rows_depth_ = 0;               ///< of its elements
    FlatRow row_;
};

}  // namespace

ParsedResult parse_result(std::istream& stream) {
    ParsedResult result;
    ResultHandler handler(result);
    json::sax_parse(stream, &handler);
    return result;
}

}  // namespace pepbench
