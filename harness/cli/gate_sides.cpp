#include "cli/gate_sides.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/gate_cells.h"
#include "cli/gate_config.h"
#include "cli/gate_workloads.h"
#include "cli/measurement.h"
#include "cli/side_identity.h"
#include "error.h"
#include "plan/places.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

void refuse_stored_result(const std::string& side, const char* option) {
    if (side.ends_with(".json")) {
        throw Error(fmt::format(
            "{} {} is a stored result, and a machine's speed changes between runs by more than any "
            "threshold: "
            "name the configuration, interpreter, workloads or commit that it came from, and both sides are "
            "measured alternately; pepbench compare looks at two stored results",
            option, side));
    }
}

/// The path of a side that is named by one, without its switch; empty where it is named otherwise.
std::string path_of_side(const std::string& side) {
    const std::size_t slash = side.rfind('/');
    return slash == std::string::npos ? "" : side.substr(0, side.find('+', slash));
}

/// The name under which a side's configuration is found; one named by path gets the side's name.
std::string configuration_of_side(const std::string& side, const char* name, RunOptions& run) {
    const std::string path = path_of_side(side);
    if (path.empty()) {
        return side;
    }
    run.pythons.push_back(fmt::format("{}={}", name, path));
    return name + side.substr(path.size());
}

/// The program that is the side's interpreter. Empty where a runner of pepbench's own loads it as a library:
/// such a runner changes with pepbench.
std::filesystem::path executable_of(const Configuration& configuration, const std::string& asked) {
    if (std::string path = path_of_side(asked); !path.empty()) {
        return path;
    }
    const bool pepbenchs = configuration.runner == "embedded" && !configuration.named_by_path;
    return pepbenchs ? "" : configuration.command.front();
}

/// The program to build extensions for the side with; empty where its Python runs in a runner alone.
std::string python_of(const Configuration& configuration, const std::string& asked) {
    const std::string path = path_of_side(asked);
    return path.empty() ? configuration.python : fs::absolute(path).lexically_normal().string();
}

/// Whether it is none of pepbench's workloads, of which each release has its own.
bool is_users(const fs::path& workload) {
    std::error_code error;
    const fs::path own = fs::weakly_canonical(source_directory() / "workloads", error);
    const fs::path file = fs::weakly_canonical(workload, error);
    return std::mismatch(own.begin(), own.end(), file.begin(), file.end()).first != own.end();
}

class Resolver {
  public:
    explicit Resolver(GateOptions options) : options_(std::move(options)) {}

    ResolvedGate resolve() {
        refuse_what_would_be_ignored();
        if (!options_.config.empty()) {
            configured_ = read_gate_config(options_.config, options_);
        }
        check_what_is_compared();
        take_defaults();
        if (!options_.base_ref.empty()) {
            check_out();
        } else if (names_places()) {
            files_ = files_of_places(options_);
        }
        if (!files_.all.empty()) {
            options_.run.workloads = files_.all;
        }
        resolve_run();
        make_sides();
        gate_.cells = gated_cells(gate_.run.settings.selection, configured_, options_);
        return std::move(gate_);
    }

  private:
    [[nodiscard]] bool names_places() const {
        return !options_.base_workloads.empty() || !options_.head_workloads.empty();
    }

    [[nodiscard]] bool names_commits() const {
        return !options_.base_ref.empty() || !options_.head_ref.empty();
    }

    /// Before a configuration file adds to the options.
    void refuse_what_would_be_ignored() const {
        if (!options_.head_workloads.empty() && !options_.run.workloads.empty()) {
            throw Error("--workload and --head-workloads both say what the head runs; give one of them");
        }
        if (!options_.run.suite.empty() && (names_places() || names_commits())) {
            throw Error(
                "--suite chooses among pepbench's own workloads, and the sides have theirs; leave it out");
        }
        if (options_.repository != GateOptions().repository && !names_commits()) {
            throw Error("--repository is where --base-ref and --head-ref are, which are not given");
        }
    }

    void check_what_is_compared() const {
        refuse_stored_result(options_.base, "--base");
        refuse_stored_result(options_.head, "--head");
        refuse_stored_result(options_.base_workloads, "--base-workloads");
        refuse_stored_result(options_.head_workloads, "--head-workloads");
        for (const std::string& workload : options_.run.workloads) {
            refuse_stored_result(workload, "--workload");
        }
        const bool files = names_places();
        const bool refs = names_commits();
        if (files && refs) {
            throw Error(
                "workloads of two folders and of two commits cannot be compared at once; give either "
                "--base-workloads or --base-ref and --head-ref");
        }
        if (refs && (options_.base_ref.empty() || options_.head_ref.empty())) {
            throw Error("--base-ref and --head-ref belong together");
        }
        if (!options_.setup.empty() && !refs) {
            throw Error("--setup prepares the worktrees of --base-ref and --head-ref, which are not given");
        }
        if (options_.base.empty() && options_.head.empty() && !files && !refs) {
            throw Error(
                "say what is to be compared: --base and --head, --base-workloads, or --base-ref and "
                "--head-ref");
        }
        if (!files && !refs && (options_.base.empty() || options_.head.empty())) {
            throw Error("--base and --head belong together; the same twice measures the gate itself");
        }
    }

    void take_defaults() {
        RunOptions& run = options_.run;
        if (run.modes.empty()) {
            run.modes = {"linear"};
        }
        if (run.workers.empty()) {
            run.workers = {"1"};
        }
        if (options_.base.empty()) {
            options_.base = options_.head;
        }
        if (options_.head.empty()) {
            options_.head = options_.base;
        }
    }

    /// Workloads come from each side's worktree, whichever of them has them.
    void check_out() {
        require_paths_in_repository(options_);
        SetUpCommand setup = {.command = options_.setup};
        if (!setup.command.empty()) {
            know_configurations();
            setup.base_interpreter = python_of(configuration_named(base_name_), options_.base);
            setup.head_interpreter = python_of(configuration_named(head_name_), options_.head);
        }
        gate_.worktrees =
            std::make_unique<Worktrees>(options_.repository, options_.base_ref, options_.head_ref, setup);
        gate_.notes = gate_.worktrees->notes();
        files_ = files_of_commits(options_, *gate_.worktrees);
    }

    /// Those that there are, and the names of the sides' own. A Python that is named by path is prepared,
    /// which takes its time.
    void know_configurations() {
        if (!known_.empty()) {
            return;
        }
        base_name_ = configuration_of_side(options_.base, kBase, options_.run);
        head_name_ = configuration_of_side(options_.head, kHead, options_.run);
        known_ = known_configurations(options_.run);
        if (base_name_.empty()) {
            base_name_ = head_name_ = first_available(known_);
        }
    }

    /// Nothing of one that is unknown, which is refused later.
    [[nodiscard]] Configuration configuration_named(const std::string& name) const {
        const auto found = std::find_if(known_.begin(), known_.end(),
                                        [&](const Configuration& one) { return one.name == name; });
        return found == known_.end() ? Configuration() : *found;
    }

    void resolve_run() {
        RunOptions& run = options_.run;
        const std::string budget = std::exchange(run.budget, "");
        know_configurations();
        run.configurations = {base_name_, head_name_};
        if (!budget.empty()) {
            run.budget = budget;
        }
        gate_.run = pepbench::resolve(run, known_, source_directory() / "workloads");
        if (!budget.empty()) {
            gate_.budget_seconds = gate_.run.settings.budget_seconds;
        }
        if (!gate_.run.unavailable.empty()) {
            const Configuration& missing = gate_.run.unavailable.front();
            throw Error(fmt::format("{} cannot be measured here: {}", missing.name, missing.unavailable),
                        ExitCode::incomplete);
        }
    }

    static std::string first_available(const std::vector<Configuration>& known) {
        for (const Configuration& configuration : known) {
            if (configuration.available()) {
                return configuration.name;
            }
        }
        throw Error("no interpreter was found; run ci/setup.sh", ExitCode::incomplete);
    }

    void make_sides() {
        const Settings& settings = gate_.run.settings;
        const bool shared = files_.all.empty();
        gate_.base = {.configuration = settings.configurations.at(base_name_),
                      .workload_files = shared ? settings.workload_files : files_.base};
        gate_.head = {.configuration = settings.configurations.at(head_name_),
                      .workload_files = shared ? settings.workload_files : files_.head};
        if (gate_.worktrees) {
            gate_.base.import_from = {gate_.worktrees->base()};
            gate_.head.import_from = {gate_.worktrees->head()};
            gate_.base.configuration.folder = gate_.worktrees->base();
            gate_.head.configuration.folder = gate_.worktrees->head();
        }
        gate_.base.identity = identity(gate_.base, options_.base, options_.base_ref);
        gate_.head.identity = identity(gate_.head, options_.head, options_.head_ref);
        if (options_.base == options_.head && files_.base == files_.head) {
            gate_.notes.emplace_back("both sides are the same: this measures the gate itself");
        }
    }

    [[nodiscard]] json identity(const GateSide& side, const std::string& asked, const std::string& ref) {
        json files = json::object();
        std::vector<fs::path> users;
        for (const auto& [workload, file] : side.workload_files) {
            const auto& selected = gate_.run.settings.selection.workloads;
            if (std::find(selected.begin(), selected.end(), workload) != selected.end()) {
                files[workload] = fingerprint(file);
                if (is_users(file)) {
                    users.push_back(file);
                }
            }
        }
        const Configuration& configuration = side.configuration;
        json result = {
            {"configuration", configuration.name},
            {"workloads", files},
            {"build", build_of(executable_of(configuration, asked), configuration.command.front())}};
        if (asked.find('/') != std::string::npos) {
            result["interpreter"] = asked;
        }
        if (gate_.worktrees) {  // the commit tells what lies beside the workloads
            result["ref"] = ref;
            result["commit"] =
                &side == &gate_.base ? gate_.worktrees->base_commit() : gate_.worktrees->head_commit();
        } else if (!users.empty()) {
            result["modules"] = modules_beside(users);
            warn_of_modules(result["modules"]);
        }
        return result;
    }

    void warn_of_modules(const json& modules) {
        if (!modules.at("complete")) {
            gate_.notes.push_back(fmt::format(
                "beside the workloads lie more modules than pepbench looks at: should any but the "
                "first {} change, --continue will not notice",
                modules.at("files").get<std::size_t>()));
        }
    }

    GateOptions options_;
    std::vector<ConfiguredCell> configured_;
    SideFiles files_;
    std::vector<Configuration> known_;
    std::string base_name_;
    std::string head_name_;
    ResolvedGate gate_;
};

}  // namespace

ResolvedGate resolve_gate(GateOptions options) { return Resolver(std::move(options)).resolve(); }

}  // namespace pepbench
