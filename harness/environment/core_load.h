#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

/// How busy each core is, and which one to measure on.
namespace pepbench {

/// CPU seconds of each core since boot, by its number.
struct CoreTime {
    double busy = 0;  ///< everything but idle and iowait
    double total = 0;
};

/// The lines `cpu0`, `cpu1`, ... of /proc/stat, whose unit is 1/`ticks_a_second`.
[[nodiscard]] std::map<int, CoreTime> parse_core_times(std::string_view stat, long ticks_a_second);

[[nodiscard]] std::map<int, CoreTime> read_core_times(const std::filesystem::path& root = "/");

/// Chooses for each round the core that others use least, from what was seen in the rounds before.
class CoreChoice {
  public:
    /// `cores` are those that may be used.
    explicit CoreChoice(std::vector<int> cores);

    /// The core with the lowest foreign load, of at least one. Between those within 0.05 of it `favoured`
    /// wins, where it is one of them, else a random `word` decides.
    [[nodiscard]] int choose(std::uint64_t word, std::optional<int> favoured = std::nullopt) const;

    /// The same of all cores but one; nothing where there is no other.
    [[nodiscard]] std::optional<int> choose_other(int core, std::uint64_t word) const;

    /// 0 to 1; half the latest reading and half what was known before. 0 before the first reading.
    [[nodiscard]] double foreign_load(int core) const { return loads_.at(core); }

    /// Takes in what happened between two readings, in which we ourselves used so many seconds of CPU time on
    /// each core; none on those that `own_seconds` lacks.
    void observe(const std::map<int, CoreTime>& before, const std::map<int, CoreTime>& after,
                 const std::map<int, double>& own_seconds);

    [[nodiscard]] const std::vector<int>& cores() const { return cores_; }

  private:
    [[nodiscard]] static int least_loaded(const std::map<int, double>& loads, std::uint64_t word,
                                          std::optional<int> favoured);

    std::vector<int> cores_;
    std::map<int, double> loads_;
};

}  // namespace pepbench
