#include "libcheck/exposition/promlint.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"
#include "libcheck/exposition/codes.h"

namespace check::exposition {
namespace {

struct Unit {
  std::string_view name;
  std::string_view base;
};

// Both spellings of the metre are base units.
constexpr Unit kUnits[] = {
    {"amperes", "amperes"}, {"bits", "bytes"},    {"bytes", "bytes"},        {"calories", "joules"},
    {"celsius", "celsius"}, {"days", "seconds"},  {"fahrenheit", "celsius"}, {"grams", "grams"},
    {"hours", "seconds"},   {"inches", "meters"}, {"joules", "joules"},      {"kelvin", "kelvin"},
    {"kelvins", "kelvin"},  {"meters", "meters"}, {"metres", "metres"},      {"miles", "meters"},
    {"minutes", "seconds"}, {"ounces", "grams"},  {"pounds", "grams"},       {"rankine", "celsius"},
    {"seconds", "seconds"}, {"volts", "volts"},   {"weeks", "seconds"},      {"yards", "meters"},
};

constexpr std::string_view kPrefixes[] = {"pico", "nano",  "micro", "milli", "centi", "deci",
                                          "deca", "hecto", "kilo",  "kibi",  "mega",  "mibi",
                                          "giga", "gibi",  "tera",  "tebi",  "peta",  "pebi"};

constexpr std::string_view kAbbreviations[] = {"s",  "ms", "us", "ns", "sec", "b", "kb",
                                               "mb", "gb", "tb", "pb", "m",   "h", "d"};

const Unit* FindUnit(std::string_view word) {
  const auto* unit = std::find_if(std::begin(kUnits), std::end(kUnits),
                                  [&](const Unit& u) { return u.name == word; });
  return unit == std::end(kUnits) ? nullptr : unit;
}

// The first part of `name` that is a unit, perhaps with a prefix.
struct UnitPart {
  std::string_view written;
  const Unit* unit = nullptr;
};
UnitPart FindUnitPart(std::string_view name) {
  for (;;) {
    const std::size_t end = name.find('_');
    const std::string_view part = name.substr(0, end);
    if (const Unit* unit = FindUnit(part)) return {part, unit};
    for (const std::string_view prefix : kPrefixes) {
      if (!part.starts_with(prefix)) continue;
      if (const Unit* unit = FindUnit(part.substr(prefix.size()))) return {part, unit};
    }
    if (end == name.npos) return {};
    name.remove_prefix(end + 1);
  }
}

// Whether `word` is one of the parts of `name` that follow an underscore.
bool HasPart(std::string_view name, std::string_view word) {
  for (std::size_t at = name.find(word, 1); at != name.npos; at = name.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if (name[at - 1] == '_' && (end == name.size() || name[end] == '_')) return true;
  }
  return false;
}

std::string_view PromlintTypeName(MetricType type) {
  if (type == MetricType::kGaugeHistogram) return "gauge_histogram";
  return ToString(type);
}

void LintLabels(const Family& family, std::vector<LintProblem>& problems) {
  const bool is_histogram = family.type == MetricType::kHistogram;
  const bool is_summary = family.type == MetricType::kSummary;
  if (!is_histogram && family.labels.le > 0) {
    problems.push_back({&kReservedLabel, R"(non-histogram metrics should not have "le" label)",
                        fmt::format("`{}` is not a histogram, but has the label `le`", family.name),
                        family.labels.le});
  }
  if (!is_summary && family.labels.quantile > 0) {
    problems.push_back(
        {&kReservedLabel, R"(non-summary metrics should not have "quantile" label)",
         fmt::format("`{}` is not a summary, but has the label `quantile`", family.name),
         family.labels.quantile});
  }
}

void LintSuffixes(const Family& family, std::vector<LintProblem>& problems) {
  const std::string_view name = family.name;
  const bool is_histogram = family.type == MetricType::kHistogram;
  const bool is_summary = family.type == MetricType::kSummary;
  if (!is_histogram && name.ends_with("_bucket")) {
    problems.push_back({&kReservedSuffix,
                        R"(non-histogram metrics should not have "_bucket" suffix)",
                        fmt::format("`{}` ends in `_bucket`, but is not a histogram", name)});
  }
  for (const std::string_view suffix : {"_count", "_sum"}) {
    if (is_histogram || is_summary || !name.ends_with(suffix)) continue;
    problems.push_back(
        {&kReservedSuffix,
         fmt::format(R"(non-histogram and non-summary metrics should not have "{}" suffix)",
                     suffix),
         fmt::format("`{}` ends in `{}`, but is not a histogram or summary", name, suffix)});
  }
}

void LintAbbreviations(std::string_view name, std::string_view lower,
                       std::vector<LintProblem>& problems) {
  std::string_view first;
  std::uint64_t count = 0;
  for (const std::string_view word : kAbbreviations) {
    if (!HasPart(lower, word)) continue;
    if (first.empty()) first = word;
    ++count;
  }
  if (count == 0) return;
  problems.push_back({&kAbbreviatedUnit, "metric names should not contain abbreviated units",
                      fmt::format("`{}` has an abbreviated unit, `{}`", name, first), count});
}

}  // namespace

bool IsCamelCase(std::string_view name) {
  for (std::size_t i = 1; i < name.size(); ++i) {
    if (IsUpper(name[i]) && IsLower(name[i - 1])) return true;
  }
  return false;
}

std::vector<LintProblem> Lint(const Family& family) {
  std::vector<LintProblem> problems;
  const std::string_view name = family.name;
  const bool is_untyped = family.type == MetricType::kUnknown;
  const bool is_counter = family.type == MetricType::kCounter;

  if (!family.has_help) {
    problems.push_back({&kNoHelp, "no help text", fmt::format("`{}` has no help text", name)});
  }

  const UnitPart part = FindUnitPart(name);
  if (part.unit != nullptr && part.unit->base != part.written) {
    problems.push_back(
        {&kNotBaseUnit,
         fmt::format(R"(use base unit "{}" instead of "{}")", part.unit->base, part.written),
         fmt::format("`{}` uses {} instead of the base unit {}", name, part.written,
                     part.unit->base)});
  }

  if (is_counter && !name.ends_with("_total")) {
    problems.push_back({&kTotalSuffix, R"(counter metrics should have "_total" suffix)",
                        fmt::format("the counter `{}` does not end in `_total`", name)});
  } else if (!is_counter && !is_untyped && name.ends_with("_total")) {
    problems.push_back({&kTotalSuffix, R"(non-counter metrics should not have "_total" suffix)",
                        fmt::format("`{}` ends in `_total`, but is not a counter", name)});
  }

  // Nearly all names are in small letters as they are.
  const bool is_lower =
      std::all_of(name.begin(), name.end(), [](char c) { return c >= 0 && (c < 'A' || c > 'Z'); });
  const std::string lowered = is_lower ? std::string() : ToLower(name);
  const std::string_view lower = is_lower ? name : lowered;
  if (!is_untyped) {
    LintSuffixes(family, problems);
    LintLabels(family, problems);
    const std::string_view type = PromlintTypeName(family.type);
    if (HasPart(lower, type)) {
      problems.push_back({&kTypeInName,
                          fmt::format("metric name should not include type '{}'", type),
                          fmt::format("the name of `{}` contains its type, {}", name, type)});
    }
  }

  if (name.find(':') != name.npos) {
    problems.push_back(
        {&kColonInName, "metric names should not contain ':'",
         fmt::format("`{}` has a colon, which is reserved for recording rules", name)});
  }
  if (IsCamelCase(name)) {
    problems.push_back({&kCamelCaseName,
                        "metric names should be written in 'snake_case' not 'camelCase'",
                        fmt::format("`{}` is not in snake_case", name)});
  }
  if (family.labels.camel_case > 0) {
    problems.push_back({&kCamelCaseLabel,
                        "label names should be written in 'snake_case' not 'camelCase'",
                        fmt::format("`{}` has a label that is not in snake_case", name),
                        family.labels.camel_case});
  }
  LintAbbreviations(name, lower, problems);
  if (family.duplicates > 0) {
    problems.push_back({&kDuplicateSeries, "metric not unique",
                        fmt::format("duplicate series of `{}`", name), family.duplicates});
  }
  return problems;
}

}  // namespace check::exposition
