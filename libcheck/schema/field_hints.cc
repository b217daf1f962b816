#include "libcheck/schema/field_hints.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/ascii.h"

namespace check::schema {
namespace {

constexpr std::string_view kRoot = "configuration file";
constexpr std::string_view kLabel = "it goes under `labels`";
constexpr std::string_view kAnnotation = "it goes under `annotations`";
constexpr std::string_view kTls = "it goes under `tls_config`";
constexpr std::string_view kBasicAuth = "it goes under `basic_auth`";
constexpr std::string_view kStatic = "it goes into an item of `static_configs`";
constexpr std::string_view kAuthorization =
    "use `authorization` with `credentials` or `credentials_file`";
constexpr std::string_view kRelabel = "relabel_configs";
constexpr std::string_view kMetricRelabel = "metric_relabel_configs";
constexpr std::string_view kOperatorOnly =
    "it is a field of the Prometheus operator: Prometheus does not have it";
constexpr std::string_view kAgent = "it is a setting of Grafana Agent: Prometheus does not have it";
constexpr std::string_view kVictoria =
    "it is a setting of VictoriaMetrics: Prometheus does not have it";
constexpr std::string_view kJobs = "scrape jobs go into the list `scrape_configs`";
constexpr std::string_view kMatchers =
    "write a list of matchers: `matchers: ['severity=\"critical\"']`";
constexpr std::string_view kSmtp = "smtp_smarthost";

constexpr FieldHint kHints[] = {
    // prometheus.yml
    {kRoot, "alert_relabel_configs", "it goes under `alerting`"},
    {kRoot, "alertmanager", "it goes under `alerting`, as the list `alertmanagers`"},
    {kRoot, "alertmanager_config", "it goes under `alerting`, as the list `alertmanagers`"},
    {kRoot, "alertmanager_configs", "it goes under `alerting`, as the list `alertmanagers`"},
    {kRoot, "alerts", "list the rule files in `rule_files`"},
    {kRoot, "evaluation_interval", "it goes under `global`"},
    {kRoot, "external_labels", "it goes under `global`"},
    {kRoot, "integrations", kAgent},
    {kRoot, "job_name", kJobs},
    {kRoot, "jobs", "scrape_configs"},
    {kRoot, "job_configs", "scrape_configs"},
    {kRoot, "logs", kAgent},
    {kRoot, "metrics", kAgent},
    {kRoot, "prometheus", "leave out this level: its fields are at the top of the file"},
    {kRoot, "remote_storage", "remote_write"},
    {kRoot, "rules", "rule_files"},
    {kRoot, "scrape", "scrape_configs"},
    {kRoot, "scrape_interval", "it goes under `global`"},
    {kRoot, "scrape_timeout", "it goes under `global`"},
    {kRoot, "static_configs", kJobs},
    {kRoot, "target_groups", kJobs},
    {kRoot, "targets", kJobs},
    {kRoot, "wal_directory", kAgent},
    {"global", "fallback_scrape_protocol",
     "it goes into each `scrape_config`: `global` has `scrape_protocols`"},
    {"global", "interval", "scrape_interval"},
    {"global", "labels", "external_labels"},
    {"global", "rule_evaluation_interval", "evaluation_interval"},
    {"global", "timeout", "scrape_timeout"},
    {"global", "wal_directory", kAgent},
    {"scrape_config", "address", kStatic},
    {"scrape_config", "basicAuth", "basic_auth"},
    {"scrape_config", "bearer_token_secret", kAuthorization},
    {"scrape_config", "bearerToken", kAuthorization},
    {"scrape_config", "bearerTokenFile", kAuthorization},
    {"scrape_config", "bearerTokenSecret", kAuthorization},
    {"scrape_config", "ca_file", kTls},
    {"scrape_config", "cert_file", kTls},
    {"scrape_config", "credentials", "it goes under `authorization`"},
    {"scrape_config", "credentials_file", "it goes under `authorization`"},
    {"scrape_config", "dns_names", "use `dns_sd_configs`"},
    {"scrape_config", "endpoints", kOperatorOnly},
    {"scrape_config", "evaluation_interval", "it goes under `global`"},
    {"scrape_config", "external_labels", "it goes under `global`"},
    {"scrape_config", "files", "it goes into an item of `file_sd_configs`"},
    {"scrape_config", "headers", "http_headers"},
    {"scrape_config", "host", kStatic},
    {"scrape_config", "hosts", kStatic},
    {"scrape_config", "id", "job_name"},
    {"scrape_config", "insecure_skip_verify", kTls},
    {"scrape_config", "interval", "scrape_interval"},
    {"scrape_config", "job", "job_name"},
    {"scrape_config", "key_file", kTls},
    {"scrape_config", "labels", kStatic},
    {"scrape_config", "metric_relabelings", kMetricRelabel},
    {"scrape_config", "metricRelabelings", kMetricRelabel},
    {"scrape_config", "metrics_url", "use `scheme`, `static_configs` and `metrics_path`"},
    {"scrape_config", "module", "write `params: {module: [NAME]}`"},
    {"scrape_config", "name", "job_name"},
    {"scrape_config", "namespaceSelector", kOperatorOnly},
    {"scrape_config", "no_stale_markers", kVictoria},
    {"scrape_config", "password", kBasicAuth},
    {"scrape_config", "password_file", kBasicAuth},
    {"scrape_config", "path", "metrics_path"},
    {"scrape_config", "podMetricsEndpoints", kOperatorOnly},
    {"scrape_config", "podTargetLabels", kOperatorOnly},
    {"scrape_config", "port", kStatic},
    {"scrape_config", "protocol", "scheme"},
    {"scrape_config", "proxy", "proxy_url"},
    {"scrape_config", "relabel_config", kRelabel},
    {"scrape_config", "relabelings", kRelabel},
    {"scrape_config", "retry_on_http_429", "it is a field of `queue_config`"},
    {"scrape_config", "role", "it goes into an item of `kubernetes_sd_configs`"},
    {"scrape_config", "rule_files", "it goes to the top of the file"},
    {"scrape_config", "scrape_align_interval", kVictoria},
    {"scrape_config", "scrape_offset", kVictoria},
    {"scrape_config", "selector", kOperatorOnly},
    {"scrape_config", "series_limit", kVictoria},
    {"scrape_config", "static_config", "static_configs"},
    {"scrape_config", "stream_parse", kVictoria},
    {"scrape_config", "targetLabels", kOperatorOnly},
    {"scrape_config", "targetPort", kOperatorOnly},
    {"scrape_config", "target", kStatic},
    {"scrape_config", "targets", kStatic},
    {"scrape_config", "timeout", "scrape_timeout"},
    {"scrape_config", "tls", "tls_config"},
    {"scrape_config", "tls_insecure_skip_verify", kTls},
    {"scrape_config", "url", "use `scheme`, `static_configs` and `metrics_path`"},
    {"scrape_config", "username", kBasicAuth},
    {"static_config", "address", "targets"},
    {"static_config", "addresses", "targets"},
    {"static_config", "host", "targets"},
    {"static_config", "hosts", "targets"},
    {"static_config", "job", "it is `job_name` of the `scrape_config`"},
    {"static_config", "job_name", "it goes into the `scrape_config`"},
    {"static_config", "port", "the port goes into the target: `host:port`"},
    {"static_config", "url", "targets"},
    {"relabel_config", "source", "source_labels"},
    {"relabel_config", "label", "target_label"},
    {"relabel_config", "target", "target_label"},
    {"relabel_config", "value", "replacement"},
    {"relabel_config", "pattern", "regex"},
    {"relabel_config", "if", kVictoria},
    {"basic_auth", "user", "username"},
    {"basic_auth", "user_name", "username"},
    {"basic_auth", "login", "username"},
    {"basic_auth", "pass", "password"},
    {"tls_config", "ca_cert", "ca_file"},
    {"tls_config", "certificate", "cert_file"},
    {"tls_config", "client_cert", "cert_file"},
    {"tls_config", "client_key", "key_file"},
    {"tls_config", "insecure", "insecure_skip_verify"},
    {"tls_config", "skip_verify", "insecure_skip_verify"},
    {"tls_config", "verify", "insecure_skip_verify"},
    {"authorization", "token", "credentials"},
    {"authorization", "bearer_token", "credentials"},
    {"authorization", "token_file", "credentials_file"},
    {"remote_write", "address", "url"},
    {"remote_write", "endpoint", "url"},
    {"remote_write", "external_labels", "it goes under `global`"},
    {"remote_write", "password", kBasicAuth},
    {"remote_write", "relabel_configs", "write_relabel_configs"},
    {"remote_write", "username", kBasicAuth},
    {"remote_write", "wal", kAgent},
    {"alertmanager_config", "targets", kStatic},
    {"alertmanager_config", "url", "use `scheme`, `static_configs` and `path_prefix`"},
    {"alertmanager_config", "path", "path_prefix"},
    {"alerting", "static_configs", "it goes into an item of `alertmanagers`"},
    {"tsdb", "path", "it is the flag `--storage.tsdb.path`"},
    {"tsdb", "retention.time", "write `time` below `retention`"},
    {"tsdb", "retention.size", "write `size` below `retention`"},
    {"tsdb", "retention_time", "write `time` below `retention`"},
    {"tsdb", "retention_size", "write `size` below `retention`"},
    {"tsdb", "wal_compression", "it is the flag `--storage.tsdb.wal-compression`"},
    {"tsdb", "wal-compression", "it is the flag `--storage.tsdb.wal-compression`"},
    {"tsdb", "min_block_duration", "it is the flag `--storage.tsdb.min-block-duration`"},
    {"tsdb", "max_block_duration", "it is the flag `--storage.tsdb.max-block-duration`"},
    {"storage", "path", "it is the flag `--storage.tsdb.path`"},
    {"storage", "retention", "it goes under `tsdb`"},

    // Flags, wherever they are put
    {{}, "admin_api", "it is the flag `--web.enable-admin-api`"},
    {{}, "data_dir", "it is the flag `--storage.tsdb.path`"},
    {{}, "enable_feature", "it is the flag `--enable-feature`"},
    {{}, "enable_features", "it is the flag `--enable-feature`"},
    {{}, "external_url", "it is the flag `--web.external-url`"},
    {{}, "listen_address", "it is the flag `--web.listen-address`"},
    {{}, "log_format", "it is the flag `--log.format`"},
    {{}, "log_level", "it is the flag `--log.level`"},
    {{}, "lookback_delta", "it is the flag `--query.lookback-delta`"},
    {{}, "query_timeout", "it is the flag `--query.timeout`"},
    {{}, "retention", "it goes under `storage`, `tsdb`; before 3.8 it is only a flag"},
    {{}, "retention_size", "it is the flag `--storage.tsdb.retention.size`"},
    {{}, "retention_time", "it is the flag `--storage.tsdb.retention.time`"},
    {{}, "storage_path", "it is the flag `--storage.tsdb.path`"},
    {{}, "wal_compression", "it is the flag `--storage.tsdb.wal-compression`"},

    // Rule files
    {"rule file", "alerts", "write `groups`, each with `name` and `rules`"},
    {"rule file", "interval", "it goes into a group"},
    {"rule file", "rule_files", "it is a field of prometheus.yml"},
    {"rule file", "rule_groups", "groups"},
    {"group", "alert", "it goes into an item of `rules`"},
    {"group", "alerts", "rules"},
    {"group", "concurrency", kVictoria},
    {"group", "evaluation_interval", "interval"},
    {"group", "group", "name"},
    {"group", "id", "name"},
    {"group", "title", "name"},
    {"rule", "action", kAnnotation},
    {"rule", "alert_name", "alert"},
    {"rule", "alertname", "alert"},
    {"rule", "component", kLabel},
    {"rule", "condition", "expr"},
    {"rule", "dashboard", kAnnotation},
    {"rule", "dashboard_url", kAnnotation},
    {"rule", "debug", kVictoria},
    {"rule", "desc", kAnnotation},
    {"rule", "description", kAnnotation},
    {"rule", "duration", "for"},
    {"rule", "environment", kLabel},
    {"rule", "expression", "expr"},
    {"rule", "grafana_url", kAnnotation},
    {"rule", "if", "expr"},
    {"rule", "impact", kAnnotation},
    {"rule", "level", kLabel},
    {"rule", "message", kAnnotation},
    {"rule", "metric", "record"},
    {"rule", "name", "write `alert` or `record`"},
    {"rule", "owner", kLabel},
    {"rule", "pending", "for"},
    {"rule", "priority", kLabel},
    {"rule", "promql", "expr"},
    {"rule", "query", "expr"},
    {"rule", "resolve_timeout", "use `keep_firing_for`, or `resolve_timeout` of Alertmanager"},
    {"rule", "runbook", kAnnotation},
    {"rule", "runbook_url", kAnnotation},
    {"rule", "service", kLabel},
    {"rule", "severity", kLabel},
    {"rule", "summary", kAnnotation},
    {"rule", "team", kLabel},
    {"rule", "title", kAnnotation},
    {"rule", "update_entries_limit", kVictoria},
    {"rule", "value", kAnnotation},
    {"rule", "wait", "for"},
    {"rule", "with", kLabel},

    // alertmanager.yml
    {kRoot, "group_by", "it goes under `route`"},
    {kRoot, "inhibit", "inhibit_rules"},
    {kRoot, "receiver", "receivers"},
    {kRoot, "resolve_timeout", "it goes under `global`"},
    {kRoot, "routes", "route"},
    {"global", "group_by", "it goes under `route`"},
    {"global", "slack_webhook_url", "slack_api_url"},
    {"global", "smtp_auth_user", "smtp_auth_username"},
    {"global", "smtp_host", kSmtp},
    {"global", "smtp_password", "smtp_auth_password"},
    {"global", "smtp_port", "the port goes into `smtp_smarthost`: `host:port`"},
    {"global", "smtp_server", kSmtp},
    {"global", "smtp_tls", "smtp_require_tls"},
    {"global", "smtp_username", "smtp_auth_username"},
    {"route", "alertname", kMatchers},
    {"route", "filter", "matchers"},
    {"route", "filters", "matchers"},
    {"route", "group", "group_by"},
    {"route", "labels", kMatchers},
    {"route", "matchRE", "match_re"},
    {"route", "matchRe", "match_re"},
    {"route", "match_regex", "match_re"},
    {"route", "name", "receiver"},
    {"route", "receivers", "receiver"},
    {"route", "resolve_timeout", "it goes under `global`"},
    {"route", "route", "routes"},
    {"route", "send_resolved", "it goes into the receiver"},
    {"route", "severity", kMatchers},
    {"route", "team", kMatchers},
    {"route", "time_intervals", "use `active_time_intervals` or `mute_time_intervals`"},
    {"receiver", "discord", "discord_configs"},
    {"receiver", "email", "email_configs"},
    {"receiver", "msteams", "msteamsv2_configs"},
    {"receiver", "pagerduty", "pagerduty_configs"},
    {"receiver", "receiver", "name"},
    {"receiver", "slack", "slack_configs"},
    {"receiver", "teams_configs", "msteamsv2_configs"},
    {"receiver", "telegram", "telegram_configs"},
    {"receiver", "webhook", "webhook_configs"},
    {"email_config", "body", "html"},
    {"email_config", "email", "to"},
    {"email_config", "email_to", "to"},
    {"email_config", "password", "auth_password"},
    {"email_config", "recipients", "to"},
    {"email_config", "smtp_from", "from"},
    {"email_config", "smtp_smarthost", "smarthost"},
    {"email_config", "subject", "write `headers: {Subject: ...}`"},
    {"email_config", "username", "auth_username"},
    {"slack_config", "message", "text"},
    {"slack_config", "slack_api_url", "api_url"},
    {"slack_config", "url", "api_url"},
    {"slack_config", "webhook", "api_url"},
    {"slack_config", "webhook_url", "api_url"},
    {"pagerduty_config", "api_key", "routing_key"},
    {"pagerduty_config", "integration_key", "routing_key"},
    {"webhook_config", "basic_auth", "it goes under `http_config`"},
    {"webhook_config", "bearer_token", "it goes under `http_config`"},
    {"webhook_config", "endpoint", "url"},
    {"webhook_config", "headers", "write `http_config: {http_headers: ...}`"},
    {"webhook_config", "tls_config", "it goes under `http_config`"},
    {"webhook_config", "webhook_url", "url"},
    {"telegram_config", "token", "bot_token"},
    {"inhibit_rule", "source", "source_matchers"},
    {"inhibit_rule", "target", "target_matchers"},
    {"inhibit_rule", "labels", "equal"},

    // Test files
    {"test file", "groups", "it goes into a rule file, which `rule_files` names"},
    {"test file", "rules", "rule_files"},
    {"test group", "alert_rule_tests", "alert_rule_test"},
    {"test group", "promql_expr_tests", "promql_expr_test"},
    {"test group", "promql_tests", "promql_expr_test"},
    {"test group", "series", "input_series"},
    {"test group", "tests", "use `alert_rule_test` or `promql_expr_test`"},
    {"input series", "value", "values"},
    {"input series", "metric", "series"},
    {"alert test", "alert", "alertname"},
    {"alert test", "time", "eval_time"},
    {"alert test", "expected_alerts", "exp_alerts"},
    {"alert test", "alerts", "exp_alerts"},
    {"expected alert", "annotations", "exp_annotations"},
    {"expected alert", "labels", "exp_labels"},
    {"expression test", "time", "eval_time"},
    {"expression test", "samples", "exp_samples"},
    {"expected sample", "exp_value", "value"},
    {"expected sample", "metric", "labels"},
};

// "scrapeInterval" as "scrape_interval".
std::string SnakeCase(std::string_view name) {
  std::string snake;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool follows_small = i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
    if (IsUpper(c) && follows_small) snake += '_';
    snake += c == '-' ? '_' : LowerAscii(c);
  }
  return snake;
}

// A flag that was put into the file: `storage.tsdb.path`, or one with its dashes.
bool IsFlag(std::string_view name) {
  constexpr std::string_view kPrefixes[] = {"alertmanager.", "cluster.", "config.",   "data.",
                                            "dispatch.",     "log.",     "query.",    "rules.",
                                            "scrape.",       "storage.", "silences.", "web."};
  return std::ranges::any_of(kPrefixes,
                             [&](std::string_view prefix) { return name.starts_with(prefix); });
}

}  // namespace

std::span<const FieldHint> FieldHints() { return kHints; }

std::string HintAtField(std::string_view name, const Object& object) {
  constexpr std::size_t kLongest = 64;
  if (name.size() > kLongest) return {};
  for (const FieldHint& hint : kHints) {
    if (hint.name != name || (!hint.section.empty() && hint.section != object.name)) continue;
    if (hint.note.find(' ') != hint.note.npos) return std::string(hint.note);
    if (FindField(object, hint.note) != nullptr)
      return fmt::format("did you mean `{}`?", hint.note);
  }
  std::string_view flag = name;
  while (flag.starts_with('-')) flag.remove_prefix(1);
  if (flag.size() < name.size() || IsFlag(flag)) {
    return fmt::format("`--{}` is a command-line flag, not a field", flag);
  }
  if (object.camel_case) return {};
  const std::string snake = SnakeCase(name);
  if (snake == name) return {};
  for (const std::string& field : {snake, snake + "s"}) {
    if (FindField(object, field) != nullptr) return fmt::format("did you mean `{}`?", field);
  }
  return {};
}

}  // namespace check::schema
