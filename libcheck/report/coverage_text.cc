#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "libcheck/report/coverage_formats.h"
#include "libcheck/report/printable.h"

namespace check::report {
namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kGood = "\x1b[32m";
constexpr std::string_view kPart = "\x1b[33m";
constexpr std::string_view kBad = "\x1b[91m";
constexpr std::string_view kReset = "\x1b[0m";

constexpr std::string_view kHeadings[] = {"rules", "alerts", "operands", "branches"};
constexpr std::size_t kColumns = std::size(kHeadings);

std::size_t ColumnOf(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::kRule:
      return 0;
    case DecisionKind::kAlert:
      return 1;
    case DecisionKind::kSet:
    case DecisionKind::kComparison:
      return 2;
    case DecisionKind::kBranch:
      return 3;
  }
  return 0;
}

// A line of the table.
struct Row {
  std::array<Covered, kColumns> columns = {};
  std::string name;
  bool is_heading = false;

  Covered all() const {
    Covered covered;
    for (const Covered& column : columns) covered += column;
    return covered;
  }
  void Add(const RuleCoverage& rule) {
    for (const Decision& decision : rule.decisions) {
      columns[ColumnOf(decision.kind)] += Count(decision);
    }
  }
};

std::string CellText(Covered covered) {
  return covered.all == 0 ? "-" : fmt::format("{}/{}", covered.seen, covered.all);
}

class Renderer {
 public:
  Renderer(const Coverage& coverage, const CoverageStyle& style)
      : coverage_(coverage), colour_(style.colour) {}

  std::string Render() {
    AddTable();
    for (const FileCoverage& file : coverage_.files) {
      for (const RuleCoverage& rule : file.rules) AddMissing(rule);
    }
    return std::move(out_);
  }

 private:
  void Add(std::string_view colour, std::string_view text) {
    if (colour_) out_ += colour;
    out_ += text;
    if (colour_) out_ += kReset;
  }

  void AddTable() {
    std::vector<Row> rows;
    Row total{.name = "total", .is_heading = true};
    for (const FileCoverage& file : coverage_.files) {
      const std::size_t heading = rows.size();
      rows.push_back({.name = PrintableLine(PrintablePath(file.path)), .is_heading = true});
      std::size_t width = 1;
      for (const RuleCoverage& rule : file.rules) {
        width = std::max(width, std::to_string(rule.where.begin.line).size());
      }
      for (const RuleCoverage& rule : file.rules) {
        Row row{.name = fmt::format("  {:>{}} {}", rule.where.begin.line, width,
                                    PrintableLine(rule.name))};
        row.Add(rule);
        rows[heading].Add(rule);
        total.Add(rule);
        rows.push_back(std::move(row));
      }
    }
    rows.push_back(std::move(total));

    std::array<std::size_t, kColumns> widths = {};
    for (std::size_t i = 0; i < kColumns; ++i) {
      widths[i] = kHeadings[i].size();
      for (const Row& row : rows) widths[i] = std::max(widths[i], CellText(row.columns[i]).size());
    }
    std::string heading = "covered";
    for (std::size_t i = 0; i < kColumns; ++i) {
      heading += fmt::format("  {:>{}}", kHeadings[i], widths[i]);
    }
    Add(kDim, heading);
    out_ += '\n';
    for (const Row& row : rows) AddRow(row, widths);
  }

  void AddRow(const Row& row, const std::array<std::size_t, kColumns>& widths) {
    const Covered all = row.all();
    const std::string_view colour = all.complete() ? kGood : all.seen == 0 ? kBad : kPart;
    Add(colour, fmt::format("{:>7}", PercentText(all)));
    for (std::size_t i = 0; i < kColumns; ++i) {
      out_ += fmt::format("  {:>{}}", CellText(row.columns[i]), widths[i]);
    }
    out_ += "  ";
    if (row.is_heading) {
      Add(kBold, row.name);
    } else {
      out_ += row.name;
    }
    out_ += '\n';
  }

  void AddMissing(const RuleCoverage& rule) {
    // Whatever else could be said of a rule that gave nothing follows from that.
    const bool gave_nothing = !Count(rule.decisions.front()).complete();
    for (const Decision& decision : rule.decisions) {
      const bool is_alert = decision.kind == DecisionKind::kAlert;
      const bool is_first = decision.kind == DecisionKind::kRule;
      const bool follows = gave_nothing && !is_first && (is_alert || Count(decision).seen == 0);
      if (follows) continue;
      for (const std::string& missing : Missing(rule, decision))
        AddMissing(decision.where, missing);
    }
  }

  void AddMissing(const Place& place, const std::string& missing) {
    const std::string where = fmt::format("{}:{}:{}", PrintableLine(PrintablePath(place.path)),
                                          place.begin.line, place.begin.column);
    const std::string what = PrintableLine(missing);
    if (said_.empty()) out_ += "\nnot covered:\n";
    // Rules may share text, such as their group's labels.
    if (!said_.insert(where + ": " + what).second) return;
    Add(kBold, where);
    out_ += ": " + what + '\n';
  }

  const Coverage& coverage_;
  const bool colour_;
  std::set<std::string> said_;
  std::string out_;
};

std::string Render(const Coverage& coverage, const CoverageStyle& style) {
  return Renderer(coverage, style).Render();
}

}  // namespace

constinit const CoverageFormat kCoverageTextFormat = {
    .name = "text",
    .doc = "A table of files and rules, then what was not covered.",
    .render = Render,
};

}  // namespace check::report
