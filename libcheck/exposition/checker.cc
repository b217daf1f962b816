#include "libcheck/exposition/checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/exposition/codes.h"
#include "libcheck/exposition/promlint.h"

namespace check::exposition {
namespace {

// Whether a sample only ever grows while its program runs.
bool IsCumulative(const Sample& sample, const Resolved& resolved) {
  const MetricType type = resolved.family->type;
  const bool is_sum = sample.name.ends_with("_sum") || sample.name.ends_with("_created");
  switch (type) {
    case MetricType::kCounter:
      return !sample.name.ends_with("_created");
    case MetricType::kHistogram:
      return !is_sum;
    case MetricType::kSummary:
      return resolved.role == Resolved::Role::kCount;
    default:
      return false;
  }
}

// Where `name` stands in the text of `line`, or all of the line.
Span FindIn(std::string_view line, std::string_view name) {
  const std::size_t at = line.find(name);
  if (at == line.npos) return {0, static_cast<std::uint32_t>(line.size())};
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + name.size())};
}

// Names are views of lines above where those have the same: only values can be trusted to be views
// of the line itself, and only if nothing had to be decoded.
bool IsViewOf(std::string_view line, std::string_view part) {
  return SpanOf(line, part).size() == part.size() && part.size() < line.size();
}

// The name of a label.
Span NameOf(std::string_view line, const Label& label) {
  if (!IsViewOf(line, label.value)) return FindIn(line, label.name);
  const std::uint32_t end = SpanOf(line, label.value).begin - 2;  // Behind it, `="`.
  return {end - static_cast<std::uint32_t>(label.name.size()), end};
}

// The name and labels of a sample.
Span SeriesIn(std::string_view line, const Sample& sample) {
  if (!IsViewOf(line, sample.value)) return {0, static_cast<std::uint32_t>(line.size())};
  return {0, SpanOf(line, sample.value).begin - 1};
}

}  // namespace

Checker::Checker(std::string path, const CheckOptions& options)
    : options_(options),
      reports_(std::move(path), options.most_findings, options.severity),
      label_values_(families_) {}

bool Checker::ReadBlock(std::string_view block) {
  const char* p = block.data();
  const char* const end = p + block.size();
  const bool is_scannable = block.ends_with('\n');
  scanner_.Reset();
  while (p != end) {
    ++line_.line;
    line_.characters = line_.offset - continuation_bytes_ -
                       static_cast<std::uint64_t>(scanner_.continuation_bytes());
    const char* next = is_scannable ? scanner_.Scan(p, end, sample_) : nullptr;
    if (next != nullptr) {
      line_.text = {p, static_cast<std::size_t>(next - p) - 1};
      if (Accept(sample_)) {
        line_.offset += static_cast<std::uint64_t>(next - p);
        p = next;
        continue;
      }
    } else {
      next = LineEnd(p, end);
    }
    const std::string_view whole(p, static_cast<std::size_t>(next - p));
    line_.text = whole.ends_with('\n') ? whole.substr(0, whole.size() - 1) : whole;
    ReadCarefully(whole);
    continuation_bytes_ += CountContinuationBytes(whole);
    line_.offset += whole.size();
    p = next;
  }
  EndOfBlock();
  return true;
}

LineMark Checker::KeepLine() {
  // Enough for any name, and to show what is around it.
  constexpr std::size_t kMost = 2048;
  LineMark mark = line_;
  mark.text = families_.Keep(line_.text.substr(0, kMost));
  return mark;
}

void Checker::Mention(Family& family) {
  if (family.first.line == 0) family.first = KeepLine();
}

void Checker::Report(const Fault& fault) {
  reports_.Report(*fault.info, line_, fault.where, fault.message);
}

Tally::Counted Checker::Enter(const Sample& sample, const Resolved& resolved, bool is_again_fine) {
  ++samples_;
  Family& family = *resolved.family;
  Mention(family);
  const Tally::Counted counted = tally_.Add(sample, resolved, line_.line);
  if (counted.first_line != 0 && options_.lint && !is_again_fine &&
      reports_.HasRoom(kDuplicateSeries)) {
    Finding* finding = reports_.Report(kDuplicateSeries, line_, SeriesIn(line_.text, sample),
                                       fmt::format("duplicate series of `{}`", family.name));
    if (finding != nullptr) {
      finding->labels.push_back(
          {reports_.PlaceOn({.line = counted.first_line}, {}), "first defined here"});
    }
  }
  const LabelCounts& names = tally_.last_names();
  if (names.camel_case + names.le + names.quantile > 0) NoteOffenders(sample, family);
  if (options_.count_labels) label_values_.Add(sample, family);
  if (options_.before != nullptr || options_.keep != nullptr) {
    Compare(sample, resolved);
  }
  return counted;
}

// Remembers where a label that promlint may speak of is first.
void Checker::NoteOffenders(const Sample& sample, const Family& family) {
  Offenders& offenders = offenders_[&family];
  for (const Label& label : sample.labels) {
    Offender* offender = label.name == "le"         ? &offenders.le
                         : label.name == "quantile" ? &offenders.quantile
                         : IsCamelCase(label.name)  ? &offenders.camel_case
                                                    : nullptr;
    if (offender == nullptr || offender->line.line != 0) continue;
    offender->line = KeepLine();
    offender->where = NameOf(line_.text, label);
  }
}

void Checker::Compare(const Sample& sample, const Resolved& resolved) {
  const double value = ParseValue(sample.value).value_or(0);
  const double unit = options_.format == Format::kPrometheusText ? 1e-3 : 1;
  const double timestamp = sample.timestamp.empty()
                               ? std::numeric_limits<double>::quiet_NaN()
                               : ParseValue(sample.timestamp).value_or(0) * unit;
  if (options_.keep != nullptr) options_.keep->Add(sample, {value, timestamp});
  const Snapshot::Point* before =
      options_.before == nullptr ? nullptr : options_.before->Find(sample);
  if (before == nullptr) return;
  if (sample.name == "process_start_time_seconds" && value > before->value) restarted_ = true;
  const auto number = [](double n) { return FormatGoFloat(n, 'g', -1); };
  if (IsCumulative(sample, resolved) && value < before->value) {
    Finding* finding = reports_.Report(kCounterWentBack, line_, SpanOf(line_.text, sample.value),
                                       fmt::format("`{}` decreased from {} to {}", sample.name,
                                                   number(before->value), number(value)));
    if (finding != nullptr) {
      finding->notes.emplace_back("`rate` and `increase` treat this as a restart of the program");
    }
  }
  if (options_.format == Format::kOpenMetrics && timestamp < before->timestamp) {
    reports_.Report(
        kOpenMetricsTimestamps, line_, SpanOf(line_.text, sample.timestamp),
        fmt::format("`{}` has an earlier timestamp than in the previous scrape", sample.name));
  }
}

void Checker::FinishComparison() {
  if (options_.keep != nullptr) {
    for (const Family& family : families_.all()) {
      if (family.samples > 0) options_.keep->AddFamily(family.name);
    }
  }
  if (restarted_) {
    // A program that was started anew counts from zero.
    std::erase_if(reports_.findings(),
                  [](const Finding& finding) { return finding.info == &kCounterWentBack; });
  }
  if (options_.before == nullptr || !options_.lint) return;
  for (const std::string& name : options_.before->families()) {
    const Family* family = families_.Find(name);
    if (family != nullptr && family->samples > 0) continue;
    reports_.Report(kMetricGone, {.line = 1}, {},
                    fmt::format("`{}` was in the previous scrape and is missing here", name));
  }
}

void Checker::LintOne(const Family& family) {
  const auto offenders = offenders_.find(&family);
  for (LintProblem& problem : Lint(family)) {
    // Each of those has been reported on its own line.
    if (problem.info == &kDuplicateSeries || !Lints(*problem.info)) continue;
    LineMark line = family.type_line.line != 0 ? family.type_line : family.first;
    Span where = FindIn(line.text, family.name);
    if (offenders != offenders_.end()) {
      const Offender* offender = problem.info == &kCamelCaseLabel  ? &offenders->second.camel_case
                                 : problem.info != &kReservedLabel ? nullptr
                                 : problem.text.find("\"le\"") != std::string::npos
                                     ? &offenders->second.le
                                     : &offenders->second.quantile;
      if (offender != nullptr && offender->line.line != 0) {
        line = offender->line;
        where = offender->where;
      }
    }
    Finding* finding = reports_.Report(*problem.info, line, where, std::move(problem.message));
    if (finding == nullptr) continue;
    const bool is_label = problem.info == &kCamelCaseLabel || problem.info == &kReservedLabel;
    if (is_label && problem.count > 1) {
      finding->notes.push_back(fmt::format("{} samples have it", problem.count));
    }
  }
}

void Checker::Summarize(CheckedMetrics& metrics) {
  metrics.samples = samples_;
  for (const Family& family : families_.all()) {
    if (family.samples == 0) continue;
    Cardinality cardinality = {
        .name = std::string(family.name), .type = family.type, .series = family.series.size()};
    if (const LabelValues* values = label_values_.Find(family)) {
      for (const LabelValues::Label& label : values->labels) {
        cardinality.labels.push_back({std::string(label.name), label.values.size()});
      }
      std::stable_sort(cardinality.labels.begin(), cardinality.labels.end(),
                       [](const auto& a, const auto& b) { return a.values > b.values; });
    }
    metrics.series += cardinality.series;
    metrics.cardinality.push_back(std::move(cardinality));
  }
  metrics.families = metrics.cardinality.size();
  std::sort(metrics.cardinality.begin(), metrics.cardinality.end(),
            [](const Cardinality& a, const Cardinality& b) {
              return a.series != b.series ? a.series > b.series : a.name < b.name;
            });
}

CheckedMetrics Checker::Finish() {
  EndOfText();
  FinishComparison();
  if (options_.lint) {
    for (const Family& family : families_.all()) {
      if (family.samples > 0) LintOne(family);
    }
  }
  CheckedMetrics metrics;
  Summarize(metrics);
  metrics.findings = std::move(reports_.findings());
  metrics.hidden = reports_.Hidden();
  std::stable_sort(metrics.findings.begin(), metrics.findings.end(),
                   [](const Finding& a, const Finding& b) {
                     return std::pair(a.where.begin.line, a.where.begin.column) <
                            std::pair(b.where.begin.line, b.where.begin.column);
                   });
  return metrics;
}

}  // namespace check::exposition
