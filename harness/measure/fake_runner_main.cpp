// A runner without an interpreter, for the driver's tests: it does what $FAKE_RUNNER, a JSON object, tells
// it.
//
//   "seconds"      what one worker's work is said to take (0.001)
//   "noise"        by how much of that process runs differ, drawn from PYTHONHASHSEED (0)
//   "waits"        whether such a time passes before it is told (false)
//   "facts"        changes to the facts
//   "after"        changes to those of `done` alone
//   "hello"        changes to this message
//   "description"  changes to this message
//   "start"        actions in place of the hello
//   "end"          actions once the input has ended
//   "cells"        by number of workers: actions in place of right replies to `measure`
//   "open"         actions in place of the right reply to `open`: [["ready"]]
//   "execute"      what is done for each `execute` since the cell was opened, the last for all that follow:
//                  a number, the seconds of one execution, or actions: [0.01, 0.02, [["signal", 11]]]
//   "close"        actions in place of the right reply to `close`: [["done"]]
//   "count"        a file in which the processes that share it count themselves, from 0
//   "processes"    by number in that count: changes to this script: {"3": {"execute": [[["hang"]]]}}
//   "impatient"    whether it goes on after a sample without being told to (false)
//   "acknowledged" a file to which it appends the samples after which it was told to go on
//   "log"          a file to which it appends its process ids, with what steers it, and the requests
//                  that it gets
//   "runs"         a file to which it appends by whom and on which core each `execute` is done
//
// An action is a list: its name and its argument. A change is a JSON merge patch, so that null takes a key
// away; in a message, a text that begins with @ is sent bare, without its quotes, so that "@NaN" is no JSON.
#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "measure/fake_misbehaviour.h"

namespace pepbench {
namespace {

using nlohmann::json;

constexpr int kAnswer = 42;

void write_all(int descriptor, const std::string& text) {
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t count = ::write(descriptor, text.data() + written, text.size() - written);
        if (count < 0) {
            std::_Exit(9);
        }
        written += static_cast<std::size_t>(count);
    }
}

int open_to_append(const std::string& path) {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

std::string bare(std::string text) {
    for (std::size_t start = text.find("\"@"); start != std::string::npos; start = text.find("\"@", start)) {
        const std::size_t end = text.find('"', start + 1);
        text.replace(start, end + 1 - start, text.substr(start + 2, end - start - 2));
    }
    return text;
}

class FakeRunner {
  public:
    explicit FakeRunner(json script) : script_(std::move(script)) {}

    int serve() {
        count();
        log({{"pid", ::getpid()},
             {"padding", variable("PEPBENCH_PADDING").size()},
             {"hash_seed", variable("PYTHONHASHSEED")}});
        if (script_.contains("start")) {
            act_all(script_.at("start"));
        } else {
            send({{"type", "hello"}, {"protocol", 1}, {"runner", "fake"}, {"facts", facts()}},
                 change("hello"));
        }
        for (std::string line; std::getline(std::cin, line);) {
            request_ = json::parse(line);
            log(request_);
            answer(request_.at("type"));
        }
        act_all(script_.value("end", json::array()));
        return 0;
    }

  private:
    static std::string variable(const char* name) {
        const char* const text = std::getenv(name);
        return text == nullptr ? "" : text;
    }

    /// Finds out which of several processes this is, and what is to be different in it.
    void count() {
        if (script_.contains("count")) {
            const int file = open_to_append(script_.at("count"));
            write_all(file, "1");
            const off_t number = ::lseek(file, 0, SEEK_CUR) - 1;
            ::close(file);
            script_.merge_patch(change("processes").value(std::to_string(number), json::object()));
        }
    }

    void answer(const std::string& type) {
        if (type == "describe") {
            describe();
        } else if (type == "measure") {
            measure();
        } else if (type == "open") {
            cell_ = request_.at("cell");
            executions_ = 0;
            act_all(actions("open", R"([["ready"]])"));
        } else if (type == "execute") {
            append("runs", {{"pid", ::getpid()}, {"core", ::sched_getcpu()}});
            execute();
        } else if (type == "close") {
            act_all(actions("close", R"([["done"]])"));
        }
    }

    [[nodiscard]] json actions(const char* key, const char* right) const {
        return script_.value(key, json::parse(right));
    }

    [[nodiscard]] json change(const char* key) const { return script_.value(key, json::object()); }

    [[nodiscard]] json facts() const {
        json facts = {{"implementation", "fake"}, {"version", "1.0"},    {"jit_available", false},
                      {"jit_enabled", false},     {"gil_enabled", true}, {"free_threaded_build", false}};
        facts.merge_patch(change("facts"));
        return facts;
    }

    void describe() {
        json workloads = json::array();
        for (const json& path : request_.at("workloads")) {
            workloads.push_back(
                {{"path", path}, {"name", "work"}, {"shows", "nothing"}, {"parameters", json::object()}});
        }
        send({{"type", "description"},
              {"facts", facts()},
              {"modes", {"linear"}},
              {"start_methods", {"fork"}},
              {"workloads", workloads}},
             change("description"));
    }

    void measure() {
        index_ = warmups_ = 0;
        cell_ = request_.at("cell");
        const std::string workers = std::to_string(this->workers());
        act_all(change("cells").value(workers, json::parse(R"([["ready"], ["samples"], ["done"]])")));
    }

    void execute() {
        index_ = 0;
        const json told = actions("execute", R"([[["sample"]]])");
        const json& now = told.at(std::min(executions_++, told.size() - 1));
        if (now.is_number()) {
            sample(false, {{"seconds", now}});
        } else {
            act_all(now);
        }
    }

    [[nodiscard]] int workers() const { return cell_.value("workers", 1); }

    [[nodiscard]] double seconds() const {
        const char* const seed = std::getenv("PYTHONHASHSEED");
        const double draw =
            static_cast<double>((seed == nullptr ? 0UL : std::strtoul(seed, nullptr, 10)) % 1000) / 1000;
        return script_.value("seconds", 0.001) * workers() * (1 + script_.value("noise", 0.0) * draw);
    }

    void send(json message, const json& changes) {
        message.merge_patch(changes);
        write_all(STDOUT_FILENO, bare(message.dump()) + "\n");
    }

    void ready(const json& changes) {
        send({{"type", "ready"},
              {"id", request_.at("id")},
              {"parameters", {{"size", 7}}},
              {"expected", std::vector<int>(static_cast<std::size_t>(workers()), kAnswer)}},
             changes);
    }

    void sample(bool warmup, const json& changes) {
        const int answers = warmup ? 1 : workers();
        if (script_.value("waits", false)) {
            sleep_for(seconds() * request_.value("iterations", 1));
        }
        send({{"type", "sample"},
              {"id", request_.at("id")},
              {"index", warmup ? warmups_++ : index_++},
              {"warmup", warmup},
              {"iterations", request_.value("iterations", 1)},
              {"seconds", seconds()},
              {"cpu_seconds", seconds() / 2},
              {"answers", std::vector<int>(static_cast<std::size_t>(answers), kAnswer)},
              {"peak_rss_bytes", 1 << 20},
              {"children_peak_rss_bytes", 0},
              {"voluntary_context_switches", 1},
              {"involuntary_context_switches", 2}},
             changes);
        if (request_.value("wait_for_next", false) && !script_.value("impatient", false)) {
            await_next(warmup);
        }
    }

    void await_next(bool warmup) {
        if (std::string next; std::getline(std::cin, next) && !warmup) {
            append(
                "acknowledged",
                {{"hash_seed", variable("PYTHONHASHSEED")}, {"workers", workers()}, {"sample", index_ - 1}});
        }
    }

    /// All that was asked for.
    void samples() {
        for (int warmup = 0; warmup < request_.value("warmups", 0); ++warmup) {
            sample(true, json::object());
        }
        for (int count = request_.value("samples", 1); count > 0; --count) {
            sample(false, json::object());
        }
    }

    void act_all(const json& actions) {
        for (const json& action : actions) {
            act(action.at(0), action.size() > 1 ? action.at(1) : json::object());
        }
    }

    void act(const std::string& name, const json& argument) {
        if (name == "ready") {
            ready(argument);
        } else if (name == "warmup" || name == "sample") {
            sample(name == "warmup", argument);
        } else if (name == "samples") {
            samples();
        } else if (name == "done") {
            json after = facts();
            after.merge_patch(change("after"));
            send({{"type", "done"}, {"id", request_.at("id")}, {"facts", after}}, argument);
        } else if (name == "message") {  // any: `id` is filled in
            send({{"id", request_.value("id", json())}}, argument);
        } else if (name == "text") {
            write_all(STDOUT_FILENO, argument);
        } else if (name == "bytes") {
            const auto bytes = argument.get<std::vector<unsigned char>>();
            write_all(STDOUT_FILENO, std::string(bytes.begin(), bytes.end()));
        } else if (name == "long line") {
            write_all(STDOUT_FILENO, std::string(argument.get<std::size_t>(), '[') + "\n");
        } else if (name == "stderr") {
            write_all(STDERR_FILENO, argument);
        } else if (name == "much stderr") {
            write_all(STDERR_FILENO, std::string(argument.get<std::size_t>(), 'e') + "\nits last words\n");
        } else if (name == "child") {  // hangs too, and holds the pipes open
            const pid_t child = ::fork();
            if (child == 0) {
                hang();
            }
            log({{"pid", child}});
        } else if (name == "hidden child") {  // in a session of its own, an orphan from the beginning
            const pid_t child = ::fork();
            if (child == 0) {
                ::setsid();
                const pid_t grandchild = ::fork();
                if (grandchild == 0) {
                    hang();
                }
                log({{"pid", grandchild}});
                std::_Exit(0);
            }
            ::waitpid(child, nullptr, 0);
        } else if (!misbehave(name, argument)) {
            std::cerr << "the fake runner knows no action '" << name << "'\n";
            std::_Exit(99);
        }
    }

    void log(const json& entry) const { append("log", entry); }

    /// To the file that the script names under `key`, if it does.
    void append(const char* key, const json& entry) const {
        if (script_.contains(key)) {
            const int file = open_to_append(script_.at(key));
            write_all(file, entry.dump() + "\n");
            ::close(file);
        }
    }

    json script_;
    json request_;
    json cell_;        ///< of the last `measure` or `open`
    int index_ = 0;    ///< of the next sample of this request
    int warmups_ = 0;  ///< of this request, so far
    std::size_t executions_ = 0;
};

}  // namespace
}  // namespace pepbench

int main() {
    const char* const script = std::getenv("FAKE_RUNNER");
    return pepbench::FakeRunner(nlohmann::json::parse(script == nullptr ? "{}" : script)).serve();
}
