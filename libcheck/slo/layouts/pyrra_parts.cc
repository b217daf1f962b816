#include "libcheck/slo/layouts/pyrra_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"
#include "libcheck/base/url.h"
#include "libcheck/model/names.h"

namespace check::slo::pyrra {
namespace {

std::string LabelText(std::string_view label) {
  return model::IsValidLabelName(label, model::NameValidation::kLegacy) ? std::string(label)
                                                                        : GoQuote(label);
}

std::string Without(std::string_view name, std::span<const std::string_view> suffixes) {
  for (const std::string_view suffix : suffixes) {
    if (name.ends_with(suffix)) name.remove_suffix(suffix.size());
  }
  return std::string(name);
}

// The page of the objective in Pyrra; of the alert's group, by a template.
std::string Link(const Plan& plan) {
  Result<Url> url = ParseUrl(plan.options.external_url);
  if (!url) return {};
  url->path = "/objectives";
  url->raw_path.clear();
  url->query = fmt::format("expr={}&from=now-1h&to=now",
                           FormEncode(fmt::format("{{__name__=\"{}\"}}", plan.name)));
  std::string link = url->ToString();
  const std::vector<std::string>& grouping = plan.details.grouping;
  if (grouping.empty()) return link;
  link += "&grouping=" + FormEncode("{");
  for (std::size_t i = 0; i < grouping.size(); ++i) {
    if (i > 0) link += FormEncode(",");
    link += FormEncode(grouping[i] + "=\"") + "{{$labels." + grouping[i] + "}}";
    link += FormEncode("\"");
  }
  return link + FormEncode("}");
}

}  // namespace

PyrraMetric Plan::Bucket(const PyrraMetric& metric) const {
  PyrraMetric result = metric;
  if (options.exact_buckets) return result;
  for (PyrraMetric::Matcher& matcher : result.matchers) {
    if (matcher.name != "le" || matcher.type != model::MatchType::kEqual) continue;
    if (!ParseGoInt(matcher.value, 10)) continue;
    matcher.type = model::MatchType::kRegexp;
    matcher.value += "(\\.0)?";
  }
  return result;
}

LabelMap Plan::CommonLabels() const {
  LabelMap labels = {{"slo", name}};
  for (const auto& [label, value] : slo.labels) labels.insert_or_assign(label, value);
  return labels;
}

LabelMap Plan::RuleLabels(const LabelSet& grouped) const {
  LabelMap labels = CommonLabels();
  for (const PyrraMetric::Matcher& matcher : details.total.matchers) {
    if (matcher.type != model::MatchType::kEqual) continue;
    labels.insert_or_assign(matcher.name, matcher.value);
  }
  for (const std::string& label : grouped) labels.erase(label);
  return labels;
}

LabelMap Plan::Annotations(bool with_link) const {
  LabelMap annotations;
  if (slo.resource) {
    for (const auto& [key, value] : slo.resource->annotations) {
      if (!key.starts_with(kPyrraPrefix)) continue;
      annotations.insert_or_assign(key.substr(kPyrraPrefix.size()), value);
    }
  }
  if (with_link && !options.external_url.empty()) {
    annotations.insert_or_assign("pyrra_url", Link(*this));
  }
  return annotations;
}

MadeRule Plan::Recording(std::string record, std::string expr, LabelMap labels) const {
  for (const auto& [label, value] : options.extra_labels) labels.insert_or_assign(label, value);
  return {
      .name = std::move(record), .expr = std::move(expr), .labels = {labels.begin(), labels.end()}};
}

MadeRule Plan::Alert(std::string alert, std::string expr, std::int64_t for_ms,
                     const LabelMap& labels, const LabelMap& annotations) const {
  return {.is_alert = true,
          .name = std::move(alert),
          .expr = std::move(expr),
          .for_ms = for_ms,
          .labels = {labels.begin(), labels.end()},
          .annotations = {annotations.begin(), annotations.end()}};
}

std::string WindowText(std::int64_t ms) {
  return FormatPrometheusDuration(std::chrono::milliseconds(ms));
}

std::string MatcherText(const PyrraMetric::Matcher& matcher) {
  return fmt::format("{}{}{}", LabelText(matcher.name), ToString(matcher.type),
                     GoQuote(matcher.value));
}

std::string Selector(const PyrraMetric& metric) {
  std::vector<std::string> matchers;
  const bool quoted = !model::IsValidMetricName(metric.name, model::NameValidation::kLegacy);
  for (const PyrraMetric::Matcher& matcher : metric.matchers) {
    matchers.push_back(MatcherText(matcher));
  }
  std::ranges::sort(matchers);
  if (quoted) matchers.insert(matchers.begin(), GoQuote(metric.name));
  if (matchers.empty()) return metric.name;
  return fmt::format("{}{{{}}}", quoted ? "" : metric.name, fmt::join(matchers, ","));
}

std::string Range(const PyrraMetric& metric, std::int64_t window_ms) {
  return fmt::format("{}[{}]", Selector(metric), window_ms == 0 ? "1s" : WindowText(window_ms));
}

std::string Sum(std::span<const std::string> grouping, std::string_view inner) {
  if (grouping.empty()) return fmt::format("sum({})", inner);
  std::vector<std::string> labels;
  for (const std::string& label : grouping) labels.push_back(LabelText(label));
  return fmt::format("sum by ({}) ({})", fmt::join(labels, ", "), inner);
}

std::string Sum(const LabelSet& grouping, std::string_view inner) {
  return Sum(std::vector(grouping.begin(), grouping.end()), inner);
}

PyrraMetric Renamed(const PyrraMetric& metric, std::string name,
                    std::vector<PyrraMetric::Matcher> more) {
  PyrraMetric renamed = {.name = std::move(name), .matchers = metric.matchers};
  std::ranges::move(more, std::back_inserter(renamed.matchers));
  return renamed;
}

std::string IncreaseName(std::string_view metric, std::int64_t window_ms) {
  constexpr std::string_view kSuffixes[] = {"_total", "_count", "_bucket"};
  return fmt::format("{}:increase{}", Without(metric, kSuffixes), WindowText(window_ms));
}

std::string BurnRateName(std::string_view metric, std::int64_t window_ms) {
  constexpr std::string_view kSuffixes[] = {"_total", "_count"};
  return fmt::format("{}:burnrate{}", Without(metric, kSuffixes), WindowText(window_ms));
}

std::string SumName(std::string_view metric, std::int64_t window_ms) {
  return fmt::format("{}:sum{}", metric, WindowText(window_ms));
}

std::string CountName(std::string_view metric, std::int64_t window_ms) {
  return fmt::format("{}:count{}", metric, WindowText(window_ms));
}

}  // namespace check::slo::pyrra
