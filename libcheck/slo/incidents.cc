#include "libcheck/slo/incidents.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/series/csv_lines.h"
#include "libcheck/series/csv_record.h"
#include "libcheck/source/source_file.h"
#include "libcheck/yaml/node.h"
#include "libcheck/yaml/parse.h"

namespace check::slo {
namespace {

// What is written of one incident.
struct Row {
  std::string start;
  std::string end;
  std::string note;
  std::size_t line = 0;
};

class Reader {
 public:
  Reader(std::string_view path, std::string_view zone) : path_(path), zone_(zone) {}

  Result<std::vector<Episode>> FromCsv(std::string_view text);
  Result<std::vector<Episode>> FromYaml(std::string text);

 private:
  Error Fail(std::size_t line, std::string_view what) const {
    return Error{fmt::format("`{}`, line {}: {}", path_, line, what)};
  }

  Result<std::vector<Episode>> ToEpisodes(const std::vector<Row>& rows) const {
    std::vector<Episode> episodes;
    for (const Row& row : rows) {
      const auto start = ParseAbsoluteTime(row.start, zone_);
      const auto end = ParseAbsoluteTime(row.end, zone_);
      for (const auto& [time, written, name] :
           {std::tuple(&start, &row.start, "start"), std::tuple(&end, &row.end, "end")}) {
        if (*time) continue;
        if (written->empty()) return Fail(row.line, fmt::format("the incident has no {}", name));
        return Fail(row.line, fmt::format("invalid time `{}`: write it as in 2026-03-01T14:00:00Z",
                                          *written));
      }
      if (*end <= *start) return Fail(row.line, "the end of the incident is not after its start");
      episodes.push_back({*start, *end, row.note});
    }
    if (episodes.empty()) return Error{fmt::format("`{}` has no incidents", path_)};
    std::ranges::stable_sort(episodes, {}, &Episode::start);
    return episodes;
  }

  std::string_view path_;
  std::string_view zone_;
};

char SeparatorOf(std::string_view line) {
  for (const char separator : {';', '\t'}) {
    if (line.find(separator) != line.npos) return separator;
  }
  return ',';
}

Result<std::vector<Episode>> Reader::FromCsv(std::string_view text) {
  const char separator = SeparatorOf(text.substr(0, text.find('\n')));
  std::map<std::string, std::size_t, std::less<>> columns;
  std::vector<Row> rows;
  series::CsvRecord record;
  const std::string_view all = text;
  while (!text.empty()) {
    const auto taken = static_cast<std::ptrdiff_t>(all.size() - text.size());
    const std::size_t line =
        1 + static_cast<std::size_t>(std::count(all.begin(), all.begin() + taken, '\n'));
    if (!record.Take(text, separator)) return Fail(line, "a quote is not closed");
    const auto& cells = record.cells();
    if (cells.empty() || (cells.size() == 1 && TrimSpace(cells[0]).empty())) continue;
    if (columns.empty()) {
      for (std::size_t i = 0; i < cells.size(); ++i) {
        columns.emplace(TrimSpace(cells[i]), i);
      }
      for (const std::string_view name : {"start", "end"}) {
        if (!columns.contains(name)) {
          return Fail(line, fmt::format("missing column `{}`", name));
        }
      }
      continue;
    }
    const auto cell = [&](std::string_view name) {
      const auto at = columns.find(name);
      return at == columns.end() || at->second >= cells.size()
                 ? std::string()
                 : std::string(TrimSpace(cells[at->second]));
    };
    rows.push_back({cell("start"), cell("end"), cell("note"), line});
  }
  return ToEpisodes(rows);
}

Result<std::vector<Episode>> Reader::FromYaml(std::string text) {
  const SourceBuffer source(std::string(path_), std::move(text));
  Arena arena;
  Diagnostics diagnostics;
  const yaml::Stream stream = yaml::Parse(source, arena, diagnostics);
  const auto line_of = [&](const yaml::Node& node) {
    return static_cast<std::size_t>(source.PositionOf(node.span.begin).line);
  };
  if (diagnostics.HasErrors()) {
    const Diagnostic& first = diagnostics.found().front();
    return Fail(source.PositionOf(first.where.span.begin).line, first.message);
  }
  const yaml::Node* list = stream.documents.empty() ? nullptr : stream.documents.front().root;
  if (list != nullptr && list->IsMapping()) list = list->Find("incidents");
  if (list == nullptr || !list->IsSequence()) {
    return Error{fmt::format(
        "`{}` is neither CSV with columns `start` and `end` nor a YAML list of incidents", path_)};
  }
  std::vector<Row> rows;
  for (const yaml::Node& item : list->items()) {
    if (!item.IsMapping()) return Fail(line_of(item), "an incident is not a mapping");
    const auto value = [&](std::string_view name) {
      const yaml::Node* const found = item.Find(name);
      return found == nullptr ? std::string() : std::string(found->scalar());
    };
    rows.push_back({value("start"), value("end"), value("note"), line_of(item)});
  }
  return ToEpisodes(rows);
}

// Whether the first line names columns.
bool LooksLikeCsv(std::string_view text) {
  const std::vector<std::string_view> names = series::CsvNames(text);
  return std::ranges::any_of(
      names, [](std::string_view name) { return name == "start" || name == "end"; });
}

}  // namespace

Result<std::vector<Episode>> ReadIncidents(std::string_view path, std::string text,
                                           std::string_view zone) {
  Reader reader(path, zone);
  return LooksLikeCsv(text) ? reader.FromCsv(text) : reader.FromYaml(std::move(text));
}

}  // namespace check::slo
