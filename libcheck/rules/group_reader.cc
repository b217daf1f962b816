#include "libcheck/rules/group_reader.h"

#include <fmt/format.h>

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/base/inline_vector.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/rules/codes.h"
#include "libcheck/rules/helm.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/explained.h"
#include "libcheck/template/parse.h"
#include "libcheck/yaml/merge_keys.h"
#include "libcheck/yaml/scalar.h"

namespace check::rules {
namespace {

using yaml::Entry;
using yaml::Node;

constexpr auto kDialect = yaml::Dialect::kGoYamlV3;

// A rule that is being read.
struct DraftRule {
  Rule rule;
  // What was given, be it null.
  const Entry* record = nullptr;
  const Entry* alert = nullptr;
  const Entry* expr = nullptr;
  const Entry* hold = nullptr;
  const Entry* keep_firing_for = nullptr;
  const Entry* labels_entry = nullptr;
  const Entry* annotations = nullptr;
  std::string_view expr_text;
  std::span<KeyValue> labels;
  std::span<KeyValue> annotation_values;
};

constexpr std::pair<std::string_view, const Entry * DraftRule::*> kRuleFields[] = {
    {"record", &DraftRule::record},
    {"alert", &DraftRule::alert},
    {"expr", &DraftRule::expr},
    {"for", &DraftRule::hold},
    {"keep_firing_for", &DraftRule::keep_firing_for},
    {"labels", &DraftRule::labels_entry},
    {"annotations", &DraftRule::annotations},
};

const Node* ValueOf(const Entry* entry) { return entry == nullptr ? nullptr : &entry->value; }

// The first key of a mapping, to stand for all of it.
const Node& Beginning(const Node& mapping) {
  return mapping.entries().empty() ? mapping : mapping.entries()[0].key;
}

// The text of `node` as a file of its own.
const SourceFile* Embed(const SourceFile& file, std::string_view text, const Node& node,
                        Arena& arena) {
  if (text == node.scalar()) return yaml::Embed(file, node, arena);
  // It was base64: there is no telling which byte comes from where.
  const auto map = [](const SourceFile& inner, const void* context) -> std::vector<Segment> {
    const auto size = static_cast<std::uint32_t>(inner.text().size());
    return {{{0, size}, static_cast<const Node*>(context)->span}};
  };
  return arena.New<SourceFile>(file, text, SourceFile::MapFn(map), static_cast<const void*>(&node));
}

class GroupReader {
 public:
  GroupReader(const GroupEntry& entry, const GroupContext& context, const LoadOptions& options,
              Arena& arena, Diagnostics& diagnostics, UpstreamLog& log)
      : entry_(entry),
        context_(context),
        options_(options),
        arena_(arena),
        diagnostics_(diagnostics),
        log_(log),
        input_{context.file, context.stream, arena},
        values_(*entry.node, input_, kDialect) {}

  Group Read() {
    const std::size_t first = diagnostics_.found().size();
    schema::Validate(*entry_.node, context_.table, input_, context_.options, diagnostics_);
    FinishDecoding(context_.file, std::span(diagnostics_.found()).subspan(first), log_);
    ReadFields();
    if (entry_.node->IsMapping()) CheckGroup();
    ReadRules(values_.Items("rules"));
    if (diagnostics_.found().size() != first) {
      schema::DropExplained(*entry_.node, context_.file, first, diagnostics_);
    }
    return group_;
  }

 private:
  void ReadFields();
  void ReadRules(std::span<const Node> items);
  void ReadRule(const Node& node, DraftRule& draft);
  /// A mapping from text to text. Later values win over earlier ones, a null is empty text.
  std::span<KeyValue> ReadLabels(const Entry* entry);
  /// Whether something was given that is no text, which has been reported.
  bool IsMisread(const Node& node) const {
    if (node.IsScalar() && node.tag == yaml::Tag::kNone) return false;
    return !node.IsNull() &&
           (!node.IsScalar() || !yaml::Resolve(node, kDialect, arena_).fault.empty());
  }
  bool IsMisread(const Entry* entry) const { return entry != nullptr && IsMisread(entry->value); }
  void CheckResourceValues(std::span<const KeyValue> values, std::string_view what);

  void CheckGroup();
  void CheckRule(DraftRule& draft);
  void CheckName(const DraftRule& draft);
  void CheckExpr(DraftRule& draft);
  void CheckRecordingRule(const DraftRule& draft);
  void CheckLabels(std::span<const KeyValue> labels, bool of_rule);
  void CheckAnnotations(std::span<const KeyValue> annotations);
  void ParseTemplates(std::span<KeyValue> values, std::string_view what);

  Location Where(const Node& node) const { return {&context_.file, node.span}; }
  Diagnostic& Report(const CodeInfo& info, const Node& node, std::string message) {
    return diagnostics_.Report(info, Where(node), std::move(message));
  }
  /// "4:7", or "0:0" for a node that is not there.
  std::string Position(const Node* node) const;
  /// Logs `error` as upstream prints an error of the current rule.
  void Log(const std::string& position, std::string_view error);
  void LogAt(const Entry* entry, std::string_view error) {
    Log(Position(ValueOf(entry)) + ": ", error);
  }
  /// The same for what a parser has reported from `first` on. Upstream prints the first fault
  /// alone.
  void LogFirst(std::size_t first, const std::string& position, std::string_view what);

  const GroupEntry& entry_;
  const GroupContext& context_;
  const LoadOptions& options_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  UpstreamLog& log_;
  const schema::Input input_;
  const schema::Values values_;  // Of the group.
  Group group_;
  std::size_t rule_number_ = 0;  // From 1.
  std::string_view rule_name_;   // As upstream has it: the alert's, if there is one.
};

void GroupReader::ReadFields() {
  group_.node = entry_.node;
  group_.name_node = ValueOf(values_.Find("name"));
  group_.name = values_.Text("name");
  group_.interval = values_.Time("interval");
  if (values_.Has("query_offset")) group_.query_offset = values_.Time("query_offset");
  group_.limit = values_.Integer("limit");
  group_.labels = ReadLabels(values_.Given("labels"));
}

void GroupReader::ReadRules(std::span<const Node> items) {
  std::vector<Rule> rules;
  rules.reserve(items.size());
  for (const Node& item : items) {
    if (item.IsNull()) continue;
    ++rule_number_;
    DraftRule draft;
    ReadRule(item, draft);
    CheckRule(draft);
    rules.push_back(draft.rule);
  }
  group_.rules = arena_.Copy(rules);
}

void GroupReader::ReadRule(const Node& node, DraftRule& draft) {
  for (const Entry& entry : yaml::MergedEntries(node, kDialect, arena_)) {
    for (const auto& [name, slot] : kRuleFields) {
      // A large file asks this some millions of times, so that sizes are compared first.
      if (entry.key.size_ != name.size() || entry.key.scalar() != name) continue;
      if (draft.*slot == nullptr) draft.*slot = &entry;
      break;
    }
  }
  const auto text = [&](const Entry* entry) {
    return entry == nullptr ? std::string_view() : values_.TextOf(entry->value);
  };
  const auto time = [&](const Entry* entry) {
    return entry == nullptr ? Duration::zero() : values_.TimeOf(entry->value);
  };
  draft.expr_text = text(draft.expr);
  draft.labels = ReadLabels(draft.labels_entry);
  draft.annotation_values = ReadLabels(draft.annotations);

  Rule& rule = draft.rule;
  rule.node = &node;
  rule.record = text(draft.record);
  rule.alert = text(draft.alert);
  rule.name_node =
      rule.name().empty() ? nullptr : ValueOf(rule.is_alert() ? draft.alert : draft.record);
  rule.expr_node = draft.expr_text.empty() ? nullptr : ValueOf(draft.expr);
  rule.for_node = ValueOf(draft.hold);
  rule.hold = time(draft.hold);
  rule.keep_firing_for = time(draft.keep_firing_for);
}

std::span<KeyValue> GroupReader::ReadLabels(const Entry* entry) {
  if (entry == nullptr) return {};
  InlineVector<KeyValue, 16> labels;
  bool may_repeat = false;
  for (const Entry& label : yaml::MergedEntries(entry->value, kDialect, arena_)) {
    if (label.key.IsNull() || IsMisread(label.key) || IsMisread(label.value)) continue;
    may_repeat = may_repeat || label.key.is_alias || label.key.tag != yaml::Tag::kNone;
    labels.push_back(
        {values_.TextOf(label.key), values_.TextOf(label.value), &label.key, &label.value});
  }
  // Of keys that are written alike nothing comes, but others can be the same.
  if (may_repeat) {
    std::unordered_map<std::string_view, std::size_t> known;
    std::size_t count = 0;
    for (const KeyValue& label : labels) {
      const auto [at, is_new] = known.try_emplace(label.key, count);
      labels[at->second] = label;
      if (is_new) ++count;
    }
    labels.truncate(count);
  }
  return arena_.Copy(labels.from(0));
}

std::string GroupReader::Position(const Node* node) const {
  if (node == nullptr) return "0:0";
  const LineColumn at = yaml::UpstreamPosition(context_.file, context_.stream, node->span.begin);
  return fmt::format("{}:{}", at.line, at.column);
}

void GroupReader::Log(const std::string& position, std::string_view error) {
  log_.validation.push_back(fmt::format("{}group {}, rule {}, {}: {}", position,
                                        GoQuote(group_.name), rule_number_, GoQuote(rule_name_),
                                        error));
}

void GroupReader::LogFirst(std::size_t first, const std::string& position, std::string_view what) {
  for (std::size_t i = first; i < diagnostics_.found().size(); ++i) {
    const UpstreamText& upstream = diagnostics_.found()[i].upstream;
    if (upstream.empty()) continue;
    Log(position, fmt::format("{}: {}", what, upstream.str()));
    return;
  }
}

void GroupReader::CheckGroup() {
  // Prometheus: the group's own node is where a field of that name would be read into.
  const auto log = [&](std::string_view error) {
    log_.validation.push_back(
        fmt::format("{}: {}", Position(ValueOf(values_.Given("node"))), error));
  };
  if (group_.name.empty() && !IsMisread(values_.Given("name"))) {
    Report(schema::kMissingField,
           group_.name_node != nullptr ? *group_.name_node : Beginning(*entry_.node),
           "missing `name` of the group");
    log("Groupname must not be empty");
  }
  if (entry_.same_name != nullptr) {
    log(fmt::format("groupname: \"{}\" is repeated in the same file", group_.name));
    if (!group_.name.empty()) {
      Report(schema::kDuplicateValue, *group_.name_node,
             fmt::format("duplicate group name `{}`", group_.name))
          .labels.push_back({Where(*entry_.same_name), "first defined here"});
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
  if (rule.record.empty() != rule.alert.empty()) return;
  if (IsMisread(draft.record) || IsMisread(draft.alert)) return;
  const std::string positions =
      fmt::format("{}: {}: ", Position(ValueOf(draft.record)), Position(ValueOf(draft.alert)));
  if (!rule.record.empty()) {
    Report(schema::kExclusiveFields, draft.alert->key,
           "a rule cannot have both `record` and `alert`")
        .labels.push_back({Where(draft.record->key), "it records here"});
    Log(positions, "only one of 'record' and 'alert' must be set");
    return;
  }
  const Entry* empty = draft.alert != nullptr ? draft.alert : draft.record;
  Report(schema::kMissingField, empty != nullptr ? empty->key : Beginning(*rule.node),
         empty != nullptr ? fmt::format("`{}` is empty", empty->key.scalar())
                          : "missing `record` or `alert`");
  Log(positions, "one of 'record' or 'alert' must be set");
}

void GroupReader::CheckExpr(DraftRule& draft) {
  Rule& rule = draft.rule;
  if (IsMisread(draft.expr)) return;
  if (draft.expr_text.empty()) {
    const Node& at = draft.expr != nullptr       ? draft.expr->key
                     : rule.name_node != nullptr ? *rule.name_node
                                                 : Beginning(*rule.node);
    Report(schema::kMissingField, at, draft.expr != nullptr ? "`expr` is empty" : "missing `expr`");
    LogAt(draft.expr, "field 'expr' must be set in rule");
    return;
  }
  rule.expr_source = Embed(context_.file, draft.expr_text, draft.expr->value, arena_);
  const std::size_t before = diagnostics_.found().size();
  rule.expr = promql::ParseExpr(*rule.expr_source, options_.promql, arena_, diagnostics_);
  if (rule.expr != nullptr) return;
  LogFirst(before, Position(&draft.expr->value) + ": ", "could not parse expression");
  if (FindHelmAction(draft.expr_text)) {
    Report(kHelmTemplate, draft.expr->value, std::string(kHelmMessage));
  }
}

void GroupReader::CheckRecordingRule(const DraftRule& draft) {
  const Rule& rule = draft.rule;
  if (rule.record.empty()) return;
  const auto refuse = [&](const Entry* given) {
    const std::string_view field = given->key.scalar();
    Report(schema::kDependentField, given->key,
           fmt::format("a recording rule cannot have `{}`", field))
        .notes.push_back("only alerting rules have it");
    LogAt(draft.record, fmt::format("invalid field '{}' in recording rule", field));
  };
  if (!draft.annotation_values.empty()) refuse(draft.annotations);
  if (rule.hold != Duration::zero()) refuse(draft.hold);
  if (rule.keep_firing_for != Duration::zero()) refuse(draft.keep_firing_for);

  if (!model::IsValidMetricName(rule.record, options_.names)) {
    Report(kRuleBadRecordName, draft.record->value,
           fmt::format("`{}` is not a valid metric name", rule.record));
    LogAt(draft.record, fmt::format("invalid recording rule name: {}", rule.record));
  }
  if (rule.record.find_first_of("{}") != std::string_view::npos) {
    Report(kRuleBadRecordName, draft.record->value, "a metric name cannot have braces")
        .notes.push_back("put labels under `labels`, or the selector into `expr`");
    LogAt(draft.record,
          fmt::format("braces present in the recording rule name; should it be in expr?: {}",
                      rule.record));
  }
}

void GroupReader::CheckLabels(std::span<const KeyValue> labels, bool of_rule) {
  const auto log = [&](std::string error) {
    of_rule ? Log("", error) : log_.validation.push_back(std::move(error));
  };
  for (const KeyValue& label : labels) {
    if (!model::IsValidLabelName(label.key, options_.names) || label.key == model::kMetricName) {
      Report(kRuleBadLabelName, *label.key_node,
             label.key.empty() ? "empty label name"
                               : fmt::format("invalid label name `{}`", label.key));
      log(fmt::format("invalid label name: {}", label.key));
    }
    if (!IsValidUtf8(label.value)) {
      Report(kRuleBadLabelValue, *label.value_node,
             fmt::format("the value of `{}` is not valid UTF-8", label.key));
      log(fmt::format("invalid label value: {}", label.value));
    }
  }
  CheckResourceValues(labels, "label");
}

void GroupReader::CheckAnnotations(std::span<const KeyValue> annotations) {
  for (const KeyValue& annotation : annotations) {
    if (model::IsValidLabelName(annotation.key, options_.names)) continue;
    Report(kRuleBadAnnotationName, *annotation.key_node,
           annotation.key.empty() ? "empty annotation name"
                                  : fmt::format("invalid annotation name `{}`", annotation.key));
    Log("", fmt::format("invalid annotation name: {}", annotation.key));
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
    const Node& node = *value.value_node;
    if (node.tag != yaml::Tag::kNone || node.style != yaml::Style::kPlain) continue;
    const yaml::ScalarType type = yaml::ResolveV3(node.scalar());
    const bool is_number = type == yaml::ScalarType::kInt || type == yaml::ScalarType::kFloat;
    const bool is_bool = yaml::IsBoolV2(node.scalar());
    if (!is_number && !is_bool) continue;
    Report(kResourceValueType, node,
           fmt::format("the {} `{}` must be a string, but Kubernetes reads `{}` as a {}", what,
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
    LogFirst(before, "", fmt::format("{} {}", what, GoQuote(value.key)));
  }
}

}  // namespace

void FinishDecoding(const SourceFile& file, std::span<Diagnostic> faults, UpstreamLog& log) {
  for (Diagnostic& fault : faults) {
    const UpstreamText& again =
        fault.upstream_again.is_given() ? fault.upstream_again : fault.upstream;
    if (!fault.upstream.empty()) log.strict.push_back(fault.upstream.str());
    if (!fault.upstream.empty() && !again.empty()) log.positions.push_back(again.str());

    const std::string_view source = file.text(fault.where.span);
    if (fault.info != &schema::kWrongType || !source.starts_with("{{")) continue;
    if (!FindHelmAction(source)) continue;
    fault.info = &kHelmTemplate;
    fault.message = kHelmMessage;
    fault.notes.clear();
  }
}

Group ReadGroup(const GroupEntry& entry, const GroupContext& context, const LoadOptions& options,
                Arena& arena, Diagnostics& diagnostics, UpstreamLog& log) {
  return GroupReader(entry, context, options, arena, diagnostics, log).Read();
}

}  // namespace check::rules
