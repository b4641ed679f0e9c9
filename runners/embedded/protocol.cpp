#include "protocol.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <exception>
#include <iostream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cell.h"
#include "channel.h"
#include "sampler.h"
#include "usage.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kVersion = 1;
constexpr int kInterrupted = 130;  // the exit code

json peaks() {
    return {{"peak_rss_bytes", peak_rss_bytes()}, {"children_peak_rss_bytes", children_peak_rss_bytes()}};
}

json memory() {
    const Memory now = memory_now();
    return {{"rss_bytes", now.rss_bytes},
            {"pss_bytes", now.pss_bytes ? json(*now.pss_bytes) : json()},
            // The sizes are exact; the peak is of counters that the kernel brings up to date now and then.
            {"peak_rss_bytes", std::max(now.rss_bytes, peak_rss_bytes())}};
}

json switches(const Sample& sample, std::int64_t count) {
    return sample.foreign_children ? json() : json(count);
}

json sample_message(const json& id, std::int64_t index, bool warmup, const Sample& sample) {
    json message = {{"type", "sample"},
                    {"id", id},
                    {"index", index},
                    {"warmup", warmup},
                    {"iterations", sample.iterations},
                    {"seconds", sample.seconds},
                    {"cpu_seconds", sample.cpu_seconds},
                    {"answers", sample.answers},
                    {"voluntary_context_switches", switches(sample, sample.usage.voluntary_switches)},
                    {"involuntary_context_switches", switches(sample, sample.usage.involuntary_switches)}};
    message.update(peaks());
    return message;
}

/// The workload's file name without its directory and ending: what a person calls the cell.
std::string benchmark_name(const json& cell) {
    return cell.value("workload", std::string("cell")) + "/" + cell.value("mode", std::string()) + "/" +
           std::to_string(cell.value("workers", 1));
}

/// The smallest step of the clock that samples are timed with, and the median cost of reading it, in seconds.
json clock_facts() {
    using Clock = std::chrono::steady_clock;
    constexpr int kReads = 1001;
    constexpr double kNone = std::numeric_limits<double>::max();
    std::vector<double> steps;
    double smallest = kNone;
    for (int read = 0; read < kReads || smallest == kNone; ++read) {
        const Clock::time_point start = Clock::now();
        const double step = std::chrono::duration<double>(Clock::now() - start).count();
        steps.push_back(step);
        if (step > 0) {
            smallest = std::min(smallest, step);
        }
    }
    std::nth_element(steps.begin(), steps.begin() + kReads / 2, steps.end());
    return {{"name", "steady_clock"}, {"resolution_seconds", smallest}, {"read_seconds", steps[kReads / 2]}};
}

double clock_step_seconds() {
    static const double step = clock_facts().at("resolution_seconds").get<double>();
    return step;
}

/// Where the driver says no more, though it was to have the runner go on.
struct InputEnded : std::exception {};

/// A line as a request, whose type is a text; an empty object where it is none.
json request_of(const std::string& line) {
    json request = json::parse(line, nullptr, false);
    const bool typed = request.is_object() && request.contains("type") && request.at("type").is_string();
    return typed ? request : json::object();
}

/// What one driver asks, request after request, with the cell that it may have open meanwhile.
class Session {
  public:
    explicit Session(Channel& channel) : channel_(channel) {}

    /// Answers one line. Returns false where it is no request at all.
    bool answer(const std::string& line) {
        using Answer = void (Session::*)(const json& id, const json& request);
        static const std::map<std::string, Answer> answers = {{"describe", &Session::describe},
                                                              {"measure", &Session::measure},
                                                              {"open", &Session::open},
                                                              {"execute", &Session::execute},
                                                              {"close", &Session::close}};
        const json request = request_of(line);
        const auto found = answers.find(request.value("type", std::string()));
        if (found == answers.end()) {
            std::cerr << "pepbench runner: a request is one JSON object a line with the type describe, "
                         "measure, open, execute or close (runners/protocol.md), not: "
                      << line.substr(0, 200) << "\n";
            return false;
        }
        const json id = request.value("id", json());
        try {
            (this->*found->second)(id, request);
        } catch (const CellUnsupported& unsupported) {
            channel_.send({{"type", "unsupported"}, {"id", id}, {"reason", unsupported.what()}});
        } catch (const CellFailure& failure) {
            json message = {{"type", "failure"}, {"id", id}, {"reason", failure.what()}};
            if (failure.wrong_answer) {
                message["wrong_answer"] = true;
            }
            channel_.send(message);
        }
        return true;
    }

  private:
    void describe(const json& /*id*/, const json& request) {
        json description = pepbench::describe(request.value("workloads", json::array()));
        description["type"] = "description";
        description["facts"] = interpreter_facts(true);
        description["clock"] = clock_facts();
        channel_.send(description);
    }

    void measure(const json& id, const json& request) {
        const SamplingPlan plan{.samples = request.value("samples", std::int64_t{1}),
                                .warmups = request.value("warmups", std::int64_t{0}),
                                .minimum_sample_seconds = request.value("minimum_sample_seconds", 0.0),
                                .clock_step_seconds = clock_step_seconds()};
        const bool waiting = request.value("wait_for_next", false);
        ensure_none_open();
        {
            Cell cell(request);
            Cell single = cell.with_one_worker();
            send_ready(id, cell);
            sample_cell(benchmark_name(request.at("cell")), cell, single, plan,
                        [&](std::int64_t index, bool warmup, const Sample& sample) {
                            channel_.send(sample_message(id, index, warmup, sample));
                            if (waiting) {
                                await_next();
                            }
                        });
            single.close();
            cell.close();
        }
        send_done(id);
    }

    void await_next() {
        std::string line;
        try {
            if (!channel_.receive(line)) {
                throw InputEnded();
            }
        } catch (pybind11::error_already_set& error) {
            throw_as_of_cell(error);
        }
        if (request_of(line).value("type", std::string()) != "next") {
            throw std::runtime_error(
                "after a sample a request was to come with the type next (runners/protocol.md), not: " +
                line.substr(0, 200));
        }
    }

    void open(const json& id, const json& request) {
        ensure_none_open();
        open_.emplace(request);
        name_ = benchmark_name(request.at("cell"));
        send_ready(id, *open_);
    }

    void execute(const json& id, const json& request) {
        const std::int64_t iterations = request.value("iterations", std::int64_t{1});
        ensure_open();
        if (iterations < 1 || iterations > kMostIterations) {
            throw CellFailure("iterations is a number from 1 to " + std::to_string(kMostIterations) +
                              ", not " + std::to_string(iterations));
        }
        channel_.send(sample_message(id, 0, false, take_sample(name_, *open_, iterations)));
    }

    void close(const json& id, const json& /*request*/) {
        ensure_open();
        try {
            open_->close();
        } catch (...) {
            open_.reset();
            throw;
        }
        open_.reset();
        send_done(id);
    }

    void ensure_open() const {
        if (!open_) {
            throw CellFailure("no cell is open: open one first");
        }
    }

    void ensure_none_open() const {
        if (open_) {
            throw CellFailure("a cell is open already: close it first");
        }
    }

    void send_ready(const json& id, const Cell& cell) const {
        channel_.send({{"type", "ready"},
                       {"id", id},
                       {"parameters", cell.parameters()},
                       {"expected", cell.expected()}});
    }

    /// To be called when the cell is gone, so that the memory that it gave back is not counted.
    void send_done(const json& id) const {
        collect_garbage();
        json done = {{"type", "done"}, {"id", id}, {"facts", interpreter_facts(false)}, {"memory", memory()}};
        done.update(peaks());
        channel_.send(done);
    }

    Channel& channel_;
    std::optional<Cell> open_;
    std::string name_;  ///< of the open cell's benchmark
};

volatile pid_t serving_process = 0;

/// In a forked worker, which inherits this and which multiprocessing ends by itself, the signal does what it
/// does to any process.
void end_group(int number) {
    if (getpid() == serving_process) {
        kill(0, SIGKILL);
    }
    signal(number, SIG_DFL);
    raise(number);
}

/// Has SIGTERM, which a driver that dies leaves behind, end workers too: the whole process group at once.
/// Only where the runner leads a group of its own, as the driver starts it.
void end_children_at_sigterm() {
    if (getpgrp() == getpid()) {
        serving_process = getpid();
        signal(SIGTERM, end_group);
    }
}

}  // namespace

int serve(Channel& channel, double first_statement_seconds) {
    end_children_at_sigterm();
    channel.send({{"type", "hello"},
                  {"protocol", kVersion},
                  {"runner", "embedded"},
                  {"library_version", PEPBENCH_GOOGLE_BENCHMARK_VERSION},
                  {"facts", interpreter_facts(false)},
                  {"first_statement_seconds", first_statement_seconds},
                  {"memory", memory()}});
    Session session(channel);
    for (std::string line;;) {
        try {
            if (!channel.receive(line)) {
                return 0;
            }
            if (!session.answer(line)) {
                return 2;
            }
        } catch (const InputEnded&) {
            return 0;
        } catch (const json::exception& error) {
            std::cerr << "pepbench runner: a request has a key of the wrong type: " << error.what() << "\n";
            return 2;
        } catch (const std::runtime_error& error) {
            std::cerr << "pepbench runner: " << error.what() << "\n";
            return 2;
        } catch (pybind11::error_already_set& error) {
            if (error.matches(PyExc_KeyboardInterrupt)) {
                return kInterrupted;
            }
            std::cerr << "pepbench runner: requests cannot be read any more: " << error.what() << "\n";
            return 2;
        }
    }
}

}  // namespace pepbench
