// Values between JSON and Python, both ways, without importing Python's json module into what is measured.
#pragma once

#include <pybind11/pybind11.h>

#include <nlohmann/json.hpp>

namespace pepbench {

/// None, bool, int, float, str, list and dict. Integers beyond 64 bits do not occur in JSON read by
/// nlohmann/json.
pybind11::object to_python(const nlohmann::json& value);

/// The reverse; tuples become lists, keys become their str(). Throws std::invalid_argument for any other
/// type, for integers beyond 64 bits, for non-finite floats and below 32 levels, so that no answer makes an
/// unreadable line.
nlohmann::json to_json(pybind11::handle value, int depth = 0);

}  // namespace pepbench
