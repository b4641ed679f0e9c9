#include "record/formats/dates.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

namespace pepbench {
namespace {

using std::chrono::microseconds;

constexpr int kLastYear = 2261;         // of a clock that counts nanoseconds in 64 bits
constexpr double kPastTheClock = 1e10;  // seconds, more than such a clock can count

/// `text` from which the parts of a date are taken one after the other.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    /// So many digits as a number, between two bounds.
    int number(int digits, int least, int most) {
        int value = 0;
        for (; digits > 0 && has("0123456789"); --digits) {
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        good_ = good_ && digits == 0 && value >= least && value <= most;
        return value;
    }

    /// One of these characters.
    char one_of(std::string_view characters) {
        good_ = good_ && !rest_.empty() && characters.find(rest_.front()) != std::string_view::npos;
        const char found = good_ ? rest_.front() : '\0';
        rest_.remove_prefix(rest_.empty() ? 0 : 1);
        return found;
    }

    [[nodiscard]] bool has(std::string_view characters) const {
        return !rest_.empty() && characters.find(rest_.front()) != std::string_view::npos;
    }

    /// The digits that come next as what stands behind a decimal point.
    microseconds fraction() {
        microseconds sum{0};
        for (microseconds digit{100'000}; has("0123456789"); digit /= 10) {
            sum += digit * (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        return sum;
    }

    [[nodiscard]] bool is_done() const { return good_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool good_ = true;
};

std::chrono::minutes offset(Scanner& scan) {
    if (!scan.has("+-")) {
        if (scan.has("Z")) {
            scan.one_of("Z");
        }
        return std::chrono::minutes{0};
    }
    const int sign = scan.one_of("+-") == '-' ? -1 : 1;
    const int hours = scan.number(2, 0, 23);
    scan.one_of(":");
    return std::chrono::minutes{sign * (hours * 60 + scan.number(2, 0, 59))};
}

}  // namespace

std::optional<Instant> parse_date(std::string_view text) {
    Scanner scan(text);
    const int year = scan.number(4, 1970, kLastYear);
    scan.one_of("-");
    const int month = scan.number(2, 1, 12);
    scan.one_of("-");
    const int day = scan.number(2, 1, 31);
    scan.one_of(" T");
    const int hour = scan.number(2, 0, 23);
    scan.one_of(":");
    const int minute = scan.number(2, 0, 59);
    scan.one_of(":");
    const int second = scan.number(2, 0, 60);
    microseconds fraction{0};
    if (scan.has(".")) {
        scan.one_of(".");
        fraction = scan.fraction();
    }
    const std::chrono::minutes east = offset(scan);
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!scan.is_done() || !date.ok()) {
        return std::nullopt;
    }
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second} + fraction - east;
}

Instant later(Instant moment, double seconds) {
    const std::chrono::duration<double> by(std::clamp(seconds, 0.0, kPastTheClock));
    const auto sum = std::chrono::floor<microseconds>(moment) + std::chrono::duration_cast<microseconds>(by);
    return sum < std::chrono::floor<microseconds>(Instant::max()) ? Instant(sum) : Instant::max();
}

std::string pyperf_date(Instant moment) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(moment);
    const auto rest = std::chrono::duration_cast<microseconds>(moment - whole);
    return fmt::format("{:%Y-%m-%d %H:%M:%S}.{:06}", fmt::gmtime(std::chrono::system_clock::to_time_t(whole)),
                       rest.count());
}

}  // namespace pepbench
