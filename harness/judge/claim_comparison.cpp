// Comparisons of cells: times and memory as products of powers, pass by pass.
#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "judge/claim_parts.h"

namespace pepbench {
namespace {

/// A cell and the power with which it enters a part's number.
using Power = std::pair<Cell, double>;

std::string workers_text(int workers) { return fmt::format("{} worker{}", workers, workers == 1 ? "" : "s"); }

class Comparer {
  public:
    Comparer(const Comparison& comparison, const ClaimRun& run, const Filling& filling)
        : comparison_(comparison), run_(run), filling_(filling) {}

    std::vector<ClaimPart> parts() {
        switch (comparison_.how) {
            case Comparing::ratio:
                add_ratios();
                break;
            case Comparing::efficiency:
                add_efficiencies();
                break;
            case Comparing::growth:
                add_growths();
                break;
            case Comparing::proportional:
                add_proportions();
                break;
            case Comparing::monotone:
                add_steps();
                break;
            case Comparing::geometric_mean:
                add_mean();
                break;
        }
        if (parts_.empty()) {
            parts_.push_back(impossible(no_numbers_of_workers()));
        }
        return std::move(parts_);
    }

  private:
    [[nodiscard]] Cell cell(const ClaimSide& side, const std::string& workload, int workers) const {
        return {workload, side.mode, side.workers.value_or(workers), filling_.at(side.role)};
    }

    /// of ÷ to, at so many workers.
    [[nodiscard]] std::vector<Power> ratio(const std::string& workload, int workers) const {
        return {{cell(comparison_.of, workload, workers), 1}, {cell(*comparison_.to, workload, workers), -1}};
    }

    /// How much longer `workers` take than `fewer`.
    [[nodiscard]] std::vector<Power> growth(const ClaimSide& side, const std::string& workload, int fewer,
                                            int workers) const {
        return {{cell(side, workload, workers), 1}, {cell(side, workload, fewer), -1}};
    }

    [[nodiscard]] static std::vector<Power> divided(std::vector<Power> product,
                                                    const std::vector<Power>& divisor) {
        for (const auto& [cell, power] : divisor) {
            product.emplace_back(cell, -power);
        }
        return product;
    }

    /// The workload is named where there are several, the workers where they differ.
    [[nodiscard]] std::string name_of(const std::string& workload, const std::string& workers) const {
        if (comparison_.workloads.size() == 1) {
            return workers;
        }
        return comparison_.workers.size() == 1 ? workload : workload + ", " + workers;
    }

    void add_ratios() {
        for (const std::string& workload : comparison_.workloads) {
            for (const int workers : comparison_.workers) {
                add(name_of(workload, workers_text(workers)), ratio(workload, workers));
            }
        }
    }

    void add_efficiencies() {
        for (const std::string& workload : comparison_.workloads) {
            for (const int workers : comparison_.workers) {
                if (workers > 1 && workers <= run_.usable_cores()) {
                    add(name_of(workload, workers_text(workers)), divided({}, ratio(workload, workers)),
                        1.0 / workers);
                }
            }
        }
    }

    void add_growths() {
        const int fewest = comparison_.workers.front();
        for (const std::string& workload : comparison_.workloads) {
            for (const int workers : comparison_.workers) {
                if (workers > fewest && workers <= run_.usable_cores()) {
                    std::vector<Power> product = growth(comparison_.of, workload, fewest, workers);
                    if (comparison_.to) {
                        product = divided(product, growth(*comparison_.to, workload, fewest, workers));
                    }
                    add(name_of(workload, workers_text(workers)), product);
                }
            }
        }
    }

    void add_proportions() {
        for (const std::string& workload : comparison_.workloads) {
            for (std::size_t index = 1; index < comparison_.workers.size(); ++index) {
                const int fewer = comparison_.workers[index - 1];
                const int workers = comparison_.workers[index];
                if (run_.usable_cores() > 0 && fewer >= run_.usable_cores()) {
                    add(name_of(workload, fmt::format("{} to {} workers", fewer, workers)),
                        growth(comparison_.of, workload, fewer, workers),
                        static_cast<double>(fewer) / workers);
                }
            }
        }
    }

    /// No step may fall by more than the whole must rise.
    void add_steps() {
        const std::vector<int>& workers = comparison_.workers;
        for (const std::string& workload : comparison_.workloads) {
            for (std::size_t index = 1; index < workers.size(); ++index) {
                add(name_of(workload, fmt::format("{} to {} workers", workers[index - 1], workers[index])),
                    divided(ratio(workload, workers[index]), ratio(workload, workers[index - 1])));
                parts_.back().at_least = 1 / *comparison_.at_least;
            }
            add(name_of(workload, fmt::format("{} to {} workers, in all", workers.front(), workers.back())),
                divided(ratio(workload, workers.back()), ratio(workload, workers.front())));
        }
    }

    void add_mean() {
        const double share = 1 / static_cast<double>(comparison_.workloads.size());
        std::vector<Power> product;
        for (const std::string& workload : comparison_.workloads) {
            for (const auto& [cell, power] : ratio(workload, comparison_.workers.front())) {
                product.emplace_back(cell, power * share);
            }
        }
        add("", product);
    }

    void add(const std::string& name, const std::vector<Power>& product, double scale = 1) {
        ClaimPart part{.name = name,
                       .logarithms = {},
                       .at_least = comparison_.at_least,
                       .at_most = comparison_.at_most,
                       .settled = std::nullopt,
                       .reason = "",
                       .value = std::nullopt,
                       .held = true};
        std::vector<Factor> factors;
        for (const auto& [cell, power] : product) {
            const ValuesByPass* const values = run_.values(cell, comparison_.quantity);
            if (values != nullptr) {
                factors.push_back({values, power});
            } else if (!part.settled) {
                settle_missing(part, cell);
            }
        }
        if (comparison_.needs_cores > 1 && run_.usable_cores() < comparison_.needs_cores) {
            part.settled = ClaimVerdict::not_possible;
            part.reason = too_few_cores();
        } else if (run_.of_test_parameters() && part.held) {
            part.settled = ClaimVerdict::not_measured;
            part.reason = "the run used the workloads' small test parameters, which show nothing of it";
        }
        if (!part.settled) {
            part.logarithms = log_products_by_pass(factors);
            for (double& logarithm : part.logarithms) {
                logarithm += std::log(scale);
            }
        }
        parts_.push_back(std::move(part));
    }

    /// A cell that failed is one that the run holds, one that was not asked for is none.
    void settle_missing(ClaimPart& part, const Cell& cell) const {
        if (const std::string why = run_.why_unavailable(cell); !why.empty()) {
            part.settled = ClaimVerdict::not_possible;
            part.reason = fmt::format("{}: {}", cell.name(), why);
            return;
        }
        const std::string failure = run_.why_failed(cell);
        part.held = !failure.empty();
        part.settled = ClaimVerdict::not_measured;
        part.reason = part.held ? fmt::format("{} failed: {}", cell.name(), failure)
                                : fmt::format("{} was not measured", cell.name());
    }

    [[nodiscard]] std::string cores_text() const {
        return run_.usable_cores() > 0
                   ? fmt::format("the run had {:.3g} usable core{}", run_.usable_cores(),
                                 run_.usable_cores() == 1 ? "" : "s")
                   : std::string("the file does not say how many cores the run could use");
    }

    [[nodiscard]] std::string too_few_cores() const {
        return fmt::format("it takes {} usable cores, and {}", comparison_.needs_cores, cores_text());
    }

    [[nodiscard]] std::string no_numbers_of_workers() const {
        return fmt::format("it takes numbers of workers {}, and {}",
                           comparison_.how == Comparing::proportional ? "beyond the usable cores"
                                                                      : "from 2 up to the usable cores",
                           cores_text());
    }

    /// A part that no number of workers of the claim can show on that machine.
    [[nodiscard]] ClaimPart impossible(const std::string& reason) const {
        ClaimPart part;
        part.settled = ClaimVerdict::not_possible;
        part.reason = reason;
        for (const std::string& workload : comparison_.workloads) {
            for (const int workers : comparison_.workers) {
                part.held = part.held || run_.values(cell(comparison_.of, workload, workers),
                                                     comparison_.quantity) != nullptr;
            }
        }
        return part;
    }

    const Comparison& comparison_;
    const ClaimRun& run_;
    const Filling& filling_;
    std::vector<ClaimPart> parts_;
};

}  // namespace

std::vector<ClaimPart> comparison_parts(const Comparison& comparison, const ClaimRun& run,
                                        const Filling& filling) {
    return Comparer(comparison, run, filling).parts();
}

}  // namespace pepbench
