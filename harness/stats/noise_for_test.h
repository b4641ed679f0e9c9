// Kinds of noise whose median is known, drawn from a fixed seed.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

namespace pepbench {

/// Made from uniforms: the standard fixes the generator but no distribution.
class Noise {
  public:
    double uniform() { return (static_cast<double>(generator_() >> 11U) + 0.5) * 0x1p-53; }
    double normal() {
        return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform());
    }
    double log_normal() { return std::exp(normal()); }
    /// Of runs that land on a slow core.
    double bimodal() { return normal() * 0.1 + (uniform() < 0.3 ? 1.4 : 1); }
    double cauchy() { return std::tan(std::numbers::pi * (uniform() - 0.5)); }

  private:
    std::mt19937_64 generator_{371};  // NOLINT(bugprone-random-generator-seed): the same noise each time
};

/// Where P(X < x) of the bimodal noise is 1/2, by bisection.
inline double bimodal_median() {
    const auto below = [](double x) {
        const auto normal = [](double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; };
        return 0.7 * normal((x - 1) / 0.1) + 0.3 * normal((x - 1.4) / 0.1);
    };
    double low = 0;
    double high = 2;
    for (int step = 0; step < 60; ++step) {
        const double middle = (low + high) / 2;
        (below(middle) < 0.5 ? low : high) = middle;
    }
    return low;
}

/// How the values of process runs (logarithms of times), one after the other, fall around 0, their true
/// median.
struct NoiseKind {
    const char* name;
    bool is_independent;  ///< which the intervals take for granted; else values hang together or change
    /// The next value: `way` goes from 0, the first, to 1, the last; `previous` is the value before.
    double (*next)(Noise& noise, double way, double previous);
};

inline constexpr double kSpread = 0.05;

inline const std::array<NoiseKind, 6> kNoiseKinds = {{
    {"normal", true, [](Noise& noise, double, double) { return kSpread * noise.normal(); }},
    {"log-normal", true, [](Noise& noise, double, double) { return noise.log_normal() - 1; }},
    {"bimodal", true,
     [](Noise& noise, double, double) {
         static const double middle = bimodal_median();
         return noise.bimodal() - middle;
     }},
    {"heavy-tailed", true,  // so far out that exp still takes it
     [](Noise& noise, double, double) { return std::clamp(0.01 * noise.cauchy(), -50.0, 50.0); }},
    // 40 % from the first to the last, as a machine that heats up.
    {"drifting", false,
     [](Noise& noise, double way, double) { return 0.4 * (way - 0.5) + kSpread * noise.normal(); }},
    // Each remembers nine tenths of the one before, and all have the same spread.
    {"wandering", false,
     [](Noise& noise, double, double previous) {
         return 0.9 * previous + std::sqrt(1 - 0.9 * 0.9) * kSpread * noise.normal();
     }},
}};

inline std::vector<double> draw(const NoiseKind& kind, Noise& noise, std::size_t n) {
    std::vector<double> values(n);
    double previous = kSpread * noise.normal();
    for (std::size_t index = 0; index < n; ++index) {
        values[index] =
            kind.next(noise, (static_cast<double>(index) + 0.5) / static_cast<double>(n), previous);
        previous = values[index];
    }
    return values;
}

}  // namespace pepbench
