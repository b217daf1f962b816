#include "libcheck/exposition/openmetrics_checker.h"

#include <fmt/format.h>

#include "libcheck/base/name_set.h"
#include "libcheck/exposition/codes.h"
#include "libcheck/exposition/server_reader.h"

namespace check::exposition {

void OpenMetricsChecker::Wrong(const CodeInfo& info, std::string_view part, std::string message) {
  const std::string_view text = line().text;
  reports_.Report(info, line(), SpanOf(text, part.empty() ? text : part), std::move(message));
}

void OpenMetricsChecker::WrongAbove(const CodeInfo& info, const LineMark& line,
                                    std::string message) {
  reports_.Report(info, line, {0, static_cast<std::uint32_t>(line.text.size())},
                  std::move(message));
}

void OpenMetricsChecker::Take(const Sample& sample, const Exemplar* exemplar) {
  const Resolved resolved = rules_.Place(sample.name);
  // A series may have several points, each with its time.
  const Tally::Counted counted = Enter(sample, resolved, !sample.timestamp.empty());
  rules_.Add(sample, exemplar, resolved, counted.metric);
}

bool OpenMetricsChecker::Accept(const Sample& sample) {
  if (at_end_) return false;
  Take(sample, nullptr);
  return true;
}

// What the server's reader does not look at.
bool OpenMetricsChecker::CheckNames(const Entry& entry) {
  NameSet names;
  for (const Label& label : entry.sample.labels) {
    if (label.name == "__name__") {
      Wrong(kBadLabel, label.name, "`__name__` is reserved for the metric name");
      return false;
    }
    if (!names.Add(label.name).is_new) {
      Wrong(kBadLabel, label.name, fmt::format("duplicate label `{}`", label.name));
      return false;
    }
  }
  if (entry.series.ends_with(",}")) {
    Wrong(kBadSyntax, entry.series.substr(entry.series.size() - 2, 1),
          "expected a label after the comma");
    return false;
  }
  return true;
}

bool OpenMetricsChecker::ReadEntry(ServerReader& reader, std::string_view whole) {
  const Entry& entry = reader.entry();
  if (entry.kind != Entry::Kind::kSeries) {
    rules_.Metadata(entry);
    Mention(families_.Get(entry.name));
    return true;
  }
  if (!CheckNames(entry)) return false;
  Take(entry.sample, entry.exemplar ? &*entry.exemplar : nullptr);
  // Something may be left of the line that the server takes for a line of its own.
  if (whole.ends_with('\n') && reader.Next() == ServerReader::Step::kFault &&
      reader.fault().info != &kOpenMetricsNoEof) {
    Fault fault = reader.fault();
    fault.message = "unexpected text after the sample, maybe only a space";
    Report(fault);
  }
  return true;
}

void OpenMetricsChecker::ReadCarefully(std::string_view whole) {
  scanner_.Reset();
  if (at_end_) {
    if (!reported_end_) {
      Report({&kOpenMetricsNoEof, SpanOf(line().text, line().text), "unexpected text after `# EOF`",
              "unexpected data after # EOF"});
    }
    reported_end_ = true;
    return;
  }
  ServerReader reader(whole, Format::kOpenMetrics);
  switch (reader.Next()) {
    case ServerReader::Step::kEnd:
      at_end_ = true;
      return;
    case ServerReader::Step::kEntry:
      ReadEntry(reader, whole);
      return;
    case ServerReader::Step::kFault:
      break;
  }
  const Fault fault = FaultOfLine(reader, whole);
  if (fault.info == &kOpenMetricsNoEof) reported_end_ = true;
  Report(fault);
}

void OpenMetricsChecker::EndOfText() {
  rules_.Finish();
  if (at_end_ || reported_end_) return;
  reports_.Report(kOpenMetricsNoEof, {.line = line().line + 1, .offset = line().offset}, {},
                  "the text does not end with `# EOF`");
}

// In OpenMetrics, `_total` is no part of a family's name.
bool OpenMetricsChecker::Lints(const CodeInfo& info) const { return &info != &kTotalSuffix; }

}  // namespace check::exposition
