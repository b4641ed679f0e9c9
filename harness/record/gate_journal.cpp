#include "record/gate_journal.h"

#include <fmt/format.h>

#include <cstring>
#include <fstream>

#include "error.h"
#include "record/checked_json.h"
#include "record/journal.h"
#include "record/journal_lines.h"
#include "record/printable.h"
#include "record/result_file.h"
#include "record/row_reader.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

/// Puts the lines together, in their order.
class GateJournalReader {
  public:
    void take(const json& line) {
        const RowReader read(line, "the line");
        const auto type = read.get<std::string>("type");
        if (type == journal_line::kHeader) {
            context_ = read.get<json::object_t>("context");
            header_ = read.get<json::object_t>("pepbench");
        } else if (type == journal_line::kCell) {
            take_cell(read, line);
        } else if (type == journal_line::kRound) {
            rounds_.push_back(line);
        } else if (type == journal_line::kDriver) {
            driver_cpu_seconds_ = read.get<double>("cpu_seconds");
        } else if (type != journal_line::kUnavailable) {
            read.refuse(fmt::format("of the type '{}' is no gate's", printable(type, 40)));
        }
    }

    json finish() {
        if (!header_.is_object()) {
            throw Error("it does not say what was to be compared; begin anew");
        }
        header_["format"] = kFormat;
        header_["kind"] = kGateKind;
        header_["gate"] = {{"cells", std::move(cells_)}, {"rounds", std::move(rounds_)}};
        if (value_at(header_, json::json_pointer("/settings/soak")) == json(true)) {
            add_soak(header_["gate"]);
        }
        return {{"context", std::move(context_)},
                {"benchmarks", json::array()},
                {"pepbench", std::move(header_)}};
    }

  private:
    void take_cell(const RowReader& read, const json& line) {
        const auto number = read.get<std::size_t>("number");
        if (number > cells_.size()) {
            read.refuse(fmt::format("is of cell {}, and there are {} before it", number, cells_.size()));
        }
        if (number == cells_.size()) {
            cells_.push_back(line);
        } else {
            cells_[number] = line;
        }
    }

    /// What a soak's file says of it besides its verdicts.
    void add_soak(json& gate) const {
        json neighbours = json::array();
        for (const json& cell : gate.at("cells")) {
            neighbours.push_back(cell.value("neighbour", json(false)));
        }
        gate["soak"] = {{"neighbours", std::move(neighbours)}, {"driver_cpu_seconds", driver_cpu_seconds_}};
    }

    json context_;
    json header_;
    json cells_ = json::array();
    json rounds_ = json::array();
    double driver_cpu_seconds_ = 0;
};

json read_journal(const fs::path& journal) {
    const auto unusable = [&](const std::string& why) {
        return Error(fmt::format("{} cannot be gone on with: {}", journal.string(), why));
    };
    try {
        std::ifstream stream = opened_journal(journal);
        if (!stream) {
            throw Error(std::strerror(errno));
        }
        return document_of_gate_journal(stream);
    } catch (const Error& error) {
        throw unusable(error.what());
    }
}

}  // namespace

json document_of_gate_journal(std::istream& journal) {
    GateJournalReader reader;
    each_line(journal, [&](const json& line) { reader.take(line); });
    return reader.finish();
}

json read_gate_to_continue(const fs::path& file) {
    if (file.extension() == ".journal") {
        return read_journal(file);
    }
    std::error_code error;
    return fs::exists(journal_of(file), error) ? read_journal(journal_of(file)) : read_document(file);
}

}  // namespace pepbench
