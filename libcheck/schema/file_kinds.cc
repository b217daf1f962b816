#include "libcheck/schema/file_kinds.h"

#include <fmt/format.h>

namespace check::schema {
namespace {

constexpr FileKind kPrometheus = {"a Prometheus configuration",
                                  "check it with `pronoia check config`"};
constexpr FileKind kRules = {"a rule file", "check it with `pronoia check rules`"};
constexpr FileKind kTests = {"a test file", "run it with `pronoia test rules`"};
constexpr FileKind kWeb = {"a web configuration", "check it with `pronoia check web-config`"};
constexpr FileKind kBlackbox = {"a configuration of the blackbox exporter",
                                "check it with `pronoia check blackbox`"};
constexpr FileKind kTargets = {"a file of targets", "check it with `pronoia check targets`"};
constexpr FileKind kAlertmanager = {"an Alertmanager configuration",
                                    "check it with `amtool check-config`"};
constexpr FileKind kKubernetes = {"a Kubernetes object",
                                  "`pronoia check rules` reads the rules of a PrometheusRule"};

struct TopLevelKey {
  std::string_view key;
  const FileKind& kind;
};
// Keys that occur at the top level of one kind of file only.
constexpr TopLevelKey kKeys[] = {
    {"alerting", kPrometheus},
    {"apiVersion", kKubernetes},
    {"basic_auth_users", kWeb},
    {"evaluation_interval", kTests},
    {"global", kPrometheus},
    {"group_eval_order", kTests},
    {"groups", kRules},
    {"http_server_config", kWeb},
    {"inhibit_rules", kAlertmanager},
    {"kind", kKubernetes},
    {"modules", kBlackbox},
    {"mute_time_intervals", kAlertmanager},
    {"receivers", kAlertmanager},
    {"remote_read", kPrometheus},
    {"remote_write", kPrometheus},
    {"route", kAlertmanager},
    {"rule_files", kPrometheus},
    {"scrape_config_files", kPrometheus},
    {"scrape_configs", kPrometheus},
    {"tests", kTests},
    {"time_intervals", kAlertmanager},
    {"tls_server_config", kWeb},
};

}  // namespace

const FileKind* FindFileKind(std::string_view key) {
  for (const TopLevelKey& known : kKeys) {
    if (known.key == key) return &known.kind;
  }
  return nullptr;
}

const FileKind* FindFileKind(const yaml::Node& root) {
  if (!root.IsSequence() || root.items().empty()) return nullptr;
  for (const yaml::Entry& entry : root.items().front().entries()) {
    if (entry.key.IsScalar() && entry.key.scalar() == "targets") return &kTargets;
  }
  return nullptr;
}

std::string Hint(const FileKind& kind) {
  return fmt::format("this looks like {}: {}", kind.name, kind.check);
}

}  // namespace check::schema
