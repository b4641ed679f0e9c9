#include "record/journal_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <ios>
#include <sstream>
#include <streambuf>

#include "environment/fake_tree_for_test.h"
#include "error.h"
#include "record/gate_journal.h"
#include "record/journal.h"
#include "record/rows.h"
#include "record/unfinished.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// A disk that gives a text and then an input/output error, as a file's own buffer tells of it.
class FailingDisk : public std::streambuf {
  public:
    explicit FailingDisk(std::string text) : text_(std::move(text)) {
        setg(text_.data(), text_.data(), text_.data() + text_.size());
    }

  protected:
    int_type underflow() override { throw std::ios_base::failure("Input/output error"); }

  private:
    std::string text_;
};

template <typename Action>
std::string refusal_of(Action action) {
    try {
        action();
        return "none";
    } catch (const Error& error) {
        return error.what();
    }
}

const std::string kHeaderLine =
    R"({"type": "header", "context": {}, "pepbench": {"settings": {}, "seed": 7}})"
    "\n";

TEST(JournalLines, AReadThatFailsIsNoEnd) {
    for (const char* const cut : {"", "{\"type\": \"sam"}) {
        FailingDisk disk(kHeaderLine + cut);
        std::istream journal(&disk);
        int lines = 0;
        EXPECT_THAT(refusal_of([&] { each_line(journal, [&](const json&) { ++lines; }); }),
                    HasSubstr("nothing after its line 1 could be read"));
        EXPECT_EQ(lines, 1);
    }
}

/// Reading them takes minutes where each line looks at all rows before it.
TEST(JournalLines, ManyWithdrawnSamplesAndProcessRunsAreReadAtOnce) {
    constexpr int kMany = 40'000;
    const Cell cell{"work", {"linear", ""}, 1, "a"};
    std::string text = kHeaderLine;
    const auto add = [&](const char* type, json row) {
        row["type"] = type;
        text += row.dump() + "\n";
    };
    for (int number = 0; number < kMany; ++number) {
        add(journal_line::kStart, to_json(ProcessRunRow{.process_run = number, .configuration = "a"}));
        add(journal_line::kSample, to_json(SampleRow{.cell = cell, .process_run = number, .seconds = 1}));
        if (number % 2 == 0) {
            add(journal_line::kWithdraw, {{"process_run", number}, {"name", cell.name()}});
        }
    }
    std::istringstream journal(text);
    const RunRecord record = record_of_journal(journal);
    EXPECT_EQ(record.process_runs.size(), kMany);
    EXPECT_EQ(record.samples.size(), kMany / 2);
}

TEST(JournalLines, WhatIsNoFileIsNoJournal) {
    const FakeTree tree;
    const auto result = tree.root() / "result.json";
    const auto journal = tree.root() / "result.json.journal";
    std::filesystem::create_symlink("/dev/zero", journal);
    for (int kind = 0; kind < 2; ++kind) {
        EXPECT_THAT(refusal_of([&] { read_unfinished(result); }), HasSubstr("it is not a regular file"));
        EXPECT_THAT(refusal_of([&] { read_gate_to_continue(result); }),
                    HasSubstr("it is not a regular file"));
        std::filesystem::remove(journal);
        ASSERT_EQ(::mkfifo(journal.c_str(), 0600), 0);
    }
}

}  // namespace
}  // namespace pepbench
