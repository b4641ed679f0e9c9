// Standard output, which may be a pipe or a terminal that nobody reads any more.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>

namespace pepbench {

/// Opens the null device for every standard stream that is closed: its number would else be given to the next
/// file that is opened, and what is printed would go there.
void open_standard_streams();

/// Prints and flushes. A reader that has gone away (`pepbench show FILE | head -1`) has seen what it wanted;
/// where standard output cannot be written for another reason, throws Error.
void print_out(const std::function<void()>& print);

/// Prints a document, in ASCII: it may hold names from files, and a terminal obeys none of them then.
void print_json(const nlohmann::json& document);

}  // namespace pepbench
