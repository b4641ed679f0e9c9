// One side of a round: its process, from the start to the proof of what it was.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "judge/answer_book.h"
#include "measure/round_request.h"
#include "measure/scratch.h"
#include "plan/round_draw.h"

namespace pepbench {

/// What goes wrong in it is its failure, after which no step does anything, so that the round can be written
/// down. Steps throw CellSettled where what was found out cannot become a time, and Interrupted.
class RoundSide {
  public:
    /// `name` is the side's in messages. What is referred to is to live as long.
    RoundSide(const char* name, const GateSide& side, const MeasureRequest& request,
              const RoundRequest& round, AnswerBook& answers);
    ~RoundSide();
    RoundSide(const RoundSide&) = delete;
    RoundSide& operator=(const RoundSide&) = delete;

    /// Starts its process on these cores, which opens the cell as soon as it is up. What its workload writes
    /// goes to a folder of its own, named by `number`, which no other process of the gate has had.
    void start(const RoundDraw& draw, const std::vector<int>& cores, int number);

    /// Moves its process to these cores.
    void pin(const std::vector<int>& cores);

    /// Waits until the cell is open.
    void await_open();

    void warm_up();

    /// One run, whose time is added to `nanoseconds`.
    void run();

    /// Proves what ran, and ends it.
    void close();

    [[nodiscard]] bool works() const { return failure.empty(); }

    /// That its process has used since it was started.
    [[nodiscard]] double process_cpu_seconds() const;

    std::vector<double> nanoseconds;
    bool stopped = false;    ///< a signal stopped its process, perhaps during one of them
    double cpu_seconds = 0;  ///< of its runs, warm-ups included
    std::string failure;
    std::string unsupported;  ///< why its interpreter cannot do the cell; empty where it can

  private:
    template <typename Step>
    void attempt(Step step);

    /// Nanoseconds for one execution.
    double execute();

    /// What it is asked, with a folder of its own.
    MeasureRequest own_request(int number);

    /// Ends its process. Where its cell may still be open, its workload is torn down first.
    void end();

    void keep_on(const std::vector<int>& cores);

    void require_agreement(const std::string& difference) const;

    const char* name_;
    const GateSide& side_;
    const MeasureRequest& request_;
    const RoundRequest& round_;
    AnswerBook& answers_;
    std::optional<Scratch> scratch_;  ///< that its process uses, which ends before it
    std::unique_ptr<Runner> runner_;
    bool may_be_open_ = false;
};

}  // namespace pepbench
