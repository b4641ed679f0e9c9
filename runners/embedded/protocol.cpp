#include "protocol.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cell.h"
#include "sampler.h"
#include "usage.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kVersion = 1;

class Channel {
  public:
    explicit Channel(int descriptor) : descriptor_(descriptor) {}

    /// Writes one line. A driver that has gone away ends the runner: nobody is left to measure for.
    void send(const json& message) const {
        const std::string line = message.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
        std::size_t written = 0;
        while (written < line.size()) {
            const ssize_t count = ::write(descriptor_, line.data() + written, line.size() - written);
            if (count < 0 && errno != EINTR) {
                std::cerr << "pepbench runner: the driver does not read any more\n";
                _exit(2);
            }
            written += count > 0 ? static_cast<std::size_t>(count) : 0;
        }
    }

  private:
    int descriptor_;
};

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

json with_one_worker(json request) {
    request["cell"]["workers"] = 1;
    return request;
}

/// The workload's file name without its directory and ending: what a person calls the cell.
std::string benchmark_name(const json& cell) {
    return cell.value("workload", std::string("cell")) + "/" + cell.value("mode", std::string()) + "/" +
           std::to_string(cell.value("workers", 1));
}

void measure(const json& request, const Channel& channel) {
    const json id = request.value("id", json());
    const SamplingPlan plan{.samples = request.value("samples", std::int64_t{1}),
                            .warmups = request.value("warmups", std::int64_t{0}),
                            .seconds = request.value("seconds", 0.0),
                            .minimum_sample_seconds = request.value("minimum_sample_seconds", 0.0)};
    try {
        {
            Cell cell(request);
            Cell single(with_one_worker(request));
            channel.send({{"type", "ready"},
                          {"id", id},
                          {"parameters", cell.parameters()},
                          {"expected", cell.expected()}});
            sample_cell(benchmark_name(request.at("cell")), cell, single, plan,
                        [&](std::int64_t index, bool warmup, const Sample& sample) {
                            channel.send(sample_message(id, index, warmup, sample));
                        });
        }
        collect_garbage();
        json done = {{"type", "done"}, {"id", id}, {"facts", interpreter_facts(false)}, {"memory", memory()}};
        done.update(peaks());
        channel.send(done);
    } catch (const CellUnsupported& unsupported) {
        channel.send({{"type", "unsupported"}, {"id", id}, {"reason", unsupported.what()}});
    } catch (const CellFailure& failure) {
        channel.send({{"type", "failure"}, {"id", id}, {"reason", failure.what()}});
    }
}

/// The smallest step of the clock that samples are timed with, and the median cost of reading it, in seconds.
json clock_facts() {
    using Clock = std::chrono::steady_clock;
    constexpr int kReads = 1001;
    std::vector<double> steps;
    double smallest = 1;
    for (int read = 0; read < kReads; ++read) {
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

void describe_runner(const json& request, const Channel& channel) {
    json description = describe(request.value("workloads", json::array()));
    description["type"] = "description";
    description["facts"] = interpreter_facts(true);
    description["clock"] = clock_facts();
    channel.send(description);
}

/// Answers one line. Returns false where it is no request at all.
bool answer(const std::string& line, const Channel& channel) {
    const json request = json::parse(line, nullptr, false);
    const std::string type = request.is_object() ? request.value("type", std::string()) : std::string();
    if (type == "measure") {
        measure(request, channel);
    } else if (type == "describe") {
        describe_runner(request, channel);
    } else {
        std::cerr << "pepbench runner: a request is one JSON object a line with the type measure or describe "
                     "(runners/protocol.md), not: "
                  << line.substr(0, 200) << "\n";
        return false;
    }
    return true;
}

}  // namespace

int claim_standard_output() {
    const int channel = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    return channel;
}

namespace {

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

int serve(int descriptor, double first_statement_seconds) {
    const Channel channel(descriptor);
    end_children_at_sigterm();
    channel.send({{"type", "hello"},
                  {"protocol", kVersion},
                  {"runner", "embedded"},
                  {"library_version", PEPBENCH_GOOGLE_BENCHMARK_VERSION},
                  {"facts", interpreter_facts(false)},
                  {"first_statement_seconds", first_statement_seconds},
                  {"memory", memory()}});
    std::string line;
    while (std::getline(std::cin, line)) {
        try {
            if (!answer(line, channel)) {
                return 2;
            }
        } catch (const json::exception& error) {
            std::cerr << "pepbench runner: a request has a key of the wrong type: " << error.what() << "\n";
            return 2;
        } catch (const std::runtime_error& error) {
            std::cerr << "pepbench runner: " << error.what() << "\n";
            return 2;
        }
    }
    return 0;
}

}  // namespace pepbench
