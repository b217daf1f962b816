#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/name_set.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/exposition/lines.h"
#include "libcheck/exposition/sample.h"
#include "libcheck/exposition/scan.h"
#include "libcheck/promql/series_description.h"
#include "libcheck/series/codes.h"
#include "libcheck/series/csv_lines.h"
#include "libcheck/series/formats.h"
#include "libcheck/series/series_by_text.h"

namespace check::series {
namespace {

bool IsValueColumn(std::string_view name) { return IsInAnyCase(name, "value"); }

class CsvReader final : public CsvLines {
 public:
  CsvReader(exposition::LineReports& reports, SampleSet& samples)
      : CsvLines(reports, kBadCsv), samples_(samples) {}

 private:
  struct Column {
    enum class Kind : std::uint8_t { kTime, kValue, kSeries, kLabel, kValues } kind = Kind::kLabel;
    std::string name;
    SampleColumn* samples = nullptr;  // For kValues.
  };

  bool ReadHeader(std::string_view line) override {
    const auto has = [&](bool (*is)(std::string_view)) {
      return std::any_of(cells().begin(), cells().end(),
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
    names_.Clear();
    for (const std::string_view cell : cells()) {
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
    if (!name.empty() && !names_.Add(name).is_new) {
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

  void ReadRow(std::string_view line) override {
    const auto& cells = this->cells();
    std::optional<std::int64_t> time;
    std::optional<double> value;
    key_.clear();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      switch (columns_[i].kind) {
        case Column::Kind::kTime:
          time = ReadCsvTime(cells[i]);
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
    column.lines.push_back(line_number());
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
      const std::string_view cell = cells()[i];
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

  SampleSet& samples_;
  SeriesByText by_text_;
  std::vector<Column> columns_;
  NameSet names_;  // Of the columns, while the first line is read.
  bool has_time_ = false;
  std::string key_;
};

std::optional<Error> Read(ByteSource& input, exposition::LineReports& reports, SampleSet& samples) {
  CsvReader reader(reports, samples);
  if (auto error = exposition::ReadBlocks(input, reader)) return error;
  reader.Finish();
  return std::nullopt;
}

// Whether the first line has the name of a column with times.
bool LooksLikeCsv(const FileStart& start) {
  return std::ranges::any_of(CsvNames(start.head), IsTimeColumn);
}

constexpr std::string_view kNames[] = {".csv"};

}  // namespace

const SampleFormat kCsvFormat = {
    .name = "csv", .extensions = kNames, .looks_like = LooksLikeCsv, .read = Read};

}  // namespace check::series
