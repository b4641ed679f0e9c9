#include "json_bridge.h"

#include <cmath>
#include <stdexcept>
#include <string>

namespace py = pybind11;
using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kDeepest = 32;

json integer_to_json(py::handle value) {
    int overflow = 0;
    const long long number = PyLong_AsLongLongAndOverflow(value.ptr(), &overflow);
    if (overflow != 0) {
        throw std::invalid_argument(
            "an answer is an integer of more than 64 bits; reduce it, for example modulo a prime");
    }
    return number;
}

json float_to_json(py::handle value) {
    const double number = PyFloat_AsDouble(value.ptr());
    if (!std::isfinite(number)) {
        throw std::invalid_argument("an answer is not a finite number");
    }
    return number;
}

std::string text_of(py::handle value) {
    Py_ssize_t size = 0;
    const char* const text = PyUnicode_AsUTF8AndSize(value.ptr(), &size);
    if (text == nullptr) {
        PyErr_Clear();
        throw std::invalid_argument(
            "a text has half of a character (a lone surrogate), which JSON cannot hold");
    }
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace

py::object to_python(const json& value) {
    switch (value.type()) {
        case json::value_t::boolean:
            return py::bool_(value.get<bool>());
        case json::value_t::number_integer:
            return py::int_(value.get<std::int64_t>());
        case json::value_t::number_unsigned:
            return py::int_(value.get<std::uint64_t>());
        case json::value_t::number_float:
            return py::float_(value.get<double>());
        case json::value_t::string:
            return py::str(value.get_ref<const std::string&>());
        case json::value_t::array: {
            py::list list;
            for (const json& item : value) {
                list.append(to_python(item));
            }
            return list;
        }
        case json::value_t::object: {
            py::dict dict;
            for (const auto& [key, item] : value.items()) {
                dict[py::str(key)] = to_python(item);
            }
            return dict;
        }
        default:
            return py::none();
    }
}

json to_json(py::handle value, int depth) {
    if (depth > kDeepest) {
        throw std::invalid_argument("an answer is nested too deeply");
    }
    if (value.is_none()) {
        return nullptr;
    }
    if (PyBool_Check(value.ptr())) {
        return value.ptr() == Py_True;
    }
    if (PyLong_Check(value.ptr())) {
        return integer_to_json(value);
    }
    if (PyFloat_Check(value.ptr())) {
        return float_to_json(value);
    }
    if (PyUnicode_Check(value.ptr())) {
        return text_of(value);
    }
    if (PyList_Check(value.ptr()) || PyTuple_Check(value.ptr())) {
        json list = json::array();
        for (const py::handle item : value) {
            list.push_back(to_json(item, depth + 1));
        }
        return list;
    }
    if (PyDict_Check(value.ptr())) {
        json object = json::object();
        for (const auto& [key, item] : value.cast<py::dict>()) {
            object[text_of(py::str(key))] = to_json(item, depth + 1);
        }
        return object;
    }
    throw std::invalid_argument("an answer is of type " +
                                py::str(py::type::handle_of(value).attr("__name__")).cast<std::string>() +
                                "; answers are None, bool, int, float, str, list or dict");
}

}  // namespace pepbench
