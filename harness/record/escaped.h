// Text from outside, made safe for a document.
#pragma once

#include <string>

namespace pepbench {

/// `printable`, for text and attributes of XML and HTML.
std::string escaped_for_xml(const std::string& text);

/// For a cell of a Markdown table: nothing in it is markup or HTML.
std::string escaped_for_markdown(const std::string& text);

}  // namespace pepbench
