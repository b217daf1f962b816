#include "libcheck/slo/event_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/parallel.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/exposition/sample.h"
#include "libcheck/files/gunzip.h"
#include "libcheck/series/codes.h"
#include "libcheck/series/csv_lines.h"
#include "libcheck/slo/count_grid.h"

namespace check::slo {
namespace {

// More than any service counts between two rows, and few enough for sums to be exact.
constexpr double kMostEvents = 1e12;
constexpr std::int64_t kLongestGapMs = 3653LL * 24 * 60 * 60 * 1000;

using Rows = EventTable::Rows;

enum class Kind : std::uint8_t { kTime, kGood, kErrors, kTotal, kLabel };

Kind KindOf(std::string_view name) {
  constexpr std::pair<std::string_view, Kind> kNames[] = {
      {"good", Kind::kGood},     {"success", Kind::kGood}, {"errors", Kind::kErrors},
      {"failed", Kind::kErrors}, {"bad", Kind::kErrors},   {"total", Kind::kTotal}};
  if (series::IsTimeColumn(name)) return Kind::kTime;
  for (const auto& [known, kind] : kNames) {
    if (IsInAnyCase(name, known)) return kind;
  }
  return Kind::kLabel;
}

// Sums of numbers that were rounded when they were written.
bool Agree(double sum, double total) {
  return std::abs(sum - total) <= 1e-9 * std::max(std::abs(total), 1.0);
}

class EventReader final : public series::CsvLines {
 public:
  EventReader(exposition::LineReports& reports, EventTable& table)
      : CsvLines(reports, series::kBadEvents), table_(table) {}

 private:
  bool ReadHeader(std::string_view line) override {
    std::set<Kind> known;
    for (const std::string_view cell : cells()) {
      const std::string_view name = TrimSpace(cell);
      const Kind kind = KindOf(name);
      if (kind != Kind::kLabel && !known.insert(kind).second) {
        Report(line, cell, fmt::format("duplicate column: `{}`", name));
        return false;
      }
      if (kind == Kind::kLabel) table_.labels.emplace_back(name);
      kinds_.push_back(kind);
    }
    return true;
  }

  void ReadRow(std::string_view line) override {
    Row row;
    bool is_good = true;
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      if (kinds_[i] == Kind::kLabel) continue;
      is_good &= ReadCell(line, cells()[i], kinds_[i], row);
    }
    if (!is_good || (!row.good && !row.errors && !row.total) || !Complete(line, row)) return;
    Rows& rows = FindRows();
    const std::size_t count = rows.times.size();
    if (count > 0 && row.time <= rows.times.back()) {
      ReportOrder(line, row.time, rows.times.back());
      return;
    }
    if (count > 0 && row.time - rows.times.back() > kLongestGapMs) {
      Report(line, time_cell_, "more than 10 years since the previous row",
             "check the unit of the times: seconds, or milliseconds");
      return;
    }
    rows.times.push_back(row.time);
    rows.errors.push_back(*row.errors);
    rows.total.push_back(*row.total);
  }

  struct Row {
    std::int64_t time = 0;
    std::string_view time_cell;
    std::optional<double> good;
    std::optional<double> errors;
    std::optional<double> total;

    std::optional<double>& Of(Kind kind) {
      if (kind == Kind::kGood) return good;
      return kind == Kind::kErrors ? errors : total;
    }
  };

  bool ReadCell(std::string_view line, std::string_view cell, Kind kind, Row& row) {
    if (kind == Kind::kTime) {
      const auto time = series::ReadCsvTime(TrimSpace(cell));
      if (!time) {
        Report(line, cell, fmt::format("invalid time `{}`", cell),
               "expected a Unix time in seconds or milliseconds, or RFC 3339");
        return false;
      }
      row.time = *time;
      time_cell_ = cell;
      return true;
    }
    auto value = exposition::ParseValue(cell);
    if (!value) {
      cell = TrimSpace(cell);
      if (cell.empty()) return true;
      value = exposition::ParseValue(cell);
    }
    if (!value) {
      Report(line, cell, fmt::format("invalid event count `{}`", cell));
      return false;
    }
    if (!std::isfinite(*value) || *value < 0) {
      Report(line, cell,
             fmt::format("invalid event count `{}`: expected {}", cell,
                         std::isfinite(*value) ? "0 or more" : "a finite number"));
      return false;
    }
    if (*value > kMostEvents) {
      Report(line, cell,
             fmt::format("invalid event count `{}`: expected at most {}", cell, kMostEvents));
      return false;
    }
    row.Of(kind) = value;
    return true;
  }

  // Works out the third number from two.
  bool Complete(std::string_view line, Row& row) {
    const int count = (row.good ? 1 : 0) + (row.errors ? 1 : 0) + (row.total ? 1 : 0);
    if (count < 2) {
      Report(line, line, "missing number of events", "leave all of them empty if there is no data");
      return false;
    }
    if (row.good && row.errors) {
      const double sum = *row.good + *row.errors;
      if (row.total && !Agree(sum, *row.total)) {
        Report(line, line,
               fmt::format("{} good and {} failed events do not add up to {}", *row.good,
                           *row.errors, *row.total));
        return false;
      }
      row.total = row.total.value_or(sum);
      return true;
    }
    const double part = row.good ? *row.good : *row.errors;
    if (part > *row.total) {
      Report(line, line,
             fmt::format("more {} than total events: {} of {}",
                         row.good ? "good events" : "failed events", part, *row.total));
      return false;
    }
    if (!row.errors) row.errors = *row.total - part;
    return true;
  }

  void ReportOrder(std::string_view line, std::int64_t time, std::int64_t before) {
    const auto text = [](std::int64_t ms) { return FormatTime(ms, "UTC", TimeStyle::kRfc3339); };
    if (time == before) {
      Report(line, time_cell_, fmt::format("duplicate row for {}", text(time)),
             table_.labels.empty()
                 ? "rows of several sources need a column to distinguish them, such as `instance`"
                 : "");
      return;
    }
    Report(line, time_cell_,
           fmt::format("time goes back: {} comes after {}", text(time), text(before)),
           "sort the rows by time");
  }

  Rows& FindRows() {
    if (table_.labels.empty()) {
      if (table_.rows.empty()) table_.rows.emplace_back();
      return table_.rows.front();
    }
    key_.clear();
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      if (kinds_[i] == Kind::kLabel) key_.append(cells()[i]).push_back('\0');
    }
    const auto [at, is_new] = by_key_.try_emplace(key_, table_.rows.size());
    if (is_new) {
      Rows& rows = table_.rows.emplace_back();
      for (std::size_t i = 0; i < kinds_.size(); ++i) {
        if (kinds_[i] == Kind::kLabel) rows.values.emplace_back(cells()[i]);
      }
    }
    return table_.rows[at->second];
  }

  EventTable& table_;
  std::vector<Kind> kinds_;
  std::string_view time_cell_;
  std::string key_;
  std::unordered_map<std::string, std::size_t> by_key_;
};

struct File {
  File(const std::string& path, std::size_t most) : reports(path, most, nullptr) {}

  exposition::LineReports reports;
  EventTable table;
  std::optional<Error> error;
};

void ReadFile(const EventTableOptions& options, File& file) {
  const std::string& path = file.reports.path();
  auto opened = options.files->Open(path);
  if (!opened) {
    file.error = opened.error();
    return;
  }
  const std::unique_ptr<ByteSource> input = GunzipIfPacked(std::move(*opened));
  EventReader reader(file.reports, file.table);
  if (const auto error = exposition::ReadBlocks(*input, reader)) {
    file.error = error->why_begins > 0
                     ? *error
                     : Error{fmt::format("cannot read `{}`: {}", path, error->message)};
    return;
  }
  reader.Finish();
  if (file.table.rows.empty() && file.reports.findings().empty()) {
    file.error = Error{fmt::format("`{}` has a header but no rows", path)};
  }
}

std::int64_t FirstTime(const EventTable& table) {
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  for (const Rows& rows : table.rows) first = std::min(first, rows.times[0]);
  return first;
}

void Append(const storage::TimeColumn& more, storage::TimeColumn& times) {
  for (std::size_t i = 0; i < more.size(); ++i) times.push_back(more[i]);
}

// Puts the rows of files that follow each other together. The error says what does not fit.
std::optional<Error> Join(std::vector<File*>& files, EventTable& table) {
  std::ranges::sort(files, {}, [](const File* file) { return FirstTime(file->table); });
  table = std::move(files.front()->table);
  for (std::size_t i = 1; i < files.size(); ++i) {
    const std::string& path = files[i]->reports.path();
    EventTable& more = files[i]->table;
    if (more.labels != table.labels) {
      return Error{
          fmt::format("`{}` has different columns from `{}`", path, files.front()->reports.path())};
    }
    for (Rows& rows : more.rows) {
      const auto known = std::ranges::find(table.rows, rows.values, &Rows::values);
      if (known == table.rows.end()) {
        table.rows.push_back(std::move(rows));
        continue;
      }
      if (rows.times[0] <= known->times.back()) {
        return Error{fmt::format("`{}` begins before another of the files ends: {}", path,
                                 FormatTime(rows.times[0], "UTC", TimeStyle::kRfc3339))};
      }
      Append(rows.times, known->times);
      known->errors.insert(known->errors.end(), rows.errors.begin(), rows.errors.end());
      known->total.insert(known->total.end(), rows.total.begin(), rows.total.end());
    }
  }
  return std::nullopt;
}

bool IsCalled(const Slo& slo, std::string_view name) {
  return name == slo.name || name == slo.id || name == slo.Title();
}

}  // namespace

bool LooksLikeEvents(std::string_view head) {
  std::set<Kind> kinds;
  for (const std::string_view name : series::CsvNames(head)) {
    if (IsInAnyCase(name, "value") || name == "series" || name == "__name__") return false;
    kinds.insert(KindOf(name));
  }
  return kinds.contains(Kind::kTime) && kinds.size() - (kinds.contains(Kind::kLabel) ? 1 : 0) >= 3;
}

LoadedEvents LoadEvents(std::span<const std::string> paths, const EventTableOptions& options) {
  std::vector<std::unique_ptr<File>> files;
  for (const std::string& path : paths) {
    files.push_back(std::make_unique<File>(path, options.most_findings));
  }
  ParallelFor(files.size(), [&](std::size_t i, std::size_t) { ReadFile(options, *files[i]); });
  LoadedEvents loaded;
  std::vector<File*> usable;
  for (const auto& file : files) {
    if (file->error) loaded.errors.push_back(*file->error);
    auto& findings = file->reports.findings();
    std::move(findings.begin(), findings.end(), std::back_inserter(loaded.findings));
    for (const auto& [info, count] : file->reports.Hidden()) loaded.hidden[info] += count;
    if (!file->table.rows.empty()) usable.push_back(file.get());
  }
  if (!loaded.ok() || usable.empty()) return loaded;
  if (auto error = Join(usable, loaded.table)) loaded.errors.push_back(std::move(*error));
  loaded.table.cumulative = options.cumulative;
  return loaded;
}

Result<std::vector<SloEvents>> EventsOf(const EventTable& table, const Slo& slo, bool from_zero) {
  const auto column = std::ranges::find(table.labels, EventTable::kSloColumn);
  const auto slo_at = static_cast<std::size_t>(column - table.labels.begin());
  // Rows by the values of the labels that the objective is grouped by.
  std::vector<std::size_t> grouped_by;
  for (const std::string& label : slo.indicator.grouping) {
    const auto found = std::ranges::find(table.labels, label);
    if (found == table.labels.end()) {
      return Error{
          fmt::format("the events have no column `{}`, which the objective is grouped by", label)};
    }
    grouped_by.push_back(static_cast<std::size_t>(found - table.labels.begin()));
  }
  std::map<std::vector<std::string>, std::vector<const Rows*>> groups;
  for (const Rows& rows : table.rows) {
    if (column != table.labels.end() && !IsCalled(slo, rows.values[slo_at])) continue;
    std::vector<std::string> key;
    for (const std::size_t label : grouped_by) key.push_back(rows.values[label]);
    groups[std::move(key)].push_back(&rows);
  }
  if (groups.empty()) {
    return Error{fmt::format("no row of the events has `{}` in the column `slo`", slo.Title())};
  }
  std::vector<SloEvents> all;
  for (const auto& [key, members] : groups) {
    std::vector<CountColumn> columns;
    for (const Rows* rows : members) {
      columns.push_back({&rows->times, rows->total, table.cumulative});
    }
    CountGrid grid(columns, {.from_zero = from_zero});
    if (grid.step() == 0) {
      return Error{"the events have a single row, so the length of its interval is unknown"};
    }
    std::vector<double> errors(grid.size());
    std::vector<double> total(grid.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      grid.Add(columns[i], total);
      grid.Add({&members[i]->times, members[i]->errors, table.cumulative}, errors);
    }
    grid.Finish();
    SloEvents& events = all.emplace_back();
    for (std::size_t i = 0; i < key.size(); ++i) {
      events.group.emplace_back(slo.indicator.grouping[i], key[i]);
    }
    events.events = grid.Make(errors, total);
  }
  return all;
}

}  // namespace check::slo
