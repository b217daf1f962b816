#include "libcheck/notify/payload.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "libcheck/notify/json.h"
#include "libcheck/template/go_json.h"
#include "libcheck/yaml/parse.h"
#include "libcheck/yaml/scalar.h"

namespace check::notify {
namespace {

using schema::Values;
using Json = Result<std::string>;

// Go: an anchored list may stand for many, and a hundred of such for more than fits in memory.
constexpr std::size_t kMostBytes = std::size_t{16} << 20;
constexpr int kMostDepth = 1'000;

bool IsText(const yaml::Resolved& scalar) {
  // yaml.v2 leaves dates as text in an `interface {}`.
  return scalar.type == yaml::ScalarType::kString || scalar.type == yaml::ScalarType::kTimestamp;
}

// A value that YAML has, but JSON has not got.
bool IsJsonFault(const Error& error) { return error.message.starts_with("json:"); }

Json NumberJson(double number) {
  std::string json;
  std::string error;
  Arena memory;
  if (!gotemplate::AppendGoJson(json, gotemplate::MakeFloat(number), std::string::npos, memory,
                                error)) {
    return Error{error};
  }
  return json;
}

// A scalar that is no text.
Json ScalarJson(const yaml::Resolved& scalar, yaml::Dialect dialect) {
  switch (scalar.type) {
    case yaml::ScalarType::kBool:
      return std::string(yaml::ToBool(scalar, dialect).value_or(false) ? "true" : "false");
    case yaml::ScalarType::kInt:
      if (const auto number = yaml::ToInteger(scalar)) return std::to_string(*number);
      if (const auto number = yaml::ToUnsigned(scalar)) return std::to_string(*number);
      return NumberJson(yaml::ToFloat(scalar).value_or(0));
    case yaml::ScalarType::kFloat:
      return NumberJson(yaml::ToFloat(scalar).value_or(0));
    default:
      return std::string("null");
  }
}

// Whether something other than mappings is to be merged into one.
bool HasBadMerge(const yaml::Node& mapping) {
  return std::any_of(mapping.entries().begin(), mapping.entries().end(),
                     [](const yaml::Entry& entry) {
                       const yaml::Node& value = entry.value;
                       if (!yaml::IsMergeKey(entry.key) || value.IsMapping()) return false;
                       return !value.IsSequence() ||
                              !std::all_of(value.items().begin(), value.items().end(),
                                           [](const yaml::Node& item) { return item.IsMapping(); });
                     });
}

// A tree as JSON. Texts and keys are looked at by `Texts`.
template <typename Texts>
class Writer {
 public:
  Writer(const Values& section, Texts texts) : section_(section), texts_(std::move(texts)) {}

  Json Write(const yaml::Node& node, const std::string& path) {
    if (++depth_ > kMostDepth) return Error{"exceeded max depth"};
    Json json = node.IsScalar()     ? Scalar(node, path)
                : node.IsSequence() ? List(node, path)
                                    : Map(node, path);
    --depth_;
    if (json && (written_ += json->size()) > kMostBytes) return Error{"document is too large"};
    return json;
  }

  Result<std::map<std::string, std::string>> Entries(const yaml::Node& node,
                                                     const std::string& path, bool expands_keys) {
    std::map<std::string, std::string> members;
    if (Texts::kIsDecoding && HasBadMerge(node)) return Error{"map merge requires map"};
    for (const yaml::Entry& entry : section_.Of(node).entries()) {
      if (!entry.key.IsScalar()) return Error{"invalid map key"};
      const yaml::Resolved key = Resolved(entry.key);
      if (!key.fault.empty()) return Error{key.fault};
      const bool is_dropped = expands_keys && !IsText(key);
      if (is_dropped && !Texts::kIsDecoding) continue;
      const std::string below = path + "." + std::string(key.text);
      const Json name =
          expands_keys && !is_dropped ? texts_.Key(key.text, below) : Json(std::string(key.text));
      if (!name) return name.error();
      Json value = Write(entry.value, below);
      if (is_dropped && (value || IsJsonFault(value.error()))) continue;
      if (!value) return value.error();
      members[*name] = *std::move(value);
    }
    return members;
  }

 private:
  Json Scalar(const yaml::Node& node, const std::string& path) {
    const yaml::Resolved scalar = Resolved(node);
    if (!scalar.fault.empty()) return Error{scalar.fault};
    return IsText(scalar) ? texts_.Text(scalar.text, path) : ScalarJson(scalar, section_.dialect());
  }
  Json List(const yaml::Node& node, const std::string& path) {
    JsonList list;
    std::size_t index = 0;
    for (const yaml::Node& item : node.items()) {
      const Json json = Write(item, fmt::format("{}[{}]", path, index++));
      if (!json) return json;
      list.AddJson(*json);
    }
    return list.ToString();
  }
  Json Map(const yaml::Node& node, const std::string& path) {
    const auto members = Entries(node, path, true);
    if (!members) return members.error();
    return JsonOf(*members);
  }

  yaml::Resolved Resolved(const yaml::Node& node) const {
    return yaml::Resolve(node, section_.dialect(), section_.input().arena);
  }

  const Values& section_;
  Texts texts_;
  int depth_ = 0;
  std::size_t written_ = 0;
};

// What a template gave is not expanded once more.
struct AsTheyAre {
  static constexpr bool kIsDecoding = true;  // Faults of values that are dropped count as well.

  Json Text(std::string_view text, const std::string& /*path*/) const { return JsonText(text); }
  Json Key(std::string_view text, const std::string& /*path*/) const { return std::string(text); }
};

struct Expanded {
  static constexpr bool kIsDecoding = false;

  const ExpandText& expand;

  Json Text(std::string_view text, const std::string& path) const {
    const Json expanded = expand(path, text);
    return expanded ? TextAsYamlJson(*expanded) : expanded;
  }
  Json Key(std::string_view text, const std::string& path) const {
    if (text.find("{{") == std::string_view::npos) return std::string(text);
    return expand(path + " (key)", text);
  }
};

}  // namespace

std::string JsonOf(const std::map<std::string, std::string>& members) {
  JsonObject object;
  for (const auto& [name, json] : members) object.AddJson(name, json);
  return object.ToString();
}

Result<std::string> TextAsYamlJson(std::string_view text) {
  const SourceBuffer file("", std::string(text));
  Arena arena;
  Diagnostics diagnostics;
  const yaml::Stream stream = yaml::Parse(
      file, arena, diagnostics,
      {.max_documents = 1, .report_duplicate_keys = false, .dialect = yaml::Dialect::kGoYamlV2});
  if (diagnostics.HasErrors()) return JsonText(text);
  const yaml::Node* root = stream.documents.empty() ? nullptr : stream.documents[0].root;
  if (root == nullptr) return std::string("null");
  const schema::Input input = {file, stream, arena};
  const Values values(*root, input, yaml::Dialect::kGoYamlV2);
  if (root->IsScalar() && IsText(yaml::Resolve(*root, values.dialect(), arena))) {
    return JsonText(text);
  }
  Json json = Writer(values, AsTheyAre()).Write(*root, {});
  // Alertmanager: what cannot be decoded is text, but for numbers that JSON has not got.
  if (!json && !IsJsonFault(json.error())) return JsonText(text);
  return json;
}

Result<std::string> PayloadJson(const yaml::Node& node, const Values& section,
                                std::string_view path, const ExpandText& expand) {
  return Writer(section, Expanded{expand}).Write(node, std::string(path));
}

Result<std::map<std::string, std::string>> PayloadEntries(const Values& mapping,
                                                          std::string_view path,
                                                          const ExpandText& expand) {
  return Writer(mapping, Expanded{expand}).Entries(mapping.node(), std::string(path), false);
}

}  // namespace check::notify
