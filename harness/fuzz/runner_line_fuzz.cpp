// A line that a runner writes, and what the driver makes of the message.
#include <functional>
#include <string_view>

#include "fuzz/input.h"
#include "judge/answer_book.h"
#include "judge/mode_proof.h"
#include "measure/messages.h"
#include "record/checked_json.h"

using nlohmann::json;

namespace pepbench {
namespace {

void or_lost(const std::function<void()>& read) {
    try {
        read();
    } catch (const RunnerLost&) {
        return;
    }
}

json message_of(std::string_view line) {
    try {
        return parse_json(line);
    } catch (const std::exception&) {  // as the driver takes it: no message, whatever the parser says of it
        return nullptr;
    }
}

void take(const json& message) {
    const Cell cell{"primes", {"linear", ""}, 2, "cpython-3.15+jit"};
    or_lost([&] {
        const SampleMessage sample = sample_message(message);
        AnswerBook book;
        (void)book.check(cell, sample.answers);
        (void)book.known(cell.workload);
    });
    or_lost([&] {
        const DoneMessage done = done_message(message);
        (void)differs_from_asked({.name = cell.configuration, .jit = true, .gil = true}, done.facts,
                                 done.facts);
        (void)differs_from_asked({}, json::object(), done.facts);
    });
    or_lost([&] { (void)reason_of(message); });
    or_lost([&] { (void)memory_of(message); });
    or_lost([&] {
        AnswerBook book;
        (void)book.expect(cell, member(message, "expected"));
    });
    (void)is_hello(message);
    (void)is_description(message);
}

}  // namespace
}  // namespace pepbench

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const json message = pepbench::message_of({reinterpret_cast<const char*>(bytes), size});
    if (pepbench::is_message(message)) {
        pepbench::take(message);
    }
    return 0;
}
