#include "libcheck/config/prometheus/target_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "libcheck/base/ascii.h"
#include "libcheck/base/name_set.h"
#include "libcheck/base/quote.h"
#include "libcheck/config/common/json.h"
#include "libcheck/config/prometheus/codes.h"
#include "libcheck/config/prometheus/discovery/discovery.h"
#include "libcheck/model/names.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/load.h"
#include "libcheck/yaml/scalar.h"

namespace check::config::prometheus {
namespace {

constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV2;
constexpr std::string_view kListType = "[]*targetgroup.Group";

void ReportEmptyGroup(const SourceFile& file, Span span, std::size_t index,
                      Diagnostics& diagnostics) {
  diagnostics.Report(schema::kMissingField, {&file, span}, "the target group is empty").upstream =
      fmt::format("nil target group item found (index {})", index);
}

void ReadYamlGroups(const yaml::Node& root, const schema::Input& input, model::NameValidation names,
                    Diagnostics& found, std::vector<TargetGroup>& groups) {
  const SourceFile& file = input.file;
  if (!root.IsSequence()) {
    if (schema::ReportBadTag(root, input, kDialect, found)) return;
    auto& problem =
        found.Report(schema::kWrongType, {&file, root.span},
                     fmt::format("expected a list of target groups, not {}", yaml::Describe(root)));
    problem.upstream = yaml::CannotUnmarshal(file, input.stream, root, kListType, kDialect);
    problem.notes.emplace_back("list items start with `- `");
    return;
  }
  for (const yaml::Node& item : root.items()) {
    schema::Validate(item, kStaticSdConfig, input, {.dialect = kDialect, .names = names}, found);
    if (item.IsMapping()) groups.push_back(ReadTargetGroup({item, input, kDialect}));
  }
  // Upstream looks for empty groups when all have been read.
  std::size_t index = 0;
  for (const yaml::Node& item : root.items()) {
    if (item.IsNull()) {
      ReportEmptyGroup(file, item.span, index, found);
    }
    ++index;
  }
}

LoadedTargets LoadYaml(const SourceFile& file, Arena& arena, Diagnostics& found,
                       model::NameValidation names) {
  LoadedTargets loaded;
  schema::Load(file, nullptr, {.reader = "Prometheus", .validate = {.dialect = kDialect}}, arena,
               found,
               [&](const yaml::Node* root, const schema::Input& input, Diagnostics& problems) {
                 if (root == nullptr || root->IsNull()) return;
                 ReadYamlGroups(*root, input, names, problems, loaded.groups);
               });
  return loaded;
}

std::string_view KindName(JsonValue::Kind kind) {
  constexpr std::string_view kNames[] = {"null", "bool", "number", "string", "array", "object"};
  return kNames[static_cast<std::size_t>(kind)];
}

// As encoding/json compares keys with the names of fields.
bool IsField(std::string_view key, std::string_view field) { return IsInAnyCase(key, field); }

// Reads targets that are written in JSON. Go's decoder goes on after a value of the wrong type and
// tells of the first; what is wrong with labels ends it at once.
class JsonTargets {
 public:
  JsonTargets(const SourceFile& file, Diagnostics& diagnostics, model::NameValidation names)
      : file_(file), diagnostics_(diagnostics), names_(names) {}

  LoadedTargets Read(const JsonValue& root) {
    LoadedTargets loaded;
    using Kind = JsonValue::Kind;
    if (root.kind == Kind::kNull) return loaded;
    if (root.kind != Kind::kArray) {
      Report(root.span, "expected a list of target groups",
             fmt::format("json: cannot unmarshal {} into Go value of type {}", KindName(root.kind),
                         kListType));
      return loaded;
    }
    for (const JsonValue& item : root.items) {
      if (item.kind == Kind::kNull) continue;
      if (item.kind == Kind::kObject) {
        loaded.groups.push_back(ReadGroup(item));
        continue;
      }
      Report(item.span, "expected a target group, in braces",
             fmt::format("json: cannot unmarshal {} into Go value of type struct {{ Targets "
                         "[]string \"json:\\\"targets\\\"\"; Labels model.LabelSet "
                         "\"json:\\\"labels\\\"\" }}",
                         KindName(item.kind)));
    }
    std::size_t index = 0;
    for (const JsonValue& item : root.items) {
      if (item.kind == Kind::kNull) ReportEmptyGroup(file_, item.span, index, diagnostics_);
      ++index;
    }
    return loaded;
  }

 private:
  Diagnostic& Report(Span span, std::string message, std::string upstream,
                     const CodeInfo& info = schema::kWrongType) {
    Diagnostic& problem = diagnostics_.Report(info, {&file_, span}, std::move(message));
    problem.upstream = std::move(upstream);
    return problem;
  }

  static std::string WrongType(const JsonValue& value, std::string_view field,
                               std::string_view type) {
    return fmt::format("json: cannot unmarshal {} into Go struct field .{} of type {}",
                       KindName(value.kind), field, type);
  }

  TargetGroup ReadGroup(const JsonValue& object) {
    TargetGroup group;
    const std::size_t first = diagnostics_.found().size();
    std::optional<std::size_t> fatal;
    for (const JsonMember& member : object.members) {
      const JsonValue& value = member.value;
      if (IsField(member.key, "targets")) {
        ReadTargets(value, group);
      } else if (IsField(member.key, "labels")) {
        const std::size_t before = diagnostics_.found().size();
        ReadLabels(value, group);
        if (!fatal && diagnostics_.found().size() > before) fatal = before;
      } else {
        auto& problem =
            Report(member.key_span, fmt::format("unknown field `{}` in a target group", member.key),
                   "json: unknown field " + GoQuote(member.key), schema::kUnknownField);
        problem.notes.emplace_back("the fields of a target group are `targets` and `labels`");
      }
    }
    // Only the first that upstream tells of keeps its words.
    std::vector<Diagnostic>& found = diagnostics_.found();
    for (std::size_t i = first; i < found.size(); ++i) {
      if (i != fatal.value_or(first)) found[i].upstream.clear();
    }
    return group;
  }

  void ReadTargets(const JsonValue& value, TargetGroup& group) {
    using Kind = JsonValue::Kind;
    if (value.kind == Kind::kNull) return;
    if (value.kind != Kind::kArray) {
      Report(value.span, "`targets` must be a list of strings",
             WrongType(value, "targets", "[]string"));
      return;
    }
    group.targets.clear();
    group.targets.reserve(value.items.size());
    for (const JsonValue& item : value.items) {
      if (item.kind == Kind::kString || item.kind == Kind::kNull) {
        group.targets.push_back({std::string(item.text), {&file_, item.span}});
      } else {
        Report(item.span, "an item of `targets` must be a string",
               WrongType(item, "targets", "string"));
      }
    }
  }

  void ReadLabels(const JsonValue& value, TargetGroup& group) {
    using Kind = JsonValue::Kind;
    group.labels.clear();
    if (value.kind == Kind::kNull) return;
    if (value.kind != Kind::kObject) {
      Report(value.span, "`labels` must map names to strings",
             WrongType(value, "labels", "map[model.LabelName]model.LabelValue"));
      return;
    }
    group.labels.reserve(value.members.size());
    NameSet names;
    for (const JsonMember& member : value.members) {
      const JsonValue& label = member.value;
      if (label.kind != Kind::kString && label.kind != Kind::kNull) {
        Report(label.span, fmt::format("the value of the label `{}` must be a string", member.key),
               WrongType(label, "labels", "model.LabelValue"));
        continue;
      }
      const NameSet::Added name = names.Add(member.key);
      if (name.is_new) {
        group.labels.emplace_back(member.key, label.text);
      } else {
        group.labels[name.index].second = label.text;
      }
    }
    for (const JsonMember& member : value.members) {
      if (model::IsValidLabelName(member.key, names_)) continue;
      Report(member.key_span,
             member.key.empty() ? "empty label name"
                                : fmt::format("invalid label name `{}`", member.key),
             GoQuote(member.key) + " is not a valid label name", schema::kBadValue);
    }
  }

  const SourceFile& file_;
  Diagnostics& diagnostics_;
  model::NameValidation names_;
};

LoadedTargets LoadJson(const SourceFile& file, Arena& arena, Diagnostics& found,
                       model::NameValidation names) {
  // JSON is UTF-8; the mark is not its first character.
  if (const SourceBuffer* buffer = file.buffer();
      buffer != nullptr && buffer->encoding() != TextEncoding::kUtf8) {
    auto& problem = found.Report(kBadJson, {&file, {0, 0}}, "JSON in UTF-16");
    problem.upstream =
        fmt::format("invalid character '{}' looking for beginning of value",
                    buffer->encoding() == TextEncoding::kUtf16LittleEndian ? "\u00ff" : "\u00fe");
    problem.notes.emplace_back("save the file as UTF-8");
    return {};
  }
  JsonValue root;
  if (const auto fault = ParseJson(file.text(), arena, root)) {
    const auto size = static_cast<std::uint32_t>(file.text().size());
    const Span span = {std::min(fault->at, size), std::min(fault->at + 1, size)};
    found.Report(kBadJson, {&file, span}, fault->upstream).upstream = fault->upstream;
    return {};
  }
  return JsonTargets(file, found, names).Read(root);
}

}  // namespace

LoadedTargets LoadTargets(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
                          model::NameValidation names) {
  const std::string_view name = file.name();
  const std::string_view base = name.substr(name.rfind('/') + 1);
  const std::size_t dot = base.rfind('.');
  const std::string_view ending = dot == std::string_view::npos ? "" : base.substr(dot);
  const std::string lower = LowerAscii(ending);
  Diagnostics found(diagnostics.upstream());
  LoadedTargets loaded;
  if (lower == ".json") {
    loaded = LoadJson(file, arena, found, names);
  } else if (lower == ".yml" || lower == ".yaml" || name == "-") {
    loaded = LoadYaml(file, arena, found, names);
  } else {
    found.Report(schema::kBadValue, {&file, {0, 0}}, "target file names end in `.json` or `.yml`")
        .upstream = "invalid file extension: " + GoQuote(ending);
  }
  loaded.upstream_error = schema::UpstreamError(found).value_or("");
  std::move(found.found().begin(), found.found().end(), std::back_inserter(diagnostics.found()));
  return loaded;
}

TargetGroup ReadTargetGroup(const schema::Values& values) {
  TargetGroup group;
  for (const yaml::Node& target : values.Items("targets")) {
    group.targets.push_back(
        {std::string(values.TextOf(target)), {&values.input().file, target.span}});
  }
  const schema::Values labels = values.Sub("labels");
  for (const yaml::Entry& label : labels.entries()) {
    group.labels.emplace_back(labels.TextOf(label.key), labels.TextOf(label.value));
  }
  return group;
}

std::vector<std::pair<std::string, std::string>> LabelsOf(const TargetGroup& group,
                                                          const Target& target) {
  std::vector<std::pair<std::string, std::string>> labels = {{"__address__", target.address}};
  for (const auto& label : group.labels) {
    if (label.first != "__address__") labels.push_back(label);
  }
  return labels;
}

std::vector<TargetGroup> ReadTargetGroups(const schema::Values& section, std::string_view field) {
  std::vector<TargetGroup> groups;
  for (const yaml::Node& item : section.Items(field)) {
    if (item.IsMapping()) groups.push_back(ReadTargetGroup(section.Of(item)));
  }
  return groups;
}

}  // namespace check::config::prometheus
