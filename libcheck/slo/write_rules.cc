#include "libcheck/slo/write_rules.h"

#include <chrono>
#include <cstdint>

#include "libcheck/base/duration.h"
#include "libcheck/yaml/write.h"

namespace check::slo {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

void WriteText(yaml::Writer& out, std::string_view key, std::string_view text) {
  out.Key(key);
  out.String(text);
}

void WriteDuration(yaml::Writer& out, std::string_view key, std::int64_t ms) {
  if (ms == 0) return;
  WriteText(out, key, FormatPrometheusDuration(std::chrono::milliseconds(ms)));
}

void WritePairs(yaml::Writer& out, std::string_view key, const Pairs& pairs) {
  if (pairs.empty()) return;
  out.Key(key);
  out.BeginMapping();
  for (const auto& [name, value] : pairs) WriteText(out, name, value);
  out.End();
}

void WriteRule(yaml::Writer& out, const MadeRule& rule) {
  out.BeginMapping();
  WriteText(out, rule.is_alert ? "alert" : "record", rule.name);
  WriteText(out, "expr", rule.expr);
  WriteDuration(out, "for", rule.for_ms);
  WritePairs(out, "labels", rule.labels);
  WritePairs(out, "annotations", rule.annotations);
  out.End();
}

void WriteGroups(yaml::Writer& out, std::span<const MadeGroup> groups) {
  out.Key("groups");
  if (groups.empty()) return out.EmptySequence();
  out.BeginSequence();
  for (const MadeGroup& group : groups) {
    out.BeginMapping();
    WriteText(out, "name", group.name);
    WriteDuration(out, "interval", group.interval_ms);
    out.Key("rules");
    if (group.rules.empty()) {
      out.EmptySequence();
    } else {
      out.BeginSequence();
      for (const MadeRule& rule : group.rules) WriteRule(out, rule);
      out.End();
    }
    out.End();
  }
  out.End();
}

}  // namespace

std::string RulesYaml(std::span<const MadeGroup> groups, std::string_view comment) {
  yaml::Writer out;
  if (!comment.empty()) out.Comment(comment);
  out.BeginMapping();
  WriteGroups(out, groups);
  out.End();
  return out.Take();
}

std::string PrometheusRuleYaml(std::span<const MadeGroup> groups, const ResourceMeta& metadata,
                               std::string_view comment) {
  yaml::Writer out;
  if (!comment.empty()) out.Comment(comment);
  out.BeginMapping();
  WriteText(out, "apiVersion", "monitoring.coreos.com/v1");
  WriteText(out, "kind", "PrometheusRule");
  out.Key("metadata");
  out.BeginMapping();
  WriteText(out, "name", metadata.name);
  if (!metadata.name_space.empty()) WriteText(out, "namespace", metadata.name_space);
  WritePairs(out, "labels", metadata.labels);
  WritePairs(out, "annotations", metadata.annotations);
  out.End();
  out.Key("spec");
  out.BeginMapping();
  WriteGroups(out, groups);
  out.End();
  out.End();
  return out.Take();
}

}  // namespace check::slo
