#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/name_set.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"
#include "libcheck/exposition/codes.h"
#include "libcheck/exposition/lines.h"
#include "libcheck/exposition/metrics_check.h"
#include "libcheck/exposition/scan.h"
#include "libcheck/exposition/server_reader.h"
#include "libcheck/series/codes.h"
#include "libcheck/series/formats.h"
#include "libcheck/series/series_by_text.h"

namespace check::series {
namespace {

using exposition::Format;
using exposition::ServerReader;

// The years that a sample may be of are those that a double of milliseconds holds exactly.
constexpr std::int64_t kLatest = std::int64_t{1} << 53;

// Prometheus: seconds are cut to milliseconds, not rounded.
std::optional<std::int64_t> ToMs(std::string_view timestamp, Format format) {
  if (format == Format::kPrometheusText) {
    const auto ms = ParseGoInt(timestamp, 10);
    return ms && *ms <= kLatest && *ms >= -kLatest ? ms : std::nullopt;
  }
  const auto seconds = exposition::ParseValue(timestamp);
  if (!seconds) return std::nullopt;
  const double ms = *seconds * 1000;
  if (!(std::abs(ms) <= static_cast<double>(kLatest))) return std::nullopt;
  return static_cast<std::int64_t>(ms);
}

// The end of the name and the labels that `line` begins with, or 0.
std::size_t SeriesEnd(std::string_view line) {
  std::size_t at = line.find_first_of(" {\n");
  if (at == line.npos || line[at] != '{') return at == line.npos ? 0 : at;
  for (++at; at < line.size() && line[at] != '}'; ++at) {
    if (line[at] != '"') continue;
    for (++at; at < line.size() && line[at] != '"'; ++at) {
      if (line[at] == '\\') ++at;
    }
  }
  return at < line.size() ? at + 1 : 0;
}

// Reads both formats as the server does, but for the types of families and exemplars, which are not
// looked at.
class ExpositionReader final : public exposition::BlockReader {
 public:
  ExpositionReader(Format format, exposition::LineReports& reports, SampleSet& samples)
      : format_(format), reports_(reports), samples_(samples) {}

  bool ReadBlock(std::string_view block) override {
    block_ = block;
    const char* p = block.data();
    const char* const end = p + block.size();
    while (p != end) {
      const char* const next = exposition::LineEnd(p, end);
      const std::string_view line(p, static_cast<std::size_t>(next - p));
      ++line_number_;
      if (at_end_ || !ReadKnown(line)) ReadCarefully(line);
      p = next;
    }
    offset_ += block.size();
    continuation_bytes_ += exposition::CountContinuationBytes(block);
    return true;
  }

  void Finish() {
    if (format_ != Format::kOpenMetrics || at_end_ || reported_end_) return;
    reports_.Report(exposition::kOpenMetricsNoEof, {.line = line_number_ + 1, .offset = offset_},
                    {}, "the text does not end with `# EOF`");
  }

 private:
  exposition::LineMark Mark(std::string_view line) const {
    const auto before = static_cast<std::size_t>(line.data() - block_.data());
    const std::uint64_t continuing =
        continuation_bytes_ + exposition::CountContinuationBytes(block_.substr(0, before));
    return {line_number_, offset_ + before, offset_ + before - continuing, line};
  }

  void Report(const CodeInfo& info, std::string_view line, Span where, std::string message,
              std::string note = {}) {
    if (!reports_.HasRoom(info)) return;
    Finding* const finding = reports_.Report(info, Mark(line), where, std::move(message));
    if (finding != nullptr && !note.empty()) finding->notes.push_back(std::move(note));
  }

  void Add(SampleColumn& column, double value, std::int64_t time) {
    column.times.push_back(time);
    column.floats.push_back(std::isnan(value) ? model::kNaN : value);
    column.lines.push_back(line_number_);
  }

  // A line of a series that has been seen before, with nothing unusual behind it.
  bool ReadKnown(std::string_view line) {
    if (line.empty() || line.front() == '#' || line.back() != '\n') return false;
    std::size_t series_end = 0;
    SampleColumn* column = by_text_.Expected([&](std::string_view text) {
      series_end = text.size();
      return line.size() > text.size() && line[text.size()] == ' ' && line.starts_with(text);
    });
    if (column == nullptr) {
      series_end = SeriesEnd(line);
      if (series_end == 0 || line[series_end] != ' ') return false;
      column = by_text_.Find(line.substr(0, series_end));
      if (column == nullptr) return false;
    }
    std::string_view rest = line.substr(series_end + 1, line.size() - series_end - 2);
    const std::string_view number = TakeUpTo(rest, ' ');
    if (rest.empty() || rest.find_first_not_of("0123456789.") != rest.npos) return false;
    const auto value = exposition::ParseValue(number);
    const auto time = ToMs(rest, format_);
    if (!value || !time) return false;
    Add(*column, *value, *time);
    return true;
  }

  void ReadCarefully(std::string_view line) {
    if (at_end_) {
      if (!std::exchange(reported_end_, true)) {
        Report(exposition::kOpenMetricsNoEof, line, All(line), "unexpected text after `# EOF`");
      }
      return;
    }
    // The server would take blanks in front of a name for a part of it.
    if (format_ == Format::kPrometheusText) {
      line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    }
    ServerReader reader(line, format_);
    switch (reader.Next()) {
      case ServerReader::Step::kEnd:
        at_end_ = format_ == Format::kOpenMetrics;
        return;
      case ServerReader::Step::kFault:
        ReportFault(exposition::FaultOfLine(reader, line), line);
        return;
      case ServerReader::Step::kEntry:
        break;
    }
    const exposition::Entry& entry = reader.entry();
    if (entry.kind != exposition::Entry::Kind::kSeries) return;
    SampleColumn* const column = FindColumn(entry, line);
    if (column != nullptr) ReadSample(entry.sample, *column, line);
    // Something may be left of the line that the server takes for a line of its own.
    if (format_ == Format::kOpenMetrics && line.ends_with('\n') &&
        reader.Next() == ServerReader::Step::kFault &&
        reader.fault().info != &exposition::kOpenMetricsNoEof) {
      exposition::Fault fault = reader.fault();
      fault.message = "unexpected text after the sample, maybe only a space";
      ReportFault(fault, line);
    }
  }

  void ReportFault(const exposition::Fault& fault, std::string_view line) {
    if (fault.info == &exposition::kOpenMetricsNoEof) reported_end_ = true;
    Report(*fault.info, line, fault.where, fault.message);
  }

  void ReadSample(const exposition::Sample& sample, SampleColumn& column, std::string_view line) {
    if (sample.timestamp.empty()) {
      Report(kMissingTimestamp, line, All(line), "sample without a timestamp",
             format_ == Format::kOpenMetrics
                 ? "put the time after the value, in seconds: `up 1 1710028800`"
                 : "put the time after the value, in milliseconds: `up 1 1710028800000`");
      return;
    }
    const auto value = exposition::ParseValue(sample.value);
    const auto time = ToMs(sample.timestamp, format_);
    if (!value || !time) {
      const std::string_view part = value ? sample.timestamp : sample.value;
      Report(exposition::kBadValue, line, exposition::SpanOf(line, part),
             fmt::format("`{}` is out of range", part));
      return;
    }
    Add(column, *value, *time);
  }

  SampleColumn* FindColumn(const exposition::Entry& entry, std::string_view line) {
    if (SampleColumn* const column = by_text_.Find(entry.series)) return column;
    std::vector<std::pair<std::string_view, std::string_view>> labels;
    labels.emplace_back("__name__", entry.sample.name);
    NameSet names;
    names.Add("__name__");
    for (const exposition::Label& label : entry.sample.labels) {
      if (!names.Add(label.name).is_new) {
        Report(exposition::kBadLabel, line, exposition::SpanOf(line, label.name),
               label.name == "__name__" ? "`__name__` is reserved for the metric name"
                                        : fmt::format("duplicate label `{}`", label.name));
        return nullptr;
      }
      labels.emplace_back(label.name, label.value);
    }
    SampleColumn& column = samples_.Column(samples_.labels().Make(labels));
    by_text_.Add(entry.series, column);
    return &column;
  }

  static Span All(std::string_view line) {
    return {0, static_cast<std::uint32_t>(line.size() - (line.ends_with('\n') ? 1 : 0))};
  }

  Format format_;
  exposition::LineReports& reports_;
  SampleSet& samples_;
  SeriesByText by_text_;
  std::string_view block_;
  std::uint32_t line_number_ = 0;
  std::uint64_t offset_ = 0;  // Of the block.
  std::uint64_t continuation_bytes_ = 0;
  bool at_end_ = false;  // `# EOF` has been read.
  bool reported_end_ = false;
};

template <Format format>
std::optional<Error> Read(ByteSource& input, exposition::LineReports& reports, SampleSet& samples) {
  ExpositionReader reader(format, reports, samples);
  if (auto error = exposition::ReadBlocks(input, reader)) return error;
  reader.Finish();
  return std::nullopt;
}

// Whether the first sample with a time has it in seconds, which only OpenMetrics does.
bool CountsSeconds(std::string_view head) {
  while (!head.empty()) {
    std::string_view rest = TakeUpTo(head, '\n');
    if (rest.starts_with('#') || rest.empty() || head.empty()) continue;
    rest.remove_prefix(SeriesEnd(rest));
    if (!rest.starts_with(' ')) continue;
    rest.remove_prefix(1);
    const std::string_view value = TakeUpTo(rest, ' ');
    const std::string_view time = TakeUpTo(rest, ' ');
    if (!exposition::ParseValue(value) || !exposition::ParseValue(time)) continue;
    constexpr std::size_t kFewDigits = 11;
    return time.find('.') != time.npos || time.size() <= kFewDigits;
  }
  return false;
}

bool LooksLikeOpenMetrics(const FileStart& start) {
  return exposition::LooksLikeOpenMetrics(start.head, start.tail) ||
         (start.tail.empty() && CountsSeconds(start.head));
}

constexpr std::string_view kOpenMetricsNames[] = {".om", ".openmetrics"};
constexpr std::string_view kTextNames[] = {".prom"};

}  // namespace

const SampleFormat kOpenMetricsFormat = {.name = "openmetrics",
                                         .extensions = kOpenMetricsNames,
                                         .looks_like = LooksLikeOpenMetrics,
                                         .read = Read<Format::kOpenMetrics>};

const SampleFormat kTextFormat = {.name = "text",
                                  .extensions = kTextNames,
                                  .looks_like = [](const FileStart&) { return true; },
                                  .read = Read<Format::kPrometheusText>};

}  // namespace check::series
