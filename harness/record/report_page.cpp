#include "record/report_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "error.h"
#include "record/printable.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

constexpr std::uintmax_t kLargestPage = std::uintmax_t{256} << 20U;
constexpr std::string_view kSpace = " \t\r\n\f";
constexpr std::string_view kDataFolder = "data/";

/// Those that a page of ours is escaped with.
const std::map<std::string_view, std::string_view> kReferences = {
    {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#34;", "\""}, {"&#39;", "'"}};

constexpr std::size_t kLongestReference = 6;  // looking further would take quadratic time

std::string resolved(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const std::string_view reference =
            text.front() == '&' ? text.substr(0, text.substr(0, kLongestReference).find(';') + 1)
                                : std::string_view();
        if (const auto known = kReferences.find(reference); known != kReferences.end()) {
            result += known->second;
            text.remove_prefix(reference.size());
        } else {
            result += text.front();
            text.remove_prefix(1);
        }
    }
    return result;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(kSpace);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(kSpace) + 1 - first);
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return result;
}

struct Tag {
    std::string name;  ///< in lower case, `/data` of an end
    std::map<std::string, std::string> attributes;
    std::size_t begin = 0;

    [[nodiscard]] std::string attribute(const std::string& name_of) const {
        const auto found = attributes.find(name_of);
        return found == attributes.end() ? std::string() : found->second;
    }
};

/// Goes over a page tag by tag, as far as HTML's own rules matter for pages of ours.
class Scanner {
  public:
    explicit Scanner(std::string_view html) : html_(html) {}

    /// The next tag outside comments, scripts and styles.
    std::optional<Tag> next() {
        while (true) {
            at_ = std::min(html_.find('<', at_), html_.size());
            if (at_ == html_.size()) {
                return std::nullopt;
            }
            if (html_.substr(at_).starts_with("<!--")) {
                skip_past("-->");
                continue;
            }
            Tag tag = read_tag();
            if (tag.name == "script" || tag.name == "style") {
                skip_past("</" + tag.name);
                continue;
            }
            return tag;
        }
    }

    [[nodiscard]] std::size_t position() const { return at_; }

  private:
    void skip_past(std::string_view end) {
        const std::size_t found = html_.find(end, at_);
        at_ = found == std::string_view::npos ? html_.size() : found + end.size();
    }

    std::string_view take_until(std::string_view ends) {
        const std::size_t end = std::min(html_.find_first_of(ends, at_), html_.size());
        const std::string_view taken = html_.substr(at_, end - at_);
        at_ = end;
        return taken;
    }

    bool skip_space() {
        at_ = std::min(html_.find_first_not_of(kSpace, at_), html_.size());
        return at_ < html_.size();
    }

    /// From '<' to behind '>'.
    Tag read_tag() {
        Tag tag{.begin = at_++};
        const std::size_t name = at_;
        at_ = std::min(html_.find_first_of(" \t\r\n\f>", at_), html_.size());
        tag.name = lower(html_.substr(name, at_ - name));
        while (skip_space() && html_[at_] != '>') {
            read_attribute(tag);
        }
        at_ = std::min(at_ + 1, html_.size());
        return tag;
    }

    void read_attribute(Tag& tag) {
        if (html_[at_] == '/' || html_[at_] == '=') {
            ++at_;
            return;
        }
        const std::string name = lower(take_until(" \t\r\n\f=>/"));
        std::string value;
        if (skip_space() && html_[at_] == '=') {
            ++at_;
            value = read_value();
        }
        tag.attributes.emplace(name, value);  // of two of one name a browser takes the first
    }

    std::string read_value() {
        if (!skip_space()) {
            return {};
        }
        const char quote = html_[at_];
        if (quote != '"' && quote != '\'') {
            return resolved(take_until(" \t\r\n\f>"));
        }
        ++at_;
        const std::string value = resolved(take_until(std::string_view(&quote, 1)));
        at_ = std::min(at_ + 1, html_.size());
        return value;
    }

    std::string_view html_;
    std::size_t at_ = 0;
};

/// Counts lines as it is asked for later and later places.
class LineCounter {
  public:
    explicit LineCounter(std::string_view html) : html_(html) {}

    int line_of(std::size_t position) {
        line_ += static_cast<int>(std::count(html_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                             html_.begin() + static_cast<std::ptrdiff_t>(position), '\n'));
        counted_ = position;
        return line_;
    }

  private:
    std::string_view html_;
    std::size_t counted_ = 0;
    int line_ = 1;
};

bool is_file_name(std::string_view name) {
    return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
               std::string_view("._+-").find(letter) != std::string_view::npos;
    });
}

std::string linked_file(const Tag& link) {
    const std::string href = link.attribute("href");
    if (!href.starts_with(kDataFolder) || !is_file_name(href.substr(kDataFolder.size()))) {
        throw Error(fmt::format("it links to '{}' as its data, which is no file in its folder 'data'",
                                printable(href, 60)));
    }
    return href.substr(kDataFolder.size());
}

bool links_to_data(const Tag& tag) {
    return tag.name == "link" && tag.attribute("rel") == "alternate" &&
           tag.attribute("type") == "application/json";
}

}  // namespace

ReportPage parse_report_page(std::string_view html) {
    ReportPage page;
    Scanner scanner(html);
    LineCounter lines(html);
    while (const std::optional<Tag> tag = scanner.next()) {
        if (links_to_data(*tag)) {
            const std::string file = linked_file(*tag);
            if (std::find(page.files.begin(), page.files.end(), file) == page.files.end()) {
                page.files.push_back(file);
            }
        } else if (tag->name == "data") {
            const int line = lines.line_of(tag->begin);
            const std::size_t begin = scanner.position();
            const std::optional<Tag> end = scanner.next();
            if (!end || end->name != "/data") {
                throw Error(fmt::format("the number in its line {} does not end where it should", line));
            }
            page.numbers.push_back({.line = line,
                                    .value = tag->attribute("value"),
                                    .from = tag->attribute("data-from"),
                                    .format = tag->attribute("data-format"),
                                    .text = resolved(trimmed(html.substr(begin, end->begin - begin)))});
        }
    }
    return page;
}

ReportPage read_report_page(const fs::path& file) {
    std::error_code unreadable;
    const std::uintmax_t size = fs::file_size(file, unreadable);
    std::ifstream stream(file, std::ios::binary);
    if (unreadable || !stream) {
        throw Error(fmt::format("cannot read {}: {}; a report's folder holds index.html", file.string(),
                                unreadable ? unreadable.message() : std::strerror(errno)));
    }
    if (size > kLargestPage) {
        throw Error(fmt::format("{} is larger than any report's page", file.string()));
    }
    const std::string html((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    try {
        return parse_report_page(html);
    } catch (const Error& error) {
        throw Error(fmt::format("{} does not hold: {}", file.string(), error.what()));
    }
}

}  // namespace pepbench
