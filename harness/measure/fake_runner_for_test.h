// Runs of the fake runner (fake_runner_main.cpp), and what they leave behind.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "measure/interrupt.h"
#include "measure/orphans.h"
#include "measure/recorder.h"
#include "measure/scratch.h"
#include "measure/session.h"
#include "measure/visits.h"
#include "plan/places.h"
#include "record/journal.h"

namespace pepbench {

/// A configuration whose runner is the fake one, told what to do by `script`.
inline Configuration fake_configuration(const std::string& name,
                                        const nlohmann::json& script = nlohmann::json::object()) {
    return {.name = name,
            .interpreter = name,
            .command = {(program_directory() / "pepbench-fake-runner").string()},
            .environment = {{"FAKE_RUNNER", script.dump()}},
            .jit = false,
            .plays_times = true};
}

inline std::vector<nlohmann::json> lines_of(const std::filesystem::path& file) {
    std::vector<nlohmann::json> lines;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(nlohmann::json::parse(line));
    }
    return lines;
}

/// Whether a process still does something; one that has ended and waits to be reaped does not.
inline bool is_alive(int pid) {
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(stat, text);
    const std::size_t name_end = text.rfind(')');
    return name_end != std::string::npos && text.at(name_end + 2) != 'Z' && text.at(name_end + 2) != 'X';
}

/// Waits for it: a process that was killed needs a moment to go.
inline bool is_gone(int pid) {
    for (int look = 0; look < 500; ++look) {
        if (!is_alive(pid)) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

inline std::ptrdiff_t open_descriptors() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                         std::filesystem::directory_iterator());
}

/// A run over fake configurations: workload `work`, mode linear, one and two workers, two samples a cell,
/// unless `settings` is changed. It checks after each measure() that nothing is left and that the journal
/// holds what the record holds.
class FakeRun {
  public:
    FakeRun()
        : journal_path(scratch.path() / "result.json.journal"), journal(scratch.path() / "result.json") {
        settings.selection = {
            .workloads = {"work"}, .modes = {{"linear", ""}}, .workers = {1, 2}, .configurations = {}};
        settings.workload_files = {{"work", "work.py"}, {"other", "other.py"}};
        settings.samples = 2;
        settings.seed = 1;
        settings.timeout_seconds = 60;
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
            ::signal(signal, SIG_DFL);  // they may be ignored where the tests were started
        }
        catch_interrupts();
        reset_interrupts();
        adopt_orphans();
    }
    ~FakeRun() { reset_interrupts(); }
    FakeRun(const FakeRun&) = delete;
    FakeRun& operator=(const FakeRun&) = delete;

    FakeRun& add(const std::string& name, nlohmann::json script = nlohmann::json::object()) {
        script["log"] = log_path().string();
        settings.selection.configurations.push_back(name);
        settings.configurations.emplace(name, fake_configuration(name, script));
        return *this;
    }

    SessionResult measure() {
        const std::ptrdiff_t before = open_descriptors();
        SessionResult result;
        testing::internal::CaptureStderr();
        {
            Progress progress;
            EXPECT_NO_THROW(result = measure_session(settings, scratch.path(), nullptr, recorder, progress));
        }
        said = testing::internal::GetCapturedStderr();
        EXPECT_EQ(open_descriptors(), before);
        expect_nothing_left();
        expect_journal_is_record();
        return result;
    }

    /// What the runners were asked, in order.
    [[nodiscard]] std::vector<nlohmann::json> requests() const {
        std::vector<nlohmann::json> requests = lines_of(log_path());
        std::erase_if(requests,
                      [](const nlohmann::json& line) { return line.value("type", "") != "measure"; });
        return requests;
    }

    [[nodiscard]] std::vector<int> pids() const {
        std::vector<int> pids;
        for (const nlohmann::json& line : lines_of(log_path())) {
            if (line.contains("pid")) {
                pids.push_back(line.at("pid").get<int>());
            }
        }
        return pids;
    }

    [[nodiscard]] std::map<std::string, int> samples_by_cell() const {
        std::map<std::string, int> samples;
        for (const SampleRow& row : record.samples) {
            ++samples[row.cell.name()];
        }
        return samples;
    }

    [[nodiscard]] std::filesystem::path log_path() const { return scratch.path() / "fake.log"; }

    Scratch scratch;
    Settings settings;
    RunRecord record;
    std::string said;  ///< on standard error
    std::filesystem::path journal_path;
    Journal journal;
    Recorder recorder{record, journal};

  private:
    void expect_nothing_left() const {
        for (const int pid : pids()) {
            EXPECT_TRUE(is_gone(pid)) << pid;
        }
    }

    void expect_journal_is_record() const {
        std::map<std::string, std::size_t> rows;
        std::size_t withdrawn = 0;
        for (const nlohmann::json& line : lines_of(journal_path)) {
            ++rows[line.at("type")];
            withdrawn += line.at("type") == "withdraw" ? 1U : 0U;
        }
        EXPECT_GE(rows["sample"], record.samples.size());
        EXPECT_TRUE(withdrawn > 0 || rows["sample"] == record.samples.size());
        EXPECT_EQ(rows["warmup"], record.warmups.size());
        EXPECT_EQ(rows["failure"], record.failures.size());
        EXPECT_EQ(rows["unavailable"], record.unavailable.size());
        EXPECT_EQ(rows["process_run"], record.process_runs.size());
    }
};

}  // namespace pepbench
