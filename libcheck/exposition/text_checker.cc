#include "libcheck/exposition/text_checker.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/exposition/codes.h"
#include "libcheck/exposition/server_reader.h"

namespace check::exposition {

bool TextChecker::Accept(const Sample& sample) {
  if (!sample.same_name) resolved_ = families_.Resolve(sample.name);
  if (resolved_.family->HasParts() && !TakesPart(sample, resolved_)) return false;
  resolved_.family->has_type = true;
  promtool_.Follow(resolved_);
  Take(sample, resolved_);
  return true;
}

void TextChecker::Take(const Sample& sample, const Resolved& resolved) {
  const Tally::Counted counted = Enter(sample, resolved, false);
  if (options_.lint && resolved.family->type == MetricType::kHistogram) {
    histograms_.Add(sample, resolved, counted.metric, line());
  }
}

// Whether the server reads the line as promtool does, which it did.
bool TextChecker::ServerTakes(std::string_view whole) {
  ServerReader server(whole, Format::kPrometheusText);
  const ServerReader::Step step = server.Next();
  if (step == ServerReader::Step::kFault) {
    Report(server.fault());
    return false;
  }
  if (step != ServerReader::Step::kEntry || server.entry().kind != Entry::Kind::kSeries) {
    return true;
  }
  const std::string_view name = server.entry().sample.name;
  if (name.empty() || (name.front() != ' ' && name.front() != '\t')) return true;
  const auto blanks = static_cast<std::uint32_t>(name.find_first_not_of(" \t"));
  Report(
      {&kBadName, {0, blanks}, "leading spaces, which the server reads as part of the name", ""});
  return false;
}

void TextChecker::ReadCarefully(std::string_view whole) {
  scanner_.Reset();
  std::string with_break;
  if (!whole.ends_with('\n')) {
    // Prometheus: nothing but blanks is no line that has to be ended.
    if (whole.find_first_not_of(" \t") == whole.npos) return;
    Report({&kNoFinalLineBreak,
            {static_cast<std::uint32_t>(whole.size()), static_cast<std::uint32_t>(whole.size())},
            "the last line has no line break",
            "unexpected end of input stream"});
    with_break = whole;
    with_break += '\n';
    whole = with_break;
  }
  const LineKind kind = promtool_.Read(whole);
  if (kind == LineKind::kFault) {
    Fault fault = promtool_.fault();
    fault.upstream =
        fmt::format("text format parsing error in line {}: {}", line().line, fault.upstream);
    Report(fault);
    return;
  }
  if (!ServerTakes(whole) || kind == LineKind::kNothing) return;
  Family& family = *promtool_.resolved().family;
  Mention(family);
  if (kind == LineKind::kType) family.type_line = KeepLine();
  if (kind == LineKind::kSample) Take(promtool_.sample(), promtool_.resolved());
}

void TextChecker::EndOfText() { histograms_.Finish(); }

bool TextChecker::Lints(const CodeInfo& /*info*/) const { return true; }

}  // namespace check::exposition
