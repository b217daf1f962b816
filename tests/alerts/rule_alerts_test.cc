#include "libcheck/alerts/rule_alerts.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/files/memory_files.h"

namespace check::alerts {
namespace {

using alertmanager::AlertShape;
using alertmanager::LabelPresence;
using alertmanager::LabelShape;

// `team=a|b?`: one of these, or none; `job=*`: something; `x=-`: never there.
std::string Text(const AlertShape& shape) {
  std::vector<std::string> labels;
  for (const LabelShape& label : shape.labels) {
    const LabelPresence presence = label.presence();
    if (label.name == "__name__") continue;
    labels.push_back(fmt::format("{}={}{}", label.name,
                                 presence == LabelPresence::kNever ? "-"
                                 : label.any_value
                                     ? "*"
                                     : fmt::format("{}", fmt::join(label.values, "|")),
                                 presence == LabelPresence::kMaybe ? "?" : ""));
  }
  return fmt::format("{}{}", fmt::join(labels, " "), shape.may_have_others ? " and others" : "");
}

class Alerts {
 public:
  // `rule` is what is in it beside its name.
  explicit Alerts(std::string_view rule, std::string_view config = "",
                  std::string_view group_labels = "{}") {
    files_.Write("rules.yml",
                 fmt::format("groups: [{{name: a, labels: {}, rules: [{{alert: A, {}}}]}}]\n",
                             group_labels, rule));
    std::unique_ptr<const config::prometheus::PrometheusConfig> read;
    if (!config.empty()) {
      read = config::prometheus::ReadPrometheusConfig("prometheus.yml", std::string(config));
      REQUIRE(read->diagnostics.found().empty());
    }
    const std::string paths[] = {"rules.yml"};
    alerts_.emplace(paths, std::move(read), RuleAlertOptions{.files = &files_});
    REQUIRE(alerts_->unreadable().empty());
    REQUIRE(alerts_->rules().size() == 1);
  }

  std::string Made() const { return Text(alerts_->rules().front().shape); }
  std::string Sent(std::vector<std::string> labels = {}) const {
    std::vector<std::string> sent;
    for (const SentAlert& alert : alerts_->Sent(labels)) sent.push_back(Text(alert.shape));
    return fmt::format("{}", fmt::join(sent, "; "));
  }

 private:
  MemoryFiles files_;
  std::optional<RuleAlerts> alerts_;
};

TEST_CASE("alerts have the labels of the result, then those of group and rule, then their name") {
  CHECK(Alerts("expr: up").Made() == "alertname=A and others");
  CHECK(Alerts("expr: 'sum by (job, team) (up)'").Made() == "alertname=A job=*? team=*?");
  CHECK(Alerts("expr: 'up{job=\"x\", env=~\"a|b\", zone=\"\", team!=\"\"}'").Made() ==
        "alertname=A env=* job=x team=* zone=- and others");
  CHECK(Alerts("expr: 'vector(1)', labels: {severity: page, empty: ''}").Made() ==
        "alertname=A empty=- severity=page");
  CHECK(Alerts("expr: 'vector(1)', labels: {team: a}", "", "{team: b, tier: one}").Made() ==
        "alertname=A team=a tier=one");
  // A label of the rule hides that of the result; `alertname` cannot be hidden.
  CHECK(Alerts("expr: 'sum by (job) (up{job=\"x\"})', labels: {job: y, alertname: B}").Made() ==
        "alertname=A job=y");
}

TEST_CASE("templates in labels are known as far as they show labels or have text of their own") {
  const auto made = [](std::string_view value) {
    return Alerts(fmt::format("expr: 'sum by (job) (up{{job=\"x\"}})', labels: {{l: '{}'}}", value))
        .Made();
  };
  CHECK(made("{{ $labels.job }}") == "alertname=A job=x l=x");
  CHECK(made("{{ .Labels.job }}") == "alertname=A job=x l=x");
  CHECK(made("{{ $labels.gone }}") == "alertname=A job=x l=-");
  CHECK(made("{{ $labels.job | toUpper }}") == "alertname=A job=x l=*?");
  CHECK(made("{{ if true }}a{{ end }}") == "alertname=A job=x l=*?");
  CHECK(made("job-{{ $value }}") == "alertname=A job=x l=*");
}

TEST_CASE("external labels fill in what alerts do not have") {
  constexpr std::string_view kConfig =
      "global: {external_labels: {cluster: c1, team: ext, zone: '$ZONE'}}\n";
  CHECK(Alerts("expr: 'vector(1)', labels: {team: a}", kConfig).Sent() ==
        "alertname=A cluster=c1 team=a zone=*?");
  CHECK(Alerts("expr: 'sum by (cluster) (up)'", kConfig).Sent() ==
        "alertname=A cluster=* team=ext zone=*?");
}

TEST_CASE("relabelling is followed as far as values are known") {
  const auto sent = [](std::string_view rules,
                       std::string_view rule = "expr: 'vector(1)', labels: {severity: page}") {
    return Alerts(rule, fmt::format("alerting: {{alert_relabel_configs: [{}]}}\n", rules))
        .Sent({"pod"});
  };
  CHECK(sent("{action: labeldrop, regex: sev.*}") == "alertname=A pod=- severity=-");
  CHECK(sent("{action: labelkeep, regex: alertname}", "expr: up") ==
        "alertname=A pod=- and others");
  CHECK(sent("{target_label: pod, replacement: p}") == "alertname=A pod=p severity=page");
  CHECK(sent("{source_labels: [severity], regex: page, target_label: pod, replacement: p}") ==
        "alertname=A pod=p severity=page");
  CHECK(sent("{source_labels: [severity], target_label: pod, action: uppercase}") ==
        "alertname=A pod=PAGE severity=page");
  CHECK(sent("{source_labels: [severity], regex: page, action: drop}") == "");
  CHECK(sent("{source_labels: [severity], regex: page, action: keep}") ==
        "alertname=A pod=- severity=page");
  CHECK(sent("{source_labels: [instance], target_label: pod}", "expr: up") ==
        "alertname=A instance=*? pod=*? and others");
  CHECK(sent("{action: labelmap, regex: 'x_(.*)'}") == "alertname=A pod=- severity=page");
  CHECK(sent("{action: labelmap, regex: '(sev).*'}") ==
        "alertname=*? pod=*? severity=*? and others");
  CHECK(sent("{action: labelmap, regex: 'x_(.*)'}", "expr: up") ==
        "alertname=*? pod=*? and others");
  CHECK(sent("{source_labels: [team], regex: a|b, action: keep}", "expr: up") ==
        "alertname=A pod=*? team=a|b and others");
}

TEST_CASE("Alertmanagers with relabelling of their own get other alerts") {
  constexpr std::string_view kConfig = R"(alerting:
  alert_relabel_configs: [{target_label: a, replacement: x}]
  alertmanagers:
    - static_configs: [{targets: ['one:9093']}]
    - static_configs: [{targets: ['two:9093']}]
    - static_configs: [{targets: ['three:9093']}]
      alert_relabel_configs: [{target_label: b, replacement: y}]
)";
  CHECK(Alerts("expr: 'vector(1)'", kConfig).Sent() == "a=x alertname=A; a=x alertname=A b=y");
}

TEST_CASE("files with errors are named") {
  MemoryFiles files;
  files.Write("bad.yml", "groups: [{name: a, rules: [{alert: A, expr: 'up =='}]}]\n");
  files.Write("good.yml", "groups: [{name: a, rules: [{alert: B, expr: up}]}]\n");
  // What lies beside rules is no error.
  files.Write("deployment.yml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n");
  const std::string paths[] = {"bad.yml", "gone.yml", "deployment.yml", "good.yml"};
  const RuleAlerts alerts(paths, nullptr, {.files = &files});
  CHECK(alerts.unreadable() == std::vector<std::string>{"bad.yml", "gone.yml"});
  // Of an expression that does not parse nothing is known.
  REQUIRE(alerts.rules().size() == 2);
  CHECK(Text(alerts.rules()[0].shape) == "alertname=A and others");
}

}  // namespace
}  // namespace check::alerts
