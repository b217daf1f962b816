#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/number.h"
#include "libcheck/base/regex.h"
#include "libcheck/lint/catalog.h"
#include "libcheck/lint/expr.h"

namespace check::lint {
namespace {

using model::Matcher;
using model::MatchType;

// Prometheus: how the bounds of buckets and summaries are written since 3.0, as in OpenMetrics.
std::string Normalized(double value) {
  std::string text = FormatGoFloat(value, 'g', -1);
  if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

// How 3.x writes the number `text`, if it is one and written otherwise there.
std::optional<std::string> OtherSpelling(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string_view::npos) {
    return std::nullopt;
  }
  const auto value = ParseGoFloat(text);
  if (!value) return std::nullopt;
  std::string normalized = Normalized(*value);
  if (normalized == text) return std::nullopt;
  return normalized;
}

// The texts that a matcher compares with: several for `1|2.5`, whose points stand for themselves in
// numbers; none for other regular expressions.
std::vector<std::string_view> Texts(const Matcher& matcher) {
  if (!model::IsRegexp(matcher.type)) return {matcher.value};
  constexpr std::string_view kSpecial = "\\+*?()[]{}^$";
  if (matcher.value.find_first_of(kSpecial) != std::string_view::npos) return {};
  std::vector<std::string_view> texts;
  for (std::string_view rest = matcher.value;;) {
    const std::size_t end = rest.find('|');
    texts.push_back(rest.substr(0, end));
    if (end == std::string_view::npos) return texts;
    rest.remove_prefix(end + 1);
  }
}

// Whether 3.x normalizes the label in the series that are selected: it does so while it scrapes.
bool IsNormalized(const promql::VectorSelector& selector, std::string_view label) {
  if (selector.name.empty() || selector.name.find(':') != std::string_view::npos) return false;
  if (label == "le") return selector.name.ends_with("_bucket");
  return label == "quantile";
}

// Whether the matcher also compares with the text that 3.x writes.
bool Covers(const Matcher& matcher, std::string_view text) {
  if (!model::IsRegexp(matcher.type)) return matcher.value == text;
  const auto regex = Regex::Compile(matcher.value);
  return !regex || regex->FullMatch(text);
}

// A number as a part of a regular expression.
std::string Escaped(std::string_view number) {
  std::string text;
  for (const char c : number) text += c == '+' ? std::string("[+]") : std::string(1, c);
  return text;
}

void CheckMatcher(const Matcher& matcher, Span where, const RuleContext& context,
                  const CodeInfo& info, Diagnostics& diagnostics) {
  const std::vector<std::string_view> texts = Texts(matcher);
  for (const std::string_view text : texts) {
    const auto other = OtherSpelling(text);
    if (!other || Covers(matcher, *other)) continue;
    const bool wanted = matcher.type == MatchType::kEqual || matcher.type == MatchType::kRegexp;
    const bool is_part = texts.size() > 1;
    const std::string both = Escaped(text) + "|" + Escaped(*other);
    Diagnostic& diagnostic = diagnostics.Report(info, context.InExpr(where),
                                                Code(matcher.name) + " is never " + Code(text) +
                                                    " in series scraped by Prometheus 3" +
                                                    (is_part  ? ""
                                                     : wanted ? ", so nothing is selected"
                                                              : ", so nothing is excluded"));
    diagnostic.notes.push_back(
        "Prometheus 3 writes " + Code(*other) + "; to match both, use " +
        Code(is_part ? both
                     : std::string(matcher.name) + (wanted ? "=~\"" : "!~\"") + both + "\""));
    return;
  }
}

void Run(const RuleContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Part& part : context.Parts()) {
    const auto* selector = promql::TryAs<promql::VectorSelector>(part.expr);
    if (selector == nullptr) continue;
    for (std::size_t i = 0; i < selector->matchers.size(); ++i) {
      const Matcher& matcher = selector->matchers[i];
      if (!IsNormalized(*selector, matcher.name)) continue;
      const Span where =
          i < selector->matcher_spans.size() ? selector->matcher_spans[i] : selector->span;
      CheckMatcher(matcher, where, context, info, diagnostics);
    }
  }
}

}  // namespace

const Check bound_never_matches = {
    .info =
        {
            .code = "bound-never-matches",
            .severity = Severity::kWarning,
            .summary = "a value of `le` or `quantile` that Prometheus 3 writes in another way",
            .explanation = R"(
Since release 3.0, Prometheus writes the values of `le` of classic histograms and of `quantile` of
summaries as OpenMetrics does when it scrapes them: `1.0` rather than `1`, `1e+06` rather than
`1000000`. A matcher such as `le="1"` finds nothing in what was scraped since.

To select old and new series, match both: `le=~"1|1.0"`.
)",
            .bad = R"(groups:
  - name: latency
    rules:
      - record: job:http_fast_requests:rate5m
        expr: sum by (job) (rate(http_duration_seconds_bucket{le="1"}[5m]))
)",
            .good = R"(groups:
  - name: latency
    rules:
      - record: job:http_fast_requests:rate5m
        expr: sum by (job) (rate(http_duration_seconds_bucket{le="1.0"}[5m]))
)",
        },
    .run = Run,
};

}  // namespace check::lint
