#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/exposition/lines.h"
#include "libcheck/exposition/sample.h"
#include "libcheck/exposition/scan.h"
#include "libcheck/promql/series_description.h"
#include "libcheck/series/codes.h"
#include "libcheck/series/csv_record.h"
#include "libcheck/series/formats.h"
#include "libcheck/series/series_by_text.h"

namespace check::series {
namespace {

bool IsTimeColumn(std::string_view name) {
  return IsInAnyCase(name, "time") || IsInAnyCase(name, "timestamp");
}
bool IsValueColumn(std::string_view name) { return IsInAnyCase(name, "value"); }

std::optional<std::int64_t> ReadTime(std::string_view cell) {
  // Most are short numbers.
  if (cell.find_first_not_of("0123456789.") == cell.npos) {
    const auto number = exposition::ParseValue(cell);
    return number ? UnixTimeToMs(*number) : std::nullopt;
  }
  return ParseAbsoluteTime(cell, "UTC");
}

class CsvReader final : public exposition::BlockReader {
 public:
  CsvReader(exposition::LineReports& reports, SampleSet& samples)
      : reports_(reports), samples_(samples) {}

  bool ReadBlock(std::string_view block) override {
    if (!pending_.empty()) {
      pending_.append(block);
      if (pending_.size() > exposition::kLongestLine) return false;
      std::string joined = std::move(pending_);
      pending_.clear();
      return ReadText(joined);
    }
    return ReadText(block);
  }

  void Finish() {
    if (!pending_.empty()) {
      const std::string line = pending_.substr(0, pending_.find('\n'));
      text_ = line;
      ++line_number_;
      Report(line, line, "a quote is not closed");
    } else if (columns_.empty() && !given_up_) {
      text_ = {};
      ++line_number_;
      Report({}, {}, "the file is empty; expected a header line with column names");
    }
  }

 private:
  struct Column {
    enum class Kind : std::uint8_t { kTime, kValue, kSeries, kLabel, kValues } kind = Kind::kLabel;
    std::string name;
    SampleColumn* samples = nullptr;  // For kValues.
  };

  bool ReadText(std::string_view text) {
    text_ = text;
    while (!text.empty()) {
      const std::string_view before = text;
      if (!record_.Take(text, separator_)) {
        pending_ = before;
        break;
      }
      ++line_number_;
      const std::string_view line = before.substr(0, before.size() - text.size());
      if (columns_.empty()) {
        if (!ReadHeader(line)) {
          given_up_ = true;
          return false;
        }
      } else {
        ReadRow(line);
      }
      line_number_ += static_cast<std::uint32_t>(std::count(line.begin(), line.end(), '\n')) -
                      (line.ends_with('\n') ? 1 : 0);
    }
    const std::string_view done = text_.substr(0, text_.size() - pending_.size());
    offset_ += done.size();
    continuation_bytes_ += exposition::CountContinuationBytes(done);
    return true;
  }

  // `part` is in `line`; all of that is meant if it is not.
  void Report(std::string_view line, std::string_view part, std::string message,
              std::string note = {}) {
    if (!reports_.HasRoom(kBadCsv)) return;
    const auto before = static_cast<std::size_t>(line.empty() ? 0 : line.data() - text_.data());
    const std::uint64_t continuing =
        continuation_bytes_ + exposition::CountContinuationBytes(text_.substr(0, before));
    const std::string_view first = line.substr(0, line.find('\n'));
    Finding* const finding = reports_.Report(
        kBadCsv, {line_number_, offset_ + before, offset_ + before - continuing, first},
        exposition::SpanOf(first, part), std::move(message));
    if (finding != nullptr && !note.empty()) finding->notes.push_back(std::move(note));
  }

  bool ReadHeader(std::string_view line) {
    // The separator is not known before.
    std::string_view text = line;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (const char candidate : {',', ';', '\t'}) {
      separator_ = candidate;
      std::string_view rest = text;
      if (record_.Take(rest, separator_) && record_.cells().size() > 1) break;
    }
    const auto& cells = record_.cells();
    const auto has = [&](bool (*is)(std::string_view)) {
      return std::any_of(cells.begin(), cells.end(),
                         [&](auto cell) { return is(TrimSpace(cell)); });
    };
    if (!has(IsTimeColumn)) {
      Report(
          line, line, "missing column `time`",
          "the first line names the columns: `time,series,value`, `time,__name__,LABEL...,value` "
          "or `time,SERIES...`");
      return false;
    }
    const bool is_long = has(IsValueColumn);
    for (const std::string_view cell : cells) {
      if (!AddColumn(TrimSpace(cell), is_long, line, cell)) return false;
    }
    if (!is_long && columns_.size() < 2) {
      Report(line, line, "missing column `value`, or a column for a series");
      return false;
    }
    return true;
  }

  bool AddColumn(std::string_view name, bool is_long, std::string_view line,
                 std::string_view cell) {
    Column& column = columns_.emplace_back();
    column.name = name;
    const bool is_double =
        std::any_of(columns_.begin(), columns_.end() - 1,
                    [&](const Column& other) { return !name.empty() && other.name == name; });
    if (is_double) {
      Report(line, cell, fmt::format("duplicate column `{}`", name));
      return false;
    }
    if (IsTimeColumn(name) && !has_time_) {
      column.kind = Column::Kind::kTime;
      has_time_ = true;
    } else if (is_long && IsValueColumn(name)) {
      column.kind = Column::Kind::kValue;
    } else if (is_long) {
      column.kind = name == "series" ? Column::Kind::kSeries : Column::Kind::kLabel;
    } else {
      column.kind = Column::Kind::kValues;
      column.samples = FindSeries(name, line, cell);
      return column.samples != nullptr;
    }
    return true;
  }

  // The series of `metric{a="b"}`.
  SampleColumn* FindSeries(std::string_view selector, std::string_view line,
                           std::string_view cell) {
    promql::SeriesDescription series;
    if (TrimSpace(selector).empty() ||
        promql::ParseSeriesDescription(std::string(selector) + " 0", series) ||
        series.values.size() != 1) {
      Report(line, cell, fmt::format("invalid series `{}`", selector),
             "expected a metric with labels, such as `up{job=\"node\"}`");
      return nullptr;
    }
    return &samples_.Column(
        samples_.labels().Make(std::vector<std::pair<std::string_view, std::string_view>>(
            series.labels.begin(), series.labels.end())));
  }

  void ReadRow(std::string_view line) {
    const auto& cells = record_.cells();
    if (cells.size() == 1 && TrimSpace(cells[0]).empty()) return;
    if (cells.size() != columns_.size()) {
      Report(line, line,
             fmt::format("{} cells, but the header has {}", cells.size(), columns_.size()));
      return;
    }
    std::optional<std::int64_t> time;
    std::optional<double> value;
    key_.clear();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      switch (columns_[i].kind) {
        case Column::Kind::kTime:
          time = ReadTime(cells[i]);
          if (!time) {
            Report(line, cells[i], fmt::format("invalid time `{}`", cells[i]),
                   "expected a Unix time in seconds or milliseconds, or RFC 3339");
            return;
          }
          break;
        case Column::Kind::kValue:
          if (cells[i].empty()) return;
          value = ReadValue(cells[i], line);
          if (!value) return;
          break;
        case Column::Kind::kSeries:
        case Column::Kind::kLabel:
          key_.append(cells[i]).push_back('\0');
          break;
        case Column::Kind::kValues:
          break;
      }
    }
    if (value) {
      SampleColumn* const column = FindColumn(line);
      if (column != nullptr) Add(*column, *time, *value);
      return;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (columns_[i].kind != Column::Kind::kValues || cells[i].empty()) continue;
      value = ReadValue(cells[i], line);
      if (value) Add(*columns_[i].samples, *time, *value);
    }
  }

  std::optional<double> ReadValue(std::string_view cell, std::string_view line) {
    auto value = exposition::ParseValue(cell);
    if (!value) value = exposition::ParseValue(TrimSpace(cell));
    if (!value) Report(line, cell, fmt::format("invalid value `{}`: expected a number", cell));
    return value;
  }

  void Add(SampleColumn& column, std::int64_t time, double value) {
    column.times.push_back(time);
    column.floats.push_back(std::isnan(value) ? model::kNaN : value);
    column.lines.push_back(line_number_);
  }

  // The series of the record: `key_` has all of its cells that tell it.
  SampleColumn* FindColumn(std::string_view line) {
    SampleColumn* column = by_text_.Expected([&](std::string_view text) { return text == key_; });
    if (column == nullptr) column = by_text_.Find(key_);
    if (column != nullptr) return column;
    model::LabelTable& table = samples_.labels();
    std::vector<std::pair<std::string_view, std::string_view>> labels;
    model::Labels base = table.Empty();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string_view cell = record_.cells()[i];
      if (columns_[i].kind == Column::Kind::kSeries) {
        const SampleColumn* const named = FindSeries(cell, line, cell);
        if (named == nullptr) return nullptr;
        base = named->labels;
      } else if (columns_[i].kind == Column::Kind::kLabel && !columns_[i].name.empty()) {
        labels.emplace_back(columns_[i].name, cell);
      }
    }
    for (const auto& [name, value] : labels) {
      if (!value.empty()) base = table.With(base, name, value);
    }
    column = &samples_.Column(base);
    by_text_.Add(key_, *column);
    return column;
  }

  exposition::LineReports& reports_;
  SampleSet& samples_;
  SeriesByText by_text_;
  char separator_ = ',';
  std::vector<Column> columns_;
  bool has_time_ = false;
  bool given_up_ = false;  // On the first line.
  CsvRecord record_;
  std::string key_;
  std::string pending_;  // A record of which the end is still to come.
  std::string_view text_;
  std::uint32_t line_number_ = 0;
  std::uint64_t offset_ = 0;  // Of text_.
  std::uint64_t continuation_bytes_ = 0;
};

std::optional<Error> Read(ByteSource& input, exposition::LineReports& reports, SampleSet& samples) {
  CsvReader reader(reports, samples);
  if (auto error = exposition::ReadBlocks(input, reader)) return error;
  reader.Finish();
  return std::nullopt;
}

// Whether the first line has the name of a column with times.
bool LooksLikeCsv(const FileStart& start) {
  std::string_view line = start.head.substr(0, start.head.find('\n'));
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  if (line.starts_with('#') || line.find_first_of(",;\t") == line.npos) return false;
  while (!line.empty()) {
    std::string_view cell = line.substr(0, line.find_first_of(",;\t\r"));
    line.remove_prefix(std::min(line.size(), cell.size() + 1));
    cell = TrimSpace(cell);
    if (cell.size() > 2 && cell.starts_with('"') && cell.ends_with('"')) {
      cell = cell.substr(1, cell.size() - 2);
    }
    if (IsTimeColumn(cell)) return true;
  }
  return false;
}

constexpr std::string_view kNames[] = {".csv"};

}  // namespace

const SampleFormat kCsvFormat = {
    .name = "csv", .extensions = kNames, .looks_like = LooksLikeCsv, .read = Read};

}  // namespace check::series
