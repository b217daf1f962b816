#include "libcheck/rules/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "libcheck/base/edit_distance.h"
#include "libcheck/base/quote.h"
#include "libcheck/rules/codes.h"
#include "libcheck/rules/helm.h"
#include "libcheck/schema/codes.h"
#include "libcheck/yaml/codes.h"
#include "libcheck/yaml/duplicates.h"
#include "libcheck/yaml/scalar.h"

namespace check::rules {
namespace {

constexpr GoType kString = {"string", "string"};
constexpr GoType kInt = {"int", "int"};
constexpr GoType kStringMap = {"map[string]string", "map[string]string"};

std::string Quoted(std::string_view name) { return fmt::format("`{}`", name); }

// A value as a message shows it: the user's own words if they are few.
std::string Shown(const yaml::Node& node) {
  constexpr std::size_t kMost = 40;
  const std::string_view text = node.scalar();
  if (!node.IsScalar() || node.IsNull() || text.empty() || text.size() > kMost ||
      text.find('\n') != std::string_view::npos) {
    return std::string(yaml::Describe(node));
  }
  return Quoted(text);
}

constexpr auto kDialect = yaml::Dialect::kGoYamlV3;

// What yaml.v3 makes of a collection when nothing particular is wanted.
std::string_view GoTypeOf(const yaml::Node& node, const yaml::Stream& stream) {
  if (node.IsSequence()) return "[]interface {}";
  const bool has_text_keys =
      std::all_of(node.entries().begin(), node.entries().end(), [&](const yaml::Entry& entry) {
        const std::string_view tag = yaml::TagText(entry.key, stream, kDialect);
        return tag == "!!str" || tag == "!!merge";
      });
  return has_text_keys ? "map[string]interface {}" : "map[interface {}]interface {}";
}

}  // namespace

void Decoder::Fail(Seen seen, const std::string& error) {
  log_->strict.Fail(error);
  if (seen == Seen::kByBoth) log_->positions.Fail(error);
}

std::uint32_t Decoder::Line(const yaml::Node& node) const {
  if (!context_.is_upstreams) return 0;
  return yaml::UpstreamPosition(context_.file, context_.stream, node.span.begin).line;
}

std::string Decoder::Position(const yaml::Node* node) const {
  if (!context_.is_upstreams) return {};
  if (node == nullptr) return "0:0";
  const LineColumn at = yaml::UpstreamPosition(context_.file, context_.stream, node->span.begin);
  return fmt::format("{}:{}", at.line, at.column);
}

void Decoder::ReportWrongType(const yaml::Node& node, std::string_view subject,
                              std::string_view wanted, const GoType& go, Seen seen) {
  // A scalar is looked at before it is found to be of no use.
  if (node.IsScalar() && !ScalarText(node, seen)) return;

  const auto line = [&](std::string_view type) {
    return context_.is_upstreams
               ? yaml::CannotUnmarshal(context_.file, context_.stream, node, type, kDialect)
               : std::string();
  };
  log_->strict.Add(line(go.strict));
  if (seen == Seen::kByBoth) log_->positions.Add(line(go.positions));

  const std::string_view source = context_.file.text(node.span);
  const bool is_action = node.IsMapping() && source.starts_with("{{");
  if (is_action && FindHelmAction(source)) {
    diagnostics_.Report(kHelmTemplate, Where(node), std::string(kHelmMessage));
    return;
  }
  Diagnostic& report =
      diagnostics_.Report(schema::kWrongType, Where(node),
                          fmt::format("{} must be {}, not {}", subject, wanted, Shown(node)));
  report.upstream = fmt::format("yaml: unmarshal errors:\n  {}", line(go.strict));
  if (is_action) {
    report.notes.push_back("a value that starts with `{{` has to be in quotes");
  } else if (node.IsMapping() && wanted == "a list" && !node.entries().empty()) {
    report.notes.push_back("each item of a list starts with `- `");
  }
}

std::optional<std::string_view> Decoder::ScalarText(const yaml::Node& node, Seen seen) {
  if (node.tag == yaml::Tag::kNone) return node.scalar();
  yaml::Resolved resolved = yaml::Resolve(node, kDialect, arena_);
  if (resolved.fault.empty()) return resolved.text;
  Fail(seen, resolved.fault);
  const std::string_view tag = context_.stream.TagOf(node);
  diagnostics_
      .Report(schema::kWrongType, Where(node),
              node.tag == yaml::Tag::kBinary ? "a value tagged `!!binary` must be base64"
                                             : fmt::format("{} is no `{}`", Shown(node), tag))
      .upstream = std::move(resolved.fault);
  return std::nullopt;
}

std::optional<std::string_view> Decoder::Text(const yaml::Node& node, std::string_view field,
                                              Seen seen) {
  if (IsNull(node)) return std::nullopt;
  if (node.IsScalar()) return ScalarText(node, seen);
  // Keys given twice are noticed before it is noticed that no mapping is wanted.
  if (node.IsMapping() && HasDuplicateKeys(node, seen)) return std::nullopt;
  ReportWrongType(node, Quoted(field), "text", kString, seen);
  return std::nullopt;
}

std::optional<std::int64_t> Decoder::WholeNumber(const yaml::Node& node, std::string_view field) {
  if (IsNull(node)) return std::nullopt;
  if (node.IsMapping() && HasDuplicateKeys(node, Seen::kByBoth)) return std::nullopt;
  if (node.IsScalar()) {
    if (const auto value = yaml::ToInteger(yaml::Resolve(node, kDialect, arena_))) return value;
  }
  ReportWrongType(node, Quoted(field), "a whole number", kInt);
  return std::nullopt;
}

std::optional<Duration> Decoder::ReadDuration(const yaml::Node& node, std::string_view field) {
  const std::optional<std::string_view> text = Text(node, field);
  if (!text) return std::nullopt;
  const Result<Duration> duration = ParsePrometheusDuration(*text);
  if (duration) return *duration;
  Fail(Seen::kByBoth, duration.error().message);
  Diagnostic& report =
      diagnostics_.Report(schema::kBadValue, Where(node),
                          text->empty() ? fmt::format("`{}` is empty", field)
                                        : fmt::format("{} is no duration", Shown(node)));
  report.notes.push_back("write whole numbers with units, such as `90s`, `5m` or `1h30m`");
  report.upstream = duration.error().message;
  return std::nullopt;
}

std::optional<std::string_view> Decoder::Key(const yaml::Node& key) {
  if (IsNull(key)) return std::nullopt;
  if (key.IsScalar()) return ScalarText(key, Seen::kByBoth);
  if (key.IsMapping() && HasDuplicateKeys(key, Seen::kByBoth)) return std::nullopt;
  ReportWrongType(key, "a key", "text", kString);
  return std::nullopt;
}

bool Decoder::ExpectMapping(const yaml::Node& node, std::string_view subject, const GoType& go) {
  if (node.IsMapping()) return true;
  if (IsNull(node)) return false;
  ReportWrongType(node, subject, "a mapping", go);
  return false;
}

bool Decoder::HasDuplicateKeys(const yaml::Node& node, Seen seen) {
  const auto found = yaml::FindDuplicates(node.entries(), context_.file);
  if (found.empty()) return false;
  const std::span<const yaml::Entry> entries = node.entries();

  // yaml.v3 names every pair of equal keys; what is found is each key with the first of its kind.
  constexpr std::size_t kMostPairs = 10'000;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (std::size_t i = 0; i < found.size() && pairs.size() < kMostPairs; ++i) {
    pairs.push_back(found[i]);
    for (std::size_t j = i + 1; j < found.size() && found[j].first == found[i].first; ++j) {
      pairs.emplace_back(found[i].second, found[j].second);
      if (pairs.size() >= kMostPairs) break;
    }
  }
  std::sort(pairs.begin(), pairs.end());
  const auto line = [&](std::uint32_t first, std::uint32_t later) {
    const yaml::Node& key = entries[later].key;
    std::string_view name = key.scalar();
    if (key.is_alias) name = context_.file.text(key.span).substr(1);
    return fmt::format("line {}: mapping key {} already defined at line {}", Line(key),
                       GoQuote(name), Line(entries[first].key));
  };
  for (const auto& [first, later] : pairs) {
    log_->strict.Add(line(first, later));
    if (seen == Seen::kByBoth) log_->positions.Add(line(first, later));
  }

  for (const auto& [first, later] : found) {
    const yaml::Node& key = entries[later].key;
    Diagnostic& report =
        diagnostics_.Report(yaml::kDuplicateKey, Where(key),
                            key.IsScalar() ? fmt::format("key `{}` is given twice", key.scalar())
                                           : "two keys that are no text");
    report.labels.push_back({Where(entries[first].key), "first given here"});
    report.upstream = fmt::format("yaml: unmarshal errors:\n  {}", line(first, later));
  }
  return true;
}

const Field* Decoder::FindField(std::string_view name, const yaml::Entry& entry,
                                const Section& section) {
  for (const Field& field : section.fields) {
    if (field.name == name &&
        (field.only_in == Wrapper::kNone || field.only_in == context_.wrapper)) {
      return &field;
    }
  }
  if (!context_.ignore_unknown_fields) {
    ReportUnknownField(name, entry, section);
  } else if (name == "node" && section.noun == kGroupSection.noun) {
    position_node_ = &entry.value;
  }
  return nullptr;
}

void Decoder::ReportUnknownField(std::string_view name, const yaml::Entry& entry,
                                 const Section& section) {
  std::string line = fmt::format("line {}: field {} not found in type {}", Line(entry.key), name,
                                 section.go.strict);
  Diagnostic& report = diagnostics_.Report(schema::kUnknownField, Where(entry.key),
                                           fmt::format("{} has no field `{}`", section.noun, name));
  report.upstream = fmt::format("yaml: unmarshal errors:\n  {}", line);
  log_->strict.Add(std::move(line));

  if (context_.wrapper == Wrapper::kAlertingRule) {
    report.notes.emplace_back("an AlertingRule has fewer fields than a PrometheusRule");
    return;
  }
  for (const Field& field : section.fields) {
    if (field.name != name) continue;
    report.notes.push_back(fmt::format(
        "{} has it, but not Prometheus itself",
        field.only_in == Wrapper::kMimirNamespace ? "Mimir" : "Thanos or a PrometheusRule"));
    return;
  }
  for (const Section* other : {&kFileSection, &kGroupSection, &kRuleSection}) {
    if (other->fields.data() == section.fields.data()) continue;
    for (const Field& field : other->fields) {
      if (field.name == name && field.only_in == Wrapper::kNone) {
        report.notes.push_back(
            fmt::format("it is a field of {}: look at the indentation", other->noun));
        return;
      }
    }
  }
  std::vector<std::string_view> names;
  for (const Field& field : section.fields) {
    if (field.only_in == Wrapper::kNone) names.push_back(field.name);
  }
  if (const auto closest = ClosestMatch(name, names)) {
    report.notes.push_back(fmt::format("did you mean `{}`?", *closest));
  }
}

void Decoder::ReportAlreadySet(const yaml::Node& key, std::string_view name,
                               const Section& section) {
  const auto line = [&](std::string_view type) {
    return fmt::format("line {}: field {} already set in type {}", Line(key), name, type);
  };
  log_->strict.Add(line(section.go.strict));
  log_->positions.Add(line(section.go.positions));
  diagnostics_.Report(yaml::kDuplicateKey, Where(key), fmt::format("key `{}` is given twice", name))
      .upstream = fmt::format("yaml: unmarshal errors:\n  {}", line(section.go.strict));
}

void Decoder::ReportBadMerge(const yaml::Node& node) {
  const std::string upstream = "yaml: map merge requires map or sequence of maps as the value";
  Fail(Seen::kByBoth, upstream);
  diagnostics_
      .Report(yaml::kBadMerge, Where(node),
              fmt::format("`<<` merges a mapping or a list of mappings, not {}", Shown(node)))
      .upstream = upstream;
}

Decoder::Names* Decoder::GatherNames(const yaml::Node& node, Names& names) {
  for (const yaml::Entry& entry : node.entries()) {
    if (!entry.key.IsScalar()) {
      // yaml.v3 puts all keys into a map of Go's. That the key is no text has been reported.
      Fail(Seen::kByBoth, fmt::format("yaml: runtime error: hash of unhashable type {}",
                                      GoTypeOf(entry.key, context_.stream)));
      continue;
    }
    // It compares these names with text, so that a key it takes for a number is overlooked.
    const yaml::Resolved name = yaml::Resolve(entry.key, kDialect, arena_);
    if (name.type == yaml::ScalarType::kString) names.insert(name.text);
  }
  return &names;
}

class Decoder::LabelList {
 public:
  void Add(const KeyValue& label) {
    if (!positions_.empty()) positions_.emplace(label.key, labels_.size());
    labels_.push_back(label);
  }
  KeyValue* Find(std::string_view key) {
    if (positions_.empty()) {
      for (std::size_t i = 0; i < labels_.size(); ++i) positions_.emplace(labels_[i].key, i);
    }
    const auto at = positions_.find(key);
    return at == positions_.end() ? nullptr : &labels_[at->second];
  }
  const std::vector<KeyValue>& labels() const { return labels_; }

 private:
  std::vector<KeyValue> labels_;
  std::unordered_map<std::string_view, std::size_t> positions_;
};

std::span<KeyValue> Decoder::Labels(const yaml::Node& node, std::string_view field) {
  LabelList labels;
  LabelEntries(node, field, nullptr, 0, labels);
  return arena_.Copy(labels.labels());
}

void Decoder::LabelEntries(const yaml::Node& node, std::string_view field, Names* given, int depth,
                           LabelList& labels) {
  if (IsNull(node)) return;
  if (!node.IsMapping()) {
    ReportWrongType(node, Quoted(field), "a mapping", kStringMap);
    return;
  }
  const Quietly quietly(*this, HasDuplicateKeys(node, Seen::kByBoth));
  const yaml::Node* merge = nullptr;
  for (const yaml::Entry& entry : node.entries()) {
    if (yaml::IsMergeKey(entry.key)) {
      merge = &entry.value;
      continue;
    }
    const std::optional<std::string_view> key = Key(entry.key);
    if (!key || (given != nullptr && !given->insert(*key).second)) continue;
    // Keys written alike have been refused, but aliases, tags and merging can still repeat one.
    const bool may_repeat = depth > 0 || entry.key.is_alias || entry.key.tag != yaml::Tag::kNone;
    KeyValue* before = may_repeat ? labels.Find(*key) : nullptr;
    const bool is_null = IsNull(entry.value);
    if (is_null && before != nullptr && depth > 0) continue;
    const std::optional<std::string_view> value =
        is_null ? std::string_view() : Text(entry.value, *key);
    if (!value) continue;
    const KeyValue label = {*key, *value, &entry.key, &entry.value};
    if (before != nullptr) {
      *before = label;
    } else {
      labels.Add(label);
    }
  }
  if (merge == nullptr) return;
  Names names;
  if (given == nullptr) given = GatherNames(node, names);
  ForEachMerged(*merge, depth, [&](const yaml::Node& from) {
    LabelEntries(from, field, given, depth + 1, labels);
  });
}

}  // namespace check::rules
