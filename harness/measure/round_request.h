// What a round is asked to do, and what ends the judging of a cell in one.
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#include "measure/runner.h"
#include "plan/gate_plan.h"
#include "record/gate_record.h"

namespace pepbench {

/// Ends the judging of a cell: what was found out cannot become a time.
class CellSettled : public std::exception {
  public:
    CellSettled(Verdict verdict, std::string reason) : verdict_(verdict), reason_(std::move(reason)) {}
    [[nodiscard]] Verdict verdict() const { return verdict_; }
    [[nodiscard]] const char* what() const noexcept override { return reason_.c_str(); }

  private:
    Verdict verdict_;
    std::string reason_;
};

/// How a cell is asked of each side.
struct RoundRequest {
    const GateSide& base;
    const GateSide& head;
    MeasureRequest base_request;
    MeasureRequest head_request;
    Cell answer_cell;  ///< under which the answers of both sides are compared
    std::int64_t iterations = 1;
    int warmups = 1;
    bool single_threaded = true;
    double timeout = 120;
};

}  // namespace pepbench
