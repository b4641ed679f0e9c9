#include "cli/gate_sides.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

#include "cli/gate_cells.h"
#include "cli/gate_config.h"
#include "cli/measurement.h"
#include "error.h"
#include "plan/places.h"
#include "plan/workloads.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

/// Of a file's bytes (Fowler, Noll and Vo's FNV-1a, 64 bits): tells whether a side is still what it was.
std::string fingerprint(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (std::istreambuf_iterator<char> byte(stream), end; byte != end; ++byte) {
        hash = (hash ^ static_cast<unsigned char>(*byte)) * 0x100000001b3U;
    }
    return fmt::format("{:016x}", hash);
}

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

/// The name under which a side's configuration is found; one named by path gets the side's name.
std::string configuration_of_side(const std::string& side, const char* name, RunOptions& run) {
    if (side.find('/') == std::string::npos) {
        return side;
    }
    const std::size_t plus = side.find('+', side.rfind('/'));
    run.pythons.push_back(fmt::format("{}={}", name, side.substr(0, plus)));
    return plus == std::string::npos ? name : name + side.substr(plus);
}

/// The .py files that are workloads: one, or all of a folder.
std::vector<Workload> workloads_at(const fs::path& place, const char* option) {
    std::error_code error;
    if (!fs::is_directory(place, error)) {
        return {user_workload(place)};
    }
    std::vector<Workload> workloads = user_workloads(place);
    if (workloads.empty()) {
        throw Error(
            fmt::format("{} {} holds no workload: no .py file that is no test", option, place.string()));
    }
    return workloads;
}

class Resolver {
  public:
    explicit Resolver(GateOptions options) : options_(std::move(options)) {}

    ResolvedGate resolve() {
        if (!options_.config.empty()) {
            configured_ = read_gate_config(options_.config, options_);
        }
        check_what_is_compared();
        take_defaults();
        if (!options_.base_ref.empty()) {
            check_out();
        } else if (!options_.base_workloads.empty() || !options_.head_workloads.empty()) {
            find_files();
        }
        resolve_run();
        make_sides();
        gate_.cells = gated_cells(gate_.run.settings.selection, configured_, options_);
        gate_.cells.push_back(control_for(gate_.cells, gate_.base));
        return std::move(gate_);
    }

  private:
    void check_what_is_compared() const {
        refuse_stored_result(options_.base, "--base");
        refuse_stored_result(options_.head, "--head");
        const bool files = !options_.base_workloads.empty() || !options_.head_workloads.empty();
        const bool refs = !options_.base_ref.empty() || !options_.head_ref.empty();
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
        require_paths();
        gate_.worktrees = std::make_unique<Worktrees>(options_.repository, options_.base_ref,
                                                      options_.head_ref, options_.setup);
        gate_.notes = gate_.worktrees->notes();
        for (std::string& workload : options_.run.workloads) {
            workload = take_file_of_both(workload).string();
        }
    }

    void require_paths() const {
        if (options_.run.workloads.empty()) {
            throw Error(
                "name the repository's workloads with --workload PATH, from the folder of --repository");
        }
        for (const std::string& workload : options_.run.workloads) {
            if (!is_path(workload)) {
                throw Error(
                    fmt::format("{} is pepbench's own workload and the same in both commits; name the "
                                "repository's by path, from the folder of --repository",
                                workload));
            }
        }
    }

    /// Finds the file in both worktrees; returns the head's, or the base's where the head has none.
    fs::path take_file_of_both(const fs::path& workload) {
        const fs::path below =
            gate_.worktrees->prefix() /
            (workload.is_absolute() ? fs::relative(workload, options_.repository) : workload);
        const fs::path base = gate_.worktrees->base() / below;
        const fs::path head = gate_.worktrees->head() / below;
        if (!fs::exists(base) && !fs::exists(head)) {
            throw Error(fmt::format("neither commit has a file {}", below.string()));
        }
        if (fs::exists(base)) {
            base_files_[base.stem().string()] = base;
        }
        if (fs::exists(head)) {
            head_files_[head.stem().string()] = head;
        }
        return fs::exists(head) ? head : base;
    }

    /// Workloads come from two files, which need not have the same name, or from two folders.
    void find_files() {
        if (options_.base_workloads.empty()) {
            throw Error("--head-workloads needs --base-workloads");
        }
        const std::vector<Workload> base = workloads_at(options_.base_workloads, "--base-workloads");
        const std::vector<Workload> head = head_workloads();
        const bool two_files = base.size() == 1 && head.size() == 1;
        std::vector<std::string> union_of_both;
        for (const Workload& workload : head) {
            head_files_[workload.name] = workload.file;
            union_of_both.push_back(workload.file.string());
        }
        for (const Workload& workload : base) {
            base_files_[two_files ? head.front().name : workload.name] = workload.file;
            if (!two_files && !head_files_.contains(workload.name)) {
                union_of_both.push_back(workload.file.string());
            }
        }
        options_.run.workloads = std::move(union_of_both);
    }

    [[nodiscard]] std::vector<Workload> head_workloads() const {
        if (!options_.head_workloads.empty()) {
            return workloads_at(options_.head_workloads, "--head-workloads");
        }
        if (options_.run.workloads.empty()) {
            throw Error("--base-workloads needs --head-workloads, or the head's files as --workload");
        }
        return named_workloads(options_.run.workloads, find_workloads(source_directory() / "workloads"));
    }

    void resolve_run() {
        RunOptions& run = options_.run;
        const std::string budget = std::exchange(run.budget, "");
        base_name_ = configuration_of_side(options_.base, kBase, run);
        head_name_ = configuration_of_side(options_.head, kHead, run);
        const std::vector<Configuration> known = known_configurations(run);
        if (base_name_.empty()) {
            base_name_ = head_name_ = first_available(known);
        }
        run.configurations = {base_name_, head_name_};
        if (!budget.empty()) {
            run.budget = budget;
        }
        gate_.run = pepbench::resolve(run, known, source_directory() / "workloads");
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
        gate_.base = {.configuration = settings.configurations.at(base_name_),
                      .workload_files =
                          base_files_.empty() && head_files_.empty() ? settings.workload_files : base_files_};
        gate_.head = {.configuration = settings.configurations.at(head_name_),
                      .workload_files =
                          base_files_.empty() && head_files_.empty() ? settings.workload_files : head_files_};
        if (gate_.worktrees) {
            gate_.base.import_from = {gate_.worktrees->base()};
            gate_.head.import_from = {gate_.worktrees->head()};
            gate_.base.configuration.folder = gate_.worktrees->base();
            gate_.head.configuration.folder = gate_.worktrees->head();
        }
        gate_.base.identity = identity(gate_.base, options_.base, options_.base_ref);
        gate_.head.identity = identity(gate_.head, options_.head, options_.head_ref);
        if (base_name_ == head_name_ && base_files_.empty() && head_files_.empty()) {
            gate_.notes.emplace_back("both sides are the same: this measures the gate itself");
        }
    }

    [[nodiscard]] json identity(const GateSide& side, const std::string& asked,
                                const std::string& ref) const {
        json files = json::object();
        for (const auto& [workload, file] : side.workload_files) {
            const auto& selected = gate_.run.settings.selection.workloads;
            if (std::find(selected.begin(), selected.end(), workload) != selected.end()) {
                files[workload] = fingerprint(file);
            }
        }
        json result = {{"configuration", side.configuration.name}, {"workloads", files}};
        if (asked.find('/') != std::string::npos) {
            result["interpreter"] = asked;
        }
        if (gate_.worktrees) {
            result["ref"] = ref;
            result["commit"] =
                &side == &gate_.base ? gate_.worktrees->base_commit() : gate_.worktrees->head_commit();
        }
        return result;
    }

    GateOptions options_;
    std::vector<ConfiguredCell> configured_;
    std::map<std::string, fs::path> base_files_;
    std::map<std::string, fs::path> head_files_;
    std::string base_name_;
    std::string head_name_;
    ResolvedGate gate_;
};

}  // namespace

ResolvedGate resolve_gate(GateOptions options) { return Resolver(std::move(options)).resolve(); }

}  // namespace pepbench
