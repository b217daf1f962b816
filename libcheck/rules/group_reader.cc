#include "libcheck/rules/group_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/rules/codes.h"
#include "libcheck/rules/helm.h"
#include "libcheck/schema/codes.h"
#include "libcheck/template/parse.h"
#include "libcheck/yaml/resolve.h"

namespace check::rules {
namespace {

// A field of a rule as written.
struct Given {
  const yaml::Node* key = nullptr;
  const yaml::Node* value = nullptr;
};

// What a rule says, before it is checked.
struct DraftRule {
  Rule rule;
  Given record, alert, expr, hold, keep_firing_for, annotations;
  std::string_view expr_text;
  // Whether a name or an expression was given, but as something that is no text, which has been
  // reported.
  bool has_misread_name = false;
  bool has_misread_expr = false;
  std::span<KeyValue> labels;
  std::span<KeyValue> annotation_values;
};

// The text of `node` as a file of its own.
const SourceFile* Embed(const SourceFile& file, std::string_view text, const yaml::Node& node,
                        Arena& arena) {
  if (text == node.scalar()) return yaml::Embed(file, node, arena);
  // It was base64: there is no telling which byte comes from where.
  const auto map = [](const SourceFile& inner, const void* context) -> std::vector<Segment> {
    const auto size = static_cast<std::uint32_t>(inner.text().size());
    return {{{0, size}, static_cast<const yaml::Node*>(context)->span}};
  };
  return arena.New<SourceFile>(file, text, SourceFile::MapFn(map), static_cast<const void*>(&node));
}

class GroupReader {
 public:
  GroupReader(const DecodeContext& context, const LoadOptions& options, Arena& arena,
              Diagnostics& diagnostics, UpstreamLog& log)
      : context_(context),
        options_(options),
        arena_(arena),
        diagnostics_(diagnostics),
        log_(log),
        decoder_(context, arena, diagnostics, log) {}

  Group Read(const GroupEntry& entry) {
    std::vector<DraftRule> drafts;
    Decode(*entry.node, drafts);
    CheckGroup(entry);
    std::vector<Rule> rules;
    rules.reserve(drafts.size());
    for (DraftRule& draft : drafts) {
      ++rule_number_;
      CheckRule(draft);
      rules.push_back(draft.rule);
    }
    group_.rules = arena_.Copy(rules);
    return group_;
  }

 private:
  void Decode(const yaml::Node& node, std::vector<DraftRule>& drafts);
  void DecodeRule(const yaml::Node& node, DraftRule& draft);
  void CheckResourceValues(std::span<const KeyValue> values, std::string_view what);

  void CheckGroup(const GroupEntry& entry);
  void CheckRule(DraftRule& draft);
  void CheckName(const DraftRule& draft);
  void CheckExpr(DraftRule& draft);
  void CheckRecordingRule(const DraftRule& draft);
  void CheckLabels(std::span<const KeyValue> labels, bool of_rule);
  void CheckAnnotations(std::span<const KeyValue> annotations);
  void ParseTemplates(std::span<KeyValue> values, std::string_view what);

  Diagnostic& Report(const CodeInfo& info, const yaml::Node& node, std::string message) {
    return diagnostics_.Report(info, decoder_.Where(node), std::move(message));
  }
  /// Logs `error` as upstream prints an error of the current rule, and attaches it to `report`.
  void Log(Diagnostic* report, const std::string& position, std::string_view error);
  void LogRule(Diagnostic* report, const yaml::Node* node, std::string_view error) {
    Log(report, decoder_.Position(node) + ": ", error);
  }

  const DecodeContext& context_;
  const LoadOptions& options_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  UpstreamLog& log_;
  Decoder decoder_;
  Group group_;
  bool has_misread_name_ = false;  // As in a rule.
  std::size_t rule_number_ = 0;    // From 1.
  std::string_view rule_name_;     // As upstream has it: the alert's, if there is one.
};

void GroupReader::Decode(const yaml::Node& node, std::vector<DraftRule>& drafts) {
  group_.node = &node;
  decoder_.Struct(
      node, context_.wrapper == Wrapper::kAlertingRule ? kAlertingGroupSection : kGroupSection,
      [&](const Field& field, const yaml::Node&, const yaml::Node& value) {
        if (field.name == "name") {
          group_.name_node = decoder_.IsNull(value) ? nullptr : &value;
          const std::optional<std::string_view> name = decoder_.Text(value, field.name);
          has_misread_name_ = !name && !decoder_.IsNull(value);
          group_.name = name.value_or("");
        } else if (field.name == "interval") {
          group_.interval = decoder_.ReadDuration(value, field.name).value_or(Duration::zero());
        } else if (field.name == "query_offset") {
          group_.query_offset = decoder_.ReadDuration(value, field.name);
        } else if (field.name == "limit") {
          group_.limit = decoder_.WholeNumber(value, field.name).value_or(0);
        } else if (field.name == "labels") {
          group_.labels = decoder_.Labels(value, field.name);
        } else if (field.name == "rules") {
          constexpr GoType kRules = {"[]rulefmt.Rule", "[]rulefmt.RuleNode"};
          if (value.IsSequence()) drafts.reserve(value.items().size());
          decoder_.List(value, "`rules`", kRules,
                        [&](const yaml::Node& rule) { DecodeRule(rule, drafts.emplace_back()); });
        } else if (field.type == FieldType::kDuration) {
          decoder_.ReadDuration(value, field.name);
        }
      });
}

void GroupReader::DecodeRule(const yaml::Node& node, DraftRule& draft) {
  Rule& rule = draft.rule;
  rule.node = &node;
  decoder_.Struct(node,
                  context_.wrapper == Wrapper::kAlertingRule ? kAlertingRuleSection : kRuleSection,
                  [&](const Field& field, const yaml::Node& key, const yaml::Node& value) {
                    const Given given = {&key, &value};
                    const auto text = [&](bool& is_misread) {
                      const auto read = decoder_.Text(value, field.name, Decoder::Seen::kStrictly);
                      is_misread = is_misread || (!read && !decoder_.IsNull(value));
                      return read.value_or("");
                    };
                    const auto duration = [&] {
                      return decoder_.ReadDuration(value, field.name).value_or(Duration::zero());
                    };
                    if (field.name == "record") {
                      draft.record = given;
                      rule.record = text(draft.has_misread_name);
                    } else if (field.name == "alert") {
                      draft.alert = given;
                      rule.alert = text(draft.has_misread_name);
                    } else if (field.name == "expr") {
                      draft.expr = given;
                      draft.expr_text = text(draft.has_misread_expr);
                    } else if (field.name == "for") {
                      draft.hold = given;
                      rule.hold = duration();
                    } else if (field.name == "keep_firing_for") {
                      draft.keep_firing_for = given;
                      rule.keep_firing_for = duration();
                    } else if (field.name == "labels") {
                      draft.labels = decoder_.Labels(value, field.name);
                    } else if (field.name == "annotations") {
                      draft.annotations = given;
                      draft.annotation_values = decoder_.Labels(value, field.name);
                    }
                  });
  const Given& name = rule.is_alert() ? draft.alert : draft.record;
  rule.name_node = rule.name().empty() ? nullptr : name.value;
  rule.expr_node = draft.expr_text.empty() ? nullptr : draft.expr.value;
  rule.for_node = draft.hold.value;
}

void GroupReader::Log(Diagnostic* report, const std::string& position, std::string_view error) {
  std::string line = fmt::format("{}group {}, rule {}, {}: {}", position, GoQuote(group_.name),
                                 rule_number_, GoQuote(rule_name_), error);
  if (report != nullptr) report->upstream = line;
  log_.validation.push_back(std::move(line));
}

void GroupReader::CheckGroup(const GroupEntry& entry) {
  const yaml::Node& node = *entry.node;
  if (!node.IsMapping()) return;
  const std::string position = decoder_.Position(decoder_.position_node());
  const auto report = [&](const CodeInfo& info, const yaml::Node& at, std::string message,
                          std::string upstream) -> Diagnostic& {
    log_.validation.push_back(upstream);
    Diagnostic& made = Report(info, at, std::move(message));
    made.upstream = std::move(upstream);
    return made;
  };
  if (group_.name.empty() && !has_misread_name_) {
    const yaml::Node& at = group_.name_node != nullptr ? *group_.name_node
                           : node.entries().empty()    ? node
                                                       : node.entries()[0].key;
    report(schema::kMissingField, at, "the group has no name",
           position + ": Groupname must not be empty");
  }
  if (entry.same_name != nullptr) {
    const std::string upstream =
        fmt::format("{}: groupname: \"{}\" is repeated in the same file", position, group_.name);
    if (group_.name.empty()) {
      log_.validation.push_back(upstream);
    } else {
      report(schema::kDuplicateValue, group_.name_node != nullptr ? *group_.name_node : node,
             fmt::format("another group of this file is called `{}` too", group_.name), upstream)
          .labels.push_back({decoder_.Where(*entry.same_name), "the other one"});
    }
  }
  CheckLabels(group_.labels, false);
}

void GroupReader::CheckRule(DraftRule& draft) {
  Rule& rule = draft.rule;
  rule_name_ = rule.name();
  if (rule.node->IsMapping()) {
    CheckName(draft);
    CheckExpr(draft);
    CheckRecordingRule(draft);
    CheckLabels(draft.labels, true);
    CheckAnnotations(draft.annotation_values);
    if (rule.is_alert()) {
      ParseTemplates(draft.labels, "label");
      ParseTemplates(draft.annotation_values, "annotation");
    }
  }
  rule.labels = draft.labels;
  rule.annotations = draft.annotation_values;
}

void GroupReader::CheckName(const DraftRule& draft) {
  const Rule& rule = draft.rule;
  if (rule.record.empty() != rule.alert.empty() || draft.has_misread_name) return;
  const std::string positions = fmt::format("{}: {}: ", decoder_.Position(draft.record.value),
                                            decoder_.Position(draft.alert.value));
  if (!rule.record.empty()) {
    Diagnostic& report = Report(schema::kExclusiveFields, *draft.alert.key,
                                "a rule has either `record` or `alert`, not both");
    report.labels.push_back({decoder_.Where(*draft.record.key), "it records here"});
    Log(&report, positions, "only one of 'record' and 'alert' must be set");
    return;
  }
  const Given& empty = draft.alert.key != nullptr ? draft.alert : draft.record;
  const std::span<const yaml::Entry> entries = rule.node->entries();
  const yaml::Node& at = empty.key != nullptr ? *empty.key
                         : entries.empty()    ? *rule.node
                                              : entries[0].key;
  Diagnostic& report =
      Report(schema::kMissingField, at,
             empty.key != nullptr ? fmt::format("`{}` is empty", empty.key->scalar())
                                  : "the rule has neither `record` nor `alert`");
  Log(&report, positions, "one of 'record' or 'alert' must be set");
}

void GroupReader::CheckExpr(DraftRule& draft) {
  Rule& rule = draft.rule;
  if (draft.has_misread_expr) return;
  if (draft.expr_text.empty()) {
    const std::span<const yaml::Entry> entries = rule.node->entries();
    const yaml::Node& at = draft.expr.key != nullptr   ? *draft.expr.key
                           : rule.name_node != nullptr ? *rule.name_node
                           : entries.empty()           ? *rule.node
                                                       : entries[0].key;
    Diagnostic& report =
        Report(schema::kMissingField, at,
               draft.expr.key != nullptr ? "`expr` is empty" : "the rule has no `expr`");
    LogRule(&report, draft.expr.value, "field 'expr' must be set in rule");
    return;
  }
  rule.expr_source = Embed(context_.file, draft.expr_text, *draft.expr.value, arena_);
  const std::size_t before = diagnostics_.found().size();
  rule.expr = promql::ParseExpr(*rule.expr_source, options_.promql, arena_, diagnostics_);
  if (rule.expr != nullptr) return;

  // Upstream prints the first fault alone.
  std::vector<Diagnostic>& found = diagnostics_.found();
  const auto first = std::find_if(found.begin() + static_cast<std::ptrdiff_t>(before), found.end(),
                                  [](const Diagnostic& d) { return !d.upstream.empty(); });
  if (first != found.end()) {
    LogRule(&*first, draft.expr.value,
            fmt::format("could not parse expression: {}", first->upstream.str()));
    for (auto other = first + 1; other != found.end(); ++other) other->upstream.clear();
  }
  if (FindHelmAction(draft.expr_text)) {
    Report(kHelmTemplate, *draft.expr.value, std::string(kHelmMessage));
  }
}

void GroupReader::CheckRecordingRule(const DraftRule& draft) {
  const Rule& rule = draft.rule;
  if (rule.record.empty()) return;
  const auto refuse = [&](const Given& given) {
    const std::string_view field = given.key->scalar();
    Diagnostic& report = Report(schema::kDependentField, *given.key,
                                fmt::format("a recording rule cannot have `{}`", field));
    report.notes.push_back("it belongs to alerts");
    LogRule(&report, draft.record.value,
            fmt::format("invalid field '{}' in recording rule", field));
  };
  if (!draft.annotation_values.empty()) refuse(draft.annotations);
  if (rule.hold != Duration::zero()) refuse(draft.hold);
  if (rule.keep_firing_for != Duration::zero()) refuse(draft.keep_firing_for);

  if (!model::IsValidMetricName(rule.record, options_.names)) {
    Diagnostic& report = Report(kRuleBadRecordName, *draft.record.value,
                                fmt::format("`{}` is not a valid metric name", rule.record));
    LogRule(&report, draft.record.value,
            fmt::format("invalid recording rule name: {}", rule.record));
  }
  if (rule.record.find_first_of("{}") != std::string_view::npos) {
    Diagnostic& report =
        Report(kRuleBadRecordName, *draft.record.value, "a metric name cannot have braces");
    report.notes.push_back("put labels under `labels`, or the selector into `expr`");
    LogRule(&report, draft.record.value,
            fmt::format("braces present in the recording rule name; should it be in expr?: {}",
                        rule.record));
  }
}

void GroupReader::CheckLabels(std::span<const KeyValue> labels, bool of_rule) {
  const auto log = [&](Diagnostic& report, std::string error) {
    if (of_rule) {
      Log(&report, "", error);
    } else {
      report.upstream = error;
      log_.validation.push_back(std::move(error));
    }
  };
  for (const KeyValue& label : labels) {
    if (!model::IsValidLabelName(label.key, options_.names) || label.key == model::kMetricName) {
      Diagnostic& report =
          Report(kRuleBadLabelName, *label.key_node,
                 label.key.empty() ? "the name of a label cannot be empty"
                                   : fmt::format("`{}` cannot be the name of a label", label.key));
      log(report, fmt::format("invalid label name: {}", label.key));
    }
    if (!IsValidUtf8(label.value)) {
      Diagnostic& report = Report(kRuleBadLabelValue, *label.value_node,
                                  fmt::format("the value of `{}` is not valid UTF-8", label.key));
      log(report, fmt::format("invalid label value: {}", label.value));
    }
  }
  CheckResourceValues(labels, "label");
}

void GroupReader::CheckAnnotations(std::span<const KeyValue> annotations) {
  for (const KeyValue& annotation : annotations) {
    if (model::IsValidLabelName(annotation.key, options_.names)) continue;
    Diagnostic& report =
        Report(kRuleBadAnnotationName, *annotation.key_node,
               annotation.key.empty()
                   ? "the name of an annotation cannot be empty"
                   : fmt::format("`{}` cannot be the name of an annotation", annotation.key));
    Log(&report, "", fmt::format("invalid annotation name: {}", annotation.key));
  }
  CheckResourceValues(annotations, "annotation");
}

// The schema of a PrometheusRule wants strings, and manifests are read with yaml.v2.
void GroupReader::CheckResourceValues(std::span<const KeyValue> values, std::string_view what) {
  const Wrapper wrapper = context_.wrapper;
  if (wrapper != Wrapper::kPrometheusRule && wrapper != Wrapper::kAlertingRule &&
      wrapper != Wrapper::kVmRule) {
    return;
  }
  for (const KeyValue& value : values) {
    const yaml::Node& node = *value.value_node;
    if (node.tag != yaml::Tag::kNone || node.style != yaml::Style::kPlain) continue;
    const yaml::ScalarType type = yaml::ResolveV3(node.scalar());
    const bool is_number = type == yaml::ScalarType::kInt || type == yaml::ScalarType::kFloat;
    const bool is_bool = yaml::IsBoolV2(node.scalar());
    if (!is_number && !is_bool) continue;
    Report(kResourceValueType, node,
           fmt::format("the {} `{}` must be text, but Kubernetes reads `{}` as a {}", what,
                       value.key, node.scalar(), is_bool ? "boolean" : "number"))
        .notes.push_back("put it in quotes");
  }
}

void GroupReader::ParseTemplates(std::span<KeyValue> values, std::string_view what) {
  std::string_view upstream_name;
  for (KeyValue& value : values) {
    if (!gotemplate::IsWorthParsing(value.value)) continue;
    if (upstream_name.empty()) {
      upstream_name = arena_.Copy(std::string_view(fmt::format("__alert_{}", rule_name_)));
    }
    value.source = Embed(context_.file, value.value, *value.value_node, arena_);
    const std::size_t before = diagnostics_.found().size();
    value.tree = gotemplate::ParseTemplate(*value.source, gotemplate::PrometheusEnvironment(),
                                           upstream_name, arena_, diagnostics_);
    if (value.tree != nullptr) continue;
    std::vector<Diagnostic>& found = diagnostics_.found();
    const auto first =
        std::find_if(found.begin() + static_cast<std::ptrdiff_t>(before), found.end(),
                     [](const Diagnostic& d) { return !d.upstream.empty(); });
    if (first == found.end()) continue;
    Log(&*first, "", fmt::format("{} {}: {}", what, GoQuote(value.key), first->upstream.str()));
  }
}

}  // namespace

Group ReadGroup(const GroupEntry& entry, const DecodeContext& context, const LoadOptions& options,
                Arena& arena, Diagnostics& diagnostics, UpstreamLog& log) {
  return GroupReader(context, options, arena, diagnostics, log).Read(entry);
}

}  // namespace check::rules
