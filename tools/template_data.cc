#include "tools/template_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/config/alertmanager/notification_json.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "libcheck/notify/group.h"
#include "libcheck/rules/load.h"
#include "libcheck/template/expand.h"
#include "tools/input.h"

namespace tools {

namespace gt = check::gotemplate;
namespace am = check::config::alertmanager;
using check::Error;
using check::Result;

namespace {

constexpr std::int64_t kExampleAge = 300;  // Seconds for which the alert of a rule has fired.

// NAME=VALUE, each.
Result<std::vector<gt::TextPair>> ReadLabels(const std::vector<std::string>& words,
                                             check::Arena& memory) {
  std::vector<gt::TextPair> labels;
  for (const std::string& word : words) {
    const auto parsed = check::model::ParseMatcher(word, check::model::MatcherMode::kFallback);
    if (parsed.fault || parsed.matchers[0].type() != check::model::MatchType::kEqual) {
      return Error{fmt::format("invalid label `{}`: expected NAME=VALUE", word)};
    }
    labels.push_back({memory.Copy(std::string_view(parsed.matchers[0].name())),
                      memory.Copy(std::string_view(parsed.matchers[0].value()))});
  }
  return labels;
}

// The first alerting rule called `alert`; null if there is none.
const check::rules::Rule* FindAlert(const check::rules::LoadedFile& file, std::string_view alert) {
  for (const check::rules::RuleSet& set : file.sets) {
    for (const check::rules::Group& group : set.groups) {
      for (const check::rules::Rule& rule : group.rules) {
        if (rule.alert == alert) return &rule;
      }
    }
  }
  return nullptr;
}

}  // namespace

void TemplateDataFlags::Declare(FlagSet& flags) {
  flags.Option("--data,--template.data", &data, "FILE",
               "Notification as JSON, as sent to webhooks");
  flags.Option("--alerts", &alerts, "FILE",
               "JSON list of alerts, as in Alertmanager's API, that form one group",
               {.excludes = "--data"});
  flags.Option("--rule", &rule, "FILE:ALERT", "Alerting rule to make an alert from",
               {.excludes = "--alerts"});
  flags.Option("--labels", &labels, "NAME=VALUE",
               "Label of the series that makes the alert of --rule fire");
  flags.Option("--value", &value, "VALUE", "Value of that series");
  flags.Option("--group-by", &group_by, "LABEL", "Label to group the alerts by");
  flags.Option("--status", &status, "ALERT_STATUS", "Status of the alert of --rule");
}

Result<bool> TemplateData::Read(const TemplateDataFlags& flags, const gt::GoTime& now) {
  now_ = now;
  if (!flags.rule.empty()) {
    const auto read = ReadRule(flags);
    if (!read) return read;
  } else if (!flags.alerts.empty()) {
    auto text = ReadInput(flags.alerts);
    if (!text) return text.error();
    json_ = *std::move(text);
    auto read = am::ReadAlerts(json_, now_, memory_);
    if (!read) {
      return Error{fmt::format("cannot read `{}`: {}", flags.alerts, read.error().message)};
    }
    if (read->empty()) return Error{fmt::format("`{}` contains no alert", flags.alerts)};
    alerts_ = *std::move(read);
    check::notify::SortAlerts(alerts_);
  } else if (!flags.data.empty()) {
    is_whole_ = true;
    auto text = ReadInput(flags.data);
    if (!text) return text.error();
    json_ = *std::move(text);
    const auto read = am::ReadNotificationData(json_, memory_);
    if (!read) {
      return Error{fmt::format("cannot read `{}`: {}", flags.data, read.error().message)};
    }
    data_ = *read;
  } else {
    is_whole_ = true;
    data_ = am::ExampleNotificationData(now_, memory_);
  }
  Group(flags.group_by);
  return true;
}

// What the alert would be if its expression gave a series with the labels of the command line.
Result<bool> TemplateData::ReadRule(const TemplateDataFlags& flags) {
  const std::size_t colon = flags.rule.rfind(':');
  if (colon == std::string::npos) {
    return Error{fmt::format("invalid `--rule {}`: expected FILE:ALERT", flags.rule)};
  }
  const std::string path = flags.rule.substr(0, colon);
  const std::string alert = flags.rule.substr(colon + 1);
  auto text = ReadInput(path);
  if (!text) return text.error();
  const check::SourceBuffer source{std::string(path), *std::move(text)};
  check::Diagnostics diagnostics;
  check::Arena arena;
  const auto loaded = check::rules::Load(source, {}, arena, diagnostics);
  const check::rules::Rule* rule = FindAlert(loaded, alert);
  if (rule == nullptr) return Error{fmt::format("no alerting rule `{}` in `{}`", alert, path)};
  const auto series = ReadLabels(flags.labels, memory_);
  if (!series) return series.error();
  const auto value = check::ParseGoFloat(flags.value);
  if (!value) return Error{fmt::format("invalid `--value {}`: expected a number", flags.value)};

  const gt::KeyValues given = am::MakeKeyValues(*series, memory_);
  const gt::PrometheusTemplateInput input = {
      .labels = given, .value = *value, .time_ms = now_.seconds * 1000};
  gt::ExecutionMemory execution;
  const auto expand = [&](const check::rules::KeyValue& pair) -> gt::TextPair {
    const gt::PrometheusTemplate parsed(pair.value, alert);
    return {memory_.Copy(std::string_view(pair.key)),
            memory_.Copy(std::string_view(parsed.ExpandOrExplain(input, execution)))};
  };
  std::vector<gt::TextPair> labels = *series;
  std::erase_if(labels, [](const gt::TextPair& label) { return label.name == "__name__"; });
  for (const check::rules::KeyValue& pair : rule->labels) labels.push_back(expand(pair));
  labels.push_back({"alertname", memory_.Copy(std::string_view(alert))});
  std::vector<gt::TextPair> annotations;
  for (const check::rules::KeyValue& pair : rule->annotations) annotations.push_back(expand(pair));
  alerts_.push_back({.labels = am::MakeKeyValues(std::move(labels), memory_),
                     .annotations = am::MakeKeyValues(std::move(annotations), memory_),
                     .starts_at = {now_.seconds - kExampleAge, now_.nanoseconds, now_.location},
                     .ends_at = flags.status == "resolved" ? now_ : gt::kZeroTime});
  return true;
}

// The labels of the group are those of its first alert: all of them have the same.
void TemplateData::Group(const std::optional<std::vector<std::string>>& names) {
  if (alerts_.empty()) return;
  std::vector<gt::TextPair> labels;
  for (const gt::TextPair& label : alerts_[0].labels) {
    if (!names || std::find(names->begin(), names->end(), label.name) != names->end()) {
      labels.push_back(label);
    }
  }
  group_labels_ = am::MakeKeyValues(std::move(labels), memory_);
}

gt::NotificationData TemplateData::Make(std::string_view receiver, std::string_view external_url) {
  if (is_whole_) return data_;
  return gt::MakeNotificationData(receiver, group_labels_, gt::NoKeyValues(), "first notification",
                                  alerts_, external_url, now_, memory_);
}

}  // namespace tools
