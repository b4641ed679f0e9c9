// The page that `pepbench report` writes, read back: which files it is made of and the numbers that it shows.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pepbench {

/// A `<data>` element, `<data value="0.0123" data-from="file0:/pepbench/…" data-format="seconds">12.3
/// ms</data>`. All texts have their character references resolved; an attribute that is not there is empty.
struct PageNumber {
    int line = 0;        ///< of the page, from 1
    std::string value;   ///< as JSON has it, in full precision
    std::string from;    ///< `SOURCE:POINTER`, a JSON pointer (RFC 6901) into a document
    std::string format;  ///< how `text` was made of the value (judge/page_verification.h)
    std::string text;    ///< what a reader sees
};

struct ReportPage {
    /// Of `<link rel="alternate" type="application/json" href="data/NAME">`, in order: NAME, which is a plain
    /// file name. The first is the source `file0`.
    std::vector<std::string> files;
    std::vector<PageNumber> numbers;
};

/// Comments, scripts and styles are left out. Throws Error where a `<data>` element holds other elements or
/// does not end, or where a link leads out of the folder `data`.
ReportPage parse_report_page(std::string_view html);

/// The same of the page in a report's folder. Throws Error that names the file.
ReportPage read_report_page(const std::filesystem::path& file);

}  // namespace pepbench
