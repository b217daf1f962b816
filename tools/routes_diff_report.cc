#include "tools/routes_diff_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "libcheck/result/grid.h"
#include "tools/width.h"

namespace tools {
namespace {

using check::alertmanager::RouteAspect;
using check::alertmanager::RouteChange;
using check::config::alertmanager::ReceiverChange;
using check::report::Json;
using check::result::Grid;
using check::result::Tone;

constexpr std::size_t kMostListed = 10;

constexpr std::string_view kNoDifference = "both configurations treat all alerts alike\n";

// "group_by of db"
std::string Title(const RouteChange& change) {
  const std::string aspect(check::alertmanager::ToString(change.aspect));
  return change.receiver.empty() ? aspect : aspect + " of " + change.receiver;
}

// "db: slack_configs[0].channel"
std::string Title(const ReceiverChange& change) {
  const std::string name = change.receiver.empty() ? "global" : change.receiver;
  return change.field.empty() ? name : name + ": " + change.field;
}

std::string Before(const ReceiverChange& change) { return change.before.value_or("not there"); }
// Values that are alike but for what is hidden.
std::string After(const ReceiverChange& change) {
  if (change.before && change.after == change.before) return *change.after + " (another value)";
  return change.after.value_or("not there");
}

std::string Counted(std::size_t count, std::string_view one, std::string_view more) {
  return fmt::format("{} {}", count, count == 1 ? one : more);
}

// The first of a list, and how many are left out.
std::vector<std::string> Listed(const RoutesDiffReport::Entry& entry) {
  std::vector<std::string> lines;
  for (const RoutesDiffReport::Alerts& alerts : entry.alerts) {
    if (lines.size() == kMostListed) {
      lines.push_back(fmt::format("and {} more", entry.alerts.size() - kMostListed));
      break;
    }
    lines.push_back(alerts.text);
  }
  return lines;
}

class TextReport {
 public:
  explicit TextReport(bool colour) : colour_(colour) {}

  void Add(const RoutesDiffReport::Entry& entry) {
    Begin();
    for (const std::string& line : Listed(entry)) text_ += Painted(line) + "\n";
    Grid grid = Table();
    for (const RouteChange& change : entry.changes) {
      AddRow(grid, Title(change), change.before, change.after);
    }
    text_ += grid.Text(colour_, TableWidth());
  }

  void AddInhibitRules(const RoutesDiffReport& report) {
    if (report.removed_inhibit_rules.empty() && report.added_inhibit_rules.empty()) return;
    Begin();
    text_ += Painted("inhibition rules") + "\n";
    for (const std::string& rule : report.removed_inhibit_rules) {
      text_ += "  removed: " + rule + "\n";
    }
    for (const std::string& rule : report.added_inhibit_rules) text_ += "  added: " + rule + "\n";
  }

  void AddReceivers(const RoutesDiffReport& report) {
    if (report.receivers.empty()) return;
    Begin();
    text_ += Painted("receivers") + "\n";
    Grid grid = Table();
    for (const ReceiverChange& change : report.receivers) {
      AddRow(grid, Title(change), Before(change), After(change));
    }
    text_ += grid.Text(colour_, TableWidth());
  }

  std::string Take() { return std::move(text_); }

 private:
  void Begin() { text_ += text_.empty() ? "" : "\n"; }
  std::string Painted(const std::string& line) const {
    return colour_ ? check::result::Coloured(line, Tone::kName) : line;
  }
  static Grid Table() { return Grid({{""}, {""}, {""}, {""}}); }
  static void AddRow(Grid& grid, const std::string& title, const std::string& before,
                     const std::string& after) {
    grid.AddRow({{"  " + title}, {before, Tone::kBad}, {"->"}, {after, Tone::kGood}});
  }

  bool colour_;
  std::string text_;
};

// A cell of a table in Markdown, as code.
std::string Code(std::string_view text) {
  std::string code;
  for (const char c : text) {
    if (c == '|') code += '\\';
    code += c == '\n' ? ' ' : c;
  }
  const std::string_view fence = code.find('`') == std::string::npos ? "`" : "``";
  return fmt::format("{0}{1}{0}", fence, code);
}

void AppendTable(std::string_view first, std::vector<std::array<std::string, 3>> rows,
                 std::string& text) {
  text += fmt::format("\n| {} | Old | New |\n| --- | --- | --- |\n", first);
  for (const auto& row : rows) {
    text += fmt::format("| {} | {} | {} |\n", Code(row[0]), Code(row[1]), Code(row[2]));
  }
}

Json ToJson(const RouteChange& change) {
  Json json = {{"what", check::alertmanager::ToString(change.aspect)}};
  if (!change.receiver.empty()) json["receiver"] = change.receiver;
  json["old"] = change.before;
  json["new"] = change.after;
  return json;
}

Json ToJson(const ReceiverChange& change) {
  Json json = {{"receiver", change.receiver.empty() ? Json() : Json(change.receiver)},
               {"field", change.field.empty() ? Json() : Json(change.field)}};
  json["old"] = change.before ? Json(*change.before) : Json();
  json["new"] = change.after ? Json(*change.after) : Json();
  return json;
}

}  // namespace

void RoutesDiffReport::Add(std::vector<RouteChange> changes, Alerts alerts) {
  const auto at = std::find_if(entries.begin(), entries.end(),
                               [&](const Entry& entry) { return entry.changes == changes; });
  Entry& entry = at == entries.end() ? entries.emplace_back() : *at;
  entry.changes = std::move(changes);
  entry.alerts.push_back(std::move(alerts));
}

bool RoutesDiffReport::empty() const {
  return entries.empty() && removed_inhibit_rules.empty() && added_inhibit_rules.empty() &&
         receivers.empty();
}

std::string ToText(const RoutesDiffReport& report, bool colour) {
  if (report.empty()) return report.remarks.empty() ? std::string(kNoDifference) : std::string();
  TextReport text(colour);
  for (const RoutesDiffReport::Entry& entry : report.entries) text.Add(entry);
  text.AddInhibitRules(report);
  text.AddReceivers(report);
  return text.Take();
}

std::string ToMarkdown(const RoutesDiffReport& report) {
  std::string text = "### Alert routing\n";
  if (report.empty()) {
    if (report.remarks.empty()) text += fmt::format("\nNo change: {}", kNoDifference);
  } else {
    text += fmt::format(
        "\n{}, {}, {}.\n", Counted(report.entries.size(), "change of routes", "changes of routes"),
        Counted(report.removed_inhibit_rules.size() + report.added_inhibit_rules.size(),
                "change of inhibition rules", "changes of inhibition rules"),
        Counted(report.receivers.size(), "change of receivers", "changes of receivers"));
  }
  for (const RoutesDiffReport::Entry& entry : report.entries) {
    text += "\n";
    for (const std::string& line : Listed(entry)) text += "- " + Code(line) + "\n";
    std::vector<std::array<std::string, 3>> rows;
    for (const RouteChange& change : entry.changes) {
      rows.push_back({Title(change), change.before, change.after});
    }
    AppendTable("Change", std::move(rows), text);
  }
  if (!report.removed_inhibit_rules.empty() || !report.added_inhibit_rules.empty()) {
    text += "\n#### Inhibition rules\n\n";
    for (const std::string& rule : report.removed_inhibit_rules) {
      text += "- removed: " + Code(rule) + "\n";
    }
    for (const std::string& rule : report.added_inhibit_rules) {
      text += "- added: " + Code(rule) + "\n";
    }
  }
  if (!report.receivers.empty()) {
    text += "\n#### Receivers\n";
    std::vector<std::array<std::string, 3>> rows;
    for (const ReceiverChange& change : report.receivers) {
      rows.push_back({Title(change), Before(change), After(change)});
    }
    AppendTable("Setting", std::move(rows), text);
  }
  for (const std::string& remark : report.remarks) text += "\nNote: " + remark + ".\n";
  return text;
}

Json ToJson(const RoutesDiffReport& report) {
  Json json = {{"version", 1}, {"routes", Json::array()}};
  for (const RoutesDiffReport::Entry& entry : report.entries) {
    Json changes = Json::array();
    for (const RouteChange& change : entry.changes) changes.push_back(ToJson(change));
    Json alerts = Json::array();
    for (const RoutesDiffReport::Alerts& some : entry.alerts) alerts.push_back(some.members);
    json["routes"].push_back({{"alerts", std::move(alerts)}, {"changes", std::move(changes)}});
  }
  json["inhibit_rules"] = {{"removed", report.removed_inhibit_rules},
                           {"added", report.added_inhibit_rules}};
  json["receivers"] = Json::array();
  for (const ReceiverChange& change : report.receivers) {
    json["receivers"].push_back(ToJson(change));
  }
  json["unknown"] = report.remarks;
  return json;
}

}  // namespace tools
