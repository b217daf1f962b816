#include "libcheck/report/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "libcheck/report/coverage_formats.h"
#include "libcheck/report/printable.h"

namespace check::report {
namespace {

constexpr const CoverageFormat* kFormats[] = {&kCoverageTextFormat, &kCoverageJsonFormat,
                                              &kCoverageCoberturaFormat, &kCoverageHtmlFormat};

// One line of it, without its middle if it is long.
std::string Shortened(std::string_view text) {
  constexpr std::size_t kEnd = 34;
  std::string line = PrintableLine(text);
  if (line.size() <= 2 * kEnd + 5) return line;
  // Never between the bytes of a character.
  const auto is_inside = [&](std::size_t at) {
    return (static_cast<unsigned char>(line[at]) & 0xc0) == 0x80;
  };
  std::size_t head = kEnd;
  while (head > 0 && is_inside(head)) --head;
  std::size_t tail = line.size() - kEnd;
  while (tail < line.size() && is_inside(tail)) ++tail;
  return line.substr(0, head) + " ... " + line.substr(tail);
}

}  // namespace

std::string_view ToString(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::kRule:
      return "rule";
    case DecisionKind::kAlert:
      return "alert";
    case DecisionKind::kSet:
      return "set";
    case DecisionKind::kComparison:
      return "comparison";
    case DecisionKind::kBranch:
      return "branch";
  }
  return "";
}

double Covered::percent() const {
  return all == 0 ? 100 : 100 * static_cast<double>(seen) / static_cast<double>(all);
}

Covered Count(const Decision& decision) {
  Covered covered = {0, decision.outcomes.size()};
  for (const CoverageOutcome& outcome : decision.outcomes) covered.seen += outcome.count > 0;
  return covered;
}

Covered Count(const RuleCoverage& rule) {
  Covered covered;
  for (const Decision& decision : rule.decisions) covered += Count(decision);
  return covered;
}

Covered Count(const FileCoverage& file) {
  Covered covered;
  for (const RuleCoverage& rule : file.rules) covered += Count(rule);
  return covered;
}

Covered Count(const Coverage& coverage) {
  Covered covered;
  for (const FileCoverage& file : coverage.files) covered += Count(file);
  return covered;
}

std::string PercentText(Covered covered) {
  const std::size_t tenths = covered.all == 0 ? 1000 : covered.seen * 1000 / covered.all;
  return fmt::format("{}.{}%", tenths / 10, tenths % 10);
}

std::span<const CoverageFormat* const> AllCoverageFormats() { return kFormats; }

const CoverageFormat* FindCoverageFormat(std::string_view name) {
  const auto* at = std::find_if(std::begin(kFormats), std::end(kFormats),
                                [&](const CoverageFormat* format) { return format->name == name; });
  return at == std::end(kFormats) ? nullptr : *at;
}

std::map<std::uint32_t, LineCoverage> ByLine(std::span<const RuleCoverage> rules) {
  std::map<std::uint32_t, LineCoverage> lines;
  for (const RuleCoverage& rule : rules) {
    for (const LineRun& run : rule.lines) {
      for (std::uint32_t line = run.first; line <= run.last; ++line) {
        LineCoverage& here = lines[line];
        here.count = std::max(here.count, run.count);
      }
    }
    for (const Decision& decision : rule.decisions) {
      LineCoverage& here = lines[decision.where.begin.line];
      here.decisions.push_back(&decision);
      here.covered += Count(decision);
      // What was decided here was used, even if the rule came to nothing.
      std::uint64_t count = 0;
      for (const CoverageOutcome& outcome : decision.outcomes) count += outcome.count;
      here.count = std::max(here.count, count);
    }
  }
  return lines;
}

std::vector<std::string> Missing(const RuleCoverage& rule, const Decision& decision) {
  std::vector<std::string> all;
  for (const CoverageOutcome& outcome : decision.outcomes) {
    if (outcome.count > 0) continue;
    const std::string_view missing = decision.kind == DecisionKind::kRule && rule.evaluations == 0
                                         ? "never ran"
                                         : outcome.missing;
    all.push_back(fmt::format("`{}` {}", Shortened(decision.text), missing));
  }
  return all;
}

}  // namespace check::report
