#include "judge/answer_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const Cell kOne{"primes", {"linear", ""}, 1, "a"};
const Cell kTwo{"primes", {"linear", ""}, 2, "a"};

TEST(AnswerBook, RightAnswers) {
    AnswerBook book;
    EXPECT_EQ(book.expect(kTwo, {5, 5}), "");
    EXPECT_EQ(book.check(kTwo, {5, 5}), "");
    EXPECT_EQ(book.expect(kOne, {5}), "");
    EXPECT_EQ(book.check(kOne, {5}), "");
    EXPECT_EQ(book.known("primes"), json({5, 5}));
    EXPECT_EQ(book.known("queue"), json());
}

TEST(AnswerBook, WrongAnswers) {
    AnswerBook book;
    EXPECT_EQ(book.expect(kTwo, {5, 5}), "");
    EXPECT_EQ(book.check(kTwo, {5, 6}), "wrong answer: [5,6] instead of [5,5]");
    EXPECT_EQ(book.check(kTwo, {5, nullptr}), "wrong answer: [5,null] instead of [5,5]");
    EXPECT_EQ(book.check(kTwo, {5, "5"}), "wrong answer: [5,\"5\"] instead of [5,5]");
    EXPECT_EQ(book.check(kTwo, json::array({5})), "1 answers came back from 2 workers");
    EXPECT_EQ(book.check(kTwo, {5, 5, 5}), "3 answers came back from 2 workers");
    EXPECT_EQ(book.check(kTwo, {5, 5}), "");
}

TEST(AnswerBook, WrongExpectations) {
    AnswerBook book;
    EXPECT_EQ(book.expect(kTwo, json::array({5})), "the runner knows 1 answers for 2 workers");
    EXPECT_EQ(book.expect(kTwo, "55"), "the runner knows 0 answers for 2 workers");
    EXPECT_EQ(book.expect(kTwo, {5, 5}), "");
    EXPECT_EQ(book.expect(kTwo, {6, 6}),
              "runners disagree about the known answers: [6,6] here, [5,5] elsewhere");
}

TEST(AnswerBook, WithoutKnownAnswersTheFirstOnesCount) {
    AnswerBook book;
    EXPECT_EQ(book.expect(kTwo, nullptr), "");
    EXPECT_EQ(book.check(kTwo, {1, 2}), "");
    EXPECT_THAT(book.check(kTwo, {2, 1}), HasSubstr("wrong answer"));
}

TEST(AnswerBook, WhatDiffersAmongCells) {
    AnswerBook book;
    EXPECT_EQ(book.expect(kOne, json::array({5})), "");
    EXPECT_EQ(book.expect({"queue", {"linear", ""}, 1, "a"}, json::array({6})), "");
    EXPECT_THAT(book.expect({"primes", {"process", "fork"}, 1, "b"}, json::array({6})),
                HasSubstr("disagree"));
}

TEST(AnswerBook, FewerWorkersBringTheFirstAnswers) {
    AnswerBook book;
    EXPECT_EQ(book.check(kOne, json::array({1})), "");
    EXPECT_EQ(book.check(kTwo, {1, 2}), "");
    EXPECT_EQ(book.check(kOne, json::array({2})), "wrong answer: [2] instead of [1]");
    EXPECT_EQ(book.expect(kTwo, {2, 2}),
              "runners disagree about the known answers: [2,2] here, [1,2] elsewhere");
    EXPECT_EQ(book.known("primes"), json({1, 2}));
}

TEST(AnswerBook, AnswersAreShownAsTheyAre) {
    AnswerBook book;
    EXPECT_EQ(book.expect(kOne, json::array({"ü"})), "");
    const std::string fits(196, 'y');  // with brackets and quotation marks 200
    EXPECT_EQ(book.check(kOne, json::array({fits})), "wrong answer: [\"" + fits + "\"] instead of [\"ü\"]");
    EXPECT_EQ(book.check(kOne, json::array({fits + 'y'})),
              "wrong answer: [\"" + fits + "y\"... instead of [\"ü\"]");
}

TEST(AnswerBook, LongAnswersAreShortened) {
    AnswerBook book;
    EXPECT_EQ(book.expect(kOne, json::array({std::string(10'000, 'x')})), "");
    const std::string wrong = book.check(kOne, json::array({std::string(10'000, 'y')}));
    EXPECT_LT(wrong.size(), 500U);
    EXPECT_THAT(wrong, HasSubstr("..."));
}

}  // namespace
}  // namespace pepbench
