#include "libcheck/mimir/rule_group.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"
#include "libcheck/rules/schema.h"
#include "libcheck/yaml/merge_keys.h"
#include "libcheck/yaml/parse.h"
#include "libcheck/yaml/resolve.h"
#include "libcheck/yaml/write.h"

namespace check::mimir {
namespace {

constexpr auto kDialect = yaml::Dialect::kGoYamlV3;
constexpr std::string_view kDurations[] = {"interval", "for", "keep_firing_for", "query_offset",
                                           "evaluation_delay"};

bool IsDuration(std::string_view key) {
  return std::ranges::find(kDurations, key) != std::end(kDurations);
}

// In one line, for lists.
std::string FlowText(const yaml::Node& node, Arena& arena) {
  if (node.IsScalar()) return std::string(node.scalar());
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  for (const yaml::Node& item : node.items()) add(FlowText(item, arena));
  for (const yaml::Entry& entry : yaml::MergedEntries(node, kDialect, arena)) {
    add(fmt::format("{}: {}", entry.key.scalar(), FlowText(entry.value, arena)));
  }
  return node.IsSequence() ? "[" + text + "]" : "{" + text + "}";
}

// What a field says in its one form; empty if it could as well be left out.
std::string ScalarText(std::string_view key, const yaml::Node& value) {
  const std::string_view text = value.scalar();
  if (value.IsNull()) return {};
  if (IsDuration(key)) {
    const auto duration = ParsePrometheusDuration(text);
    if (!duration) return std::string(text);
    return *duration == Duration::zero() ? "" : FormatPrometheusDuration(*duration);
  }
  if (key == "expr") return std::string(TrimSpace(text));
  if ((key == "limit" && text == "0") || text == "false") return {};
  return std::string(text);
}

void Add(const yaml::Entry& entry, Arena& arena, Fields& fields) {
  const std::string key(entry.key.scalar());
  if (entry.value.IsScalar()) {
    std::string text = ScalarText(key, entry.value);
    if (!text.empty()) fields[key] = std::move(text);
  } else if (entry.value.IsSequence()) {
    if (!entry.value.items().empty()) fields[key] = FlowText(entry.value, arena);
  } else {
    for (const yaml::Entry& inner : yaml::MergedEntries(entry.value, kDialect, arena)) {
      fields[fmt::format("{}.{}", key, inner.key.scalar())] = FlowText(inner.value, arena);
    }
  }
}

Rule ReadRule(const yaml::Node& node, Arena& arena) {
  Rule rule;
  for (const yaml::Entry& entry : yaml::MergedEntries(node, kDialect, arena)) {
    const std::string_view key = entry.key.scalar();
    const bool is_name = (key == "alert" || key == "record") && !entry.value.scalar().empty();
    if (is_name) {
      rule.title = fmt::format("{} `{}`", key, entry.value.scalar());
    } else {
      Add(entry, arena, rule.fields);
    }
  }
  return rule;
}

// Go's YAML takes no text for a number or a truth value.
void WriteScalar(std::string_view key, const yaml::Node& node, yaml::Writer& out) {
  const std::string_view text = node.scalar();
  const bool is_plain = node.style == yaml::Style::kPlain;
  if (node.IsNull()) return out.Null();
  if (key == "limit") {
    if (const auto number = yaml::IntegerV3(text); is_plain && number) return out.Integer(*number);
  }
  if (is_plain && (text == "true" || text == "false")) return out.Bool(text == "true");
  out.String(text);
}

void Write(std::string_view key, const yaml::Node& node, Arena& arena, yaml::Writer& out) {
  if (node.IsScalar()) return WriteScalar(key, node, out);
  if (node.IsSequence()) {
    out.BeginSequence();
    for (const yaml::Node& item : node.items()) Write({}, item, arena, out);
    return out.End();
  }
  out.BeginMapping();
  // Values of labels and annotations are texts whatever they look like.
  const bool is_texts = key == "labels" || key == "annotations";
  for (const yaml::Entry& entry : yaml::MergedEntries(node, kDialect, arena)) {
    out.Key(entry.key.scalar());
    if (is_texts && entry.value.IsScalar()) {
      out.String(entry.value.scalar());
    } else {
      Write(entry.key.scalar(), entry.value, arena, out);
    }
  }
  out.End();
}

RuleGroup ReadGroup(std::string_view name_space, const yaml::Node& node, Arena& arena) {
  RuleGroup group = {.name_space = std::string(name_space)};
  yaml::Writer out;
  out.BeginMapping();
  for (const yaml::Entry& entry : yaml::MergedEntries(node, kDialect, arena)) {
    const std::string_view key = entry.key.scalar();
    if (schema::FindField(rules::kMimirRuleGroup, key) == nullptr) continue;
    out.Key(key);
    Write(key, entry.value, arena, out);
    if (key == "name") {
      group.name = entry.value.scalar();
    } else if (key == "rules") {
      for (const yaml::Node& rule : entry.value.items()) {
        group.rules.push_back(ReadRule(rule, arena));
      }
    } else {
      Add(entry, arena, group.fields);
    }
  }
  out.End();
  group.yaml = out.Take();
  return group;
}

// What the document says that has the group.
std::string_view NamespaceOf(const yaml::Node& group, const yaml::Stream& stream) {
  for (const yaml::Document& document : stream.documents) {
    if (document.root == nullptr || document.root->span.end < group.span.end) continue;
    const yaml::Node* name = document.root->Find("namespace");
    return name == nullptr ? "" : name->scalar();
  }
  return {};
}

std::string BaseName(std::string_view path) {
  path.remove_prefix(path.find_last_of('/') + 1);
  return std::string(path.substr(0, path.find_last_of('.')));
}

}  // namespace

Result<std::vector<RuleGroup>> ReadRuleFile(const SourceFile& file, std::string_view name_space,
                                            const rules::LoadOptions& options) {
  Arena arena;
  Diagnostics diagnostics;
  const rules::LoadedFile loaded = rules::Load(file, options, arena, diagnostics);
  if (diagnostics.HasErrors()) {
    return Error{
        fmt::format("`{}` has errors: run `pronoia check rules` to see them", file.name())};
  }
  Diagnostics known;
  const yaml::Stream stream = yaml::Parse(file, arena, known);
  std::vector<RuleGroup> groups;
  std::set<std::pair<std::string, std::string>> names;
  for (const rules::RuleSet& set : loaded.sets) {
    const bool has_own = name_space.empty() && set.wrapper == rules::Wrapper::kMimirNamespace;
    for (const rules::Group& group : set.groups) {
      std::string own(has_own ? NamespaceOf(*group.node, stream) : name_space);
      if (own.empty()) own = BaseName(file.name());
      RuleGroup& read = groups.emplace_back(ReadGroup(own, *group.node, arena));
      read.file = file.name();
      if (names.emplace(read.name_space, read.name).second) continue;
      return Error{fmt::format("`{}` has a duplicate group `{}` in the namespace `{}`", file.name(),
                               read.name, read.name_space)};
    }
  }
  return groups;
}

Result<std::vector<RuleGroup>> ReadRuleGroups(std::string_view text) {
  Arena arena;
  Diagnostics diagnostics;
  const SourceBuffer file("answer", std::string(text));
  const yaml::Stream stream = yaml::Parse(file, arena, diagnostics);
  if (diagnostics.HasErrors()) return Error{"it is not valid YAML"};
  std::vector<RuleGroup> groups;
  const yaml::Node* root = stream.documents.empty() ? nullptr : stream.documents[0].root;
  if (root == nullptr || root->IsNull()) return groups;
  if (!root->IsMapping()) return Error{"expected namespaces with their groups"};
  for (const yaml::Entry& entry : root->entries()) {
    if (!entry.value.IsSequence()) return Error{"expected a list of groups in each namespace"};
    for (const yaml::Node& group : entry.value.items()) {
      groups.push_back(ReadGroup(entry.key.scalar(), group, arena));
      if (groups.back().name.empty()) return Error{"it has a group without a name"};
    }
  }
  return groups;
}

}  // namespace check::mimir
