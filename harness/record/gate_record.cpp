#include "record/gate_record.h"

namespace pepbench {

const char* name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass:
            return "pass";
        case Verdict::regressed:
            return "regressed";
        case Verdict::undecided:
            return "undecided";
        case Verdict::missing:
            return "missing";
        case Verdict::added:
            return "new";
        case Verdict::failed:
            return "failed";
        case Verdict::wrong_answer:
            return "wrong answer";
    }
    return "undecided";
}

}  // namespace pepbench
