#include "libcheck/reference/json_schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/base/site.h"
#include "libcheck/reference/pages.h"
#include "libcheck/reference/section.h"
#include "libcheck/schema/text_pattern.h"
#include "libcheck/schema/visit.h"

namespace check::reference {
namespace {

using schema::Constraint;
using schema::Field;
using schema::Kind;
using schema::Object;
using schema::Presence;
using schema::Type;
using Json = nlohmann::ordered_json;

// As ParsePrometheusDuration and SizeProblem read them.
constexpr std::string_view kDurationPattern =
    "^(0|([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?)$";
constexpr std::string_view kSizePattern =
    "^[-+]?(0|(([0-9]+\\.?[0-9]*|\\.[0-9]+)([KMGTPE]i?)?B)+)$";
// What go-yaml takes for a boolean besides `true` and `false`; newer YAML has strings there.
constexpr std::string_view kBoolPattern = "^(y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$";

// What a value may be besides what its type says.
struct Allowed {
  bool null = true;
  bool empty = true;  // An empty text or list.
};

std::string AnyCasePattern(std::span<const std::string_view> words) {
  std::string pattern;
  for (const std::string_view word : words) {
    pattern += pattern.empty() ? "^(" : "|";
    for (const char c : word) {
      if (IsLower(LowerAscii(c))) {
        pattern += {'[', UpperAscii(c), LowerAscii(c), ']'};
      } else {
        pattern += IsAlphanumeric(c) ? std::string{c} : std::string{'\\', c};
      }
    }
  }
  return pattern + ")$";
}

// Numbers and booleans in YAML that go-yaml stores as the text `word`.
std::optional<Json> ScalarOf(std::string_view word) {
  if (word == "true" || word == "false") return word == "true";
  if (const auto number = ParseGoInt(word, 10)) return *number;
  return std::nullopt;
}

// The fields of a constraint, up to the first that is empty.
std::vector<std::string_view> Names(const Constraint& constraint) {
  std::vector<std::string_view> names(constraint.fields.begin(), constraint.fields.end());
  names.erase(std::find(names.begin(), names.end(), std::string_view()), names.end());
  return names;
}

// Fields that may be absent, but not null, have a default, which takes their place.
bool IsRequired(const Field& field) {
  return field.presence == Presence::kRequired ||
         (!field.missing.empty() && field.default_value.empty());
}

// Without the marks of Markdown.
std::string Plain(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '`'), text.end());
  return text;
}

class Generator {
 public:
  explicit Generator(std::string_view name) : name_(name) {}

  Json Render(std::span<const workspace::NamedSchema> forms) {
    Json any = Json::array();
    for (const workspace::NamedSchema& form : forms) {
      is_json_ = form.is_json;
      any.push_back(Form(form));
      Define(*form.object);
    }
    Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"$id", SiteUrl(SchemaPage(name_))},
                   {"title", forms.size() == 1 ? forms[0].object->name : name_}};
    if (forms.size() == 1) {
      schema.update(any[0]);
    } else {
      schema["anyOf"] = std::move(any);
    }
    if (needs_set_) definitions_["is_set"] = {{"not", {{"enum", {nullptr, "", Json::array()}}}}};
    schema["definitions"] = std::move(definitions_);
    return schema;
  }

 private:
  Json Form(const workspace::NamedSchema& form) {
    const bool nullable = !schema::HasRequired(*form.object);
    if (!form.is_list) return Reference(*form.object, {.null = nullable});
    Json list = {{"type", {"array", "null"}}};
    list["items"] = Reference(*form.object, {.null = false});
    return list;
  }

  // Names are unique among the definitions, which tables' names need not be.
  const std::string& Key(const Object& object) {
    auto [at, is_new] = keys_.try_emplace(&object);
    if (!is_new) return at->second;
    std::string name(object.name);
    std::replace(name.begin(), name.end(), ' ', '_');
    const std::size_t others = known_names_[name]++;
    at->second = others == 0 ? name : fmt::format("{}_{}", name, others + 1);
    return at->second;
  }

  void Define(const Object& object) {
    for (const Object* section : Sections(object)) {
      const std::string& key = Key(*section);
      if (!definitions_.contains(key)) definitions_[key] = Section(*section);
    }
  }

  // Beside "$ref" nothing counts in this draft. What is defined can be null.
  Json Reference(const Object& object, Allowed allowed) {
    Json reference = {{"allOf", Json::array({{{"$ref", "#/definitions/" + Key(object)}}})}};
    if (!allowed.null) reference["type"] = "object";
    return reference;
  }

  static Json Types(std::vector<std::string_view> types, Allowed allowed) {
    if (allowed.null) types.push_back("null");
    return types.size() == 1 ? Json(types[0]) : Json(types);
  }

  // Go takes a number or a boolean in YAML for a text without complaint.
  Json Text(const Type& type, Allowed allowed) const {
    Json text;
    if (is_json_) {
      text["type"] = Types({"string"}, allowed);
    } else {
      text["type"] = Types({"string", "number", "boolean"}, allowed);
    }
    const bool is_name = type.kind == Kind::kLabelName || type.kind == Kind::kMetricName ||
                         type.kind == Kind::kPromql;
    const bool refuses_empty = type.check != nullptr ? type.check("").has_value() : is_name;
    if (refuses_empty || !allowed.empty) text["minLength"] = 1;
    if (const auto pattern = PatternOf(type); !pattern.empty()) text["pattern"] = pattern;
    return text;
  }

  static Json Measure(std::string_view pattern, std::string_view examples, Allowed allowed) {
    // The only number is 0.
    return {{"type", Types({"string", "integer"}, allowed)},
            {"minLength", 1},
            {"pattern", pattern},
            {"patternErrorMessage", fmt::format("write {}", examples)},
            {"minimum", 0},
            {"maximum", 0}};
  }

  static std::string_view PatternOf(const Type& type) {
    if (type.check == nullptr) return {};
    return schema::PatternOf(type.check);
  }

  static Json Number(Allowed allowed) { return {{"type", Types({"number"}, allowed)}}; }

  static Json Whole(double number) {
    const auto whole = static_cast<std::int64_t>(number);
    return static_cast<double>(whole) == number ? Json(whole) : Json(number);
  }

  static Json Choice(const Type& type, Allowed allowed) {
    // A null is the empty text, which is refused where the section is looked at as a whole.
    const bool takes_empty =
        type.check == nullptr || std::count(type.choices.begin(), type.choices.end(), "") > 0;
    allowed.null = allowed.null && takes_empty;
    std::vector<std::string_view> words;
    for (const std::string_view word : type.choices) {
      if (!word.empty()) words.push_back(word);
    }
    const bool may_be_empty = words.size() < type.choices.size() && allowed.empty;
    Json values = words;
    for (const std::string_view word : words) {
      if (auto scalar = ScalarOf(word)) values.push_back(std::move(*scalar));
    }
    if (may_be_empty) values.push_back("");
    if (allowed.null) values.push_back(nullptr);
    if (!type.any_case) return {{"enum", std::move(values)}};
    return {{"anyOf", Json::array({{{"enum", std::move(values)}},
                                   {{"type", "string"}, {"pattern", AnyCasePattern(words)}}})}};
  }

  Json List(const Type& type, Allowed allowed, bool null_items) {
    Json list = {{"type", Types({"array"}, allowed)}};
    list["items"] = Value(*type.element, {.null = null_items});
    if (!allowed.empty) list["minItems"] = 1;
    return list;
  }

  Json Map(const Type& type, Allowed allowed) {
    Json map = {{"type", Types({"object"}, allowed)}};
    if (type.key != nullptr) {
      Json names = Text(*type.key, {});
      names.erase("type");
      if (!names.empty()) map["propertyNames"] = std::move(names);
    }
    map["additionalProperties"] = Value(*type.element, {});
    return map;
  }

  Json Value(const Type& type, Allowed allowed, bool null_items = true) {
    switch (type.kind) {
      case Kind::kAny:
        return allowed.null ? Json::object() : Json{{"not", {{"type", "null"}}}};
      case Kind::kBool:
        if (is_json_) return {{"type", Types({"boolean"}, allowed)}};
        return {{"type", Types({"boolean", "string"}, allowed)}, {"pattern", kBoolPattern}};
      case Kind::kInteger:
      case Kind::kFloat:
        return Number(allowed);
      case Kind::kUnsigned: {
        Json number = Number(allowed);
        number["minimum"] = 0;
        return number;
      }
      case Kind::kDuration:
        return Measure(kDurationPattern, "a duration such as 90s, 5m or 1h30m", allowed);
      case Kind::kSize:
        return Measure(kSizePattern, "a size such as 512MB or 1GiB", allowed);
      case Kind::kChoice:
        return Choice(type, allowed);
      case Kind::kList:
        return List(type, allowed, null_items);
      case Kind::kMap:
        return Map(type, allowed);
      case Kind::kSection: {
        Json section = Reference(*type.object, allowed);
        if (type.check == nullptr) return section;
        // A text may stand in its place.
        Json text = Text(schema::Checked(schema::kString, type.check), {.null = false});
        return {{"anyOf", Json::array({std::move(text), std::move(section)})}};
      }
      default:
        return Text(type, allowed);
    }
  }

  // A default as a value of its type; none if it is the value of another field.
  static std::optional<Json> Default(const Field& field) {
    const std::string_view text = field.default_value;
    if (text.empty()) return std::nullopt;
    switch (field.type.kind) {
      case Kind::kBool:
        if (text != "true" && text != "false") return std::nullopt;
        return text == "true";
      case Kind::kInteger:
      case Kind::kUnsigned:
        if (const auto number = ParseGoInt(text, 10)) return *number;
        return std::nullopt;
      case Kind::kFloat:
        if (const auto number = ParseGoFloat(text)) return Whole(*number);
        return std::nullopt;
      case Kind::kList:
      case Kind::kMap:
      case Kind::kSection:
      case Kind::kAny:
        return std::nullopt;
      default:
        if (text.starts_with("global.")) return std::nullopt;
        return std::string(text);
    }
  }

  Json Property(const Object& section, const Field& field) {
    const bool is_required = field.presence == Presence::kRequired;
    Json property =
        Value(field.type, {.null = field.missing.empty() && !is_required, .empty = !is_required},
              field.null_item.empty());
    property["description"] = Plain(std::string(field.doc) + FieldNotes(field));
    property["markdownDescription"] =
        fmt::format("{}{}\n\n[Reference]({})", field.doc, FieldNotes(field),
                    SiteUrl("fields/" + FieldPage(section, field) + ".html"));
    if (auto value = Default(field)) property["default"] = std::move(*value);
    if (!field.deprecated.since.empty()) {
      property["deprecated"] = true;
      property["deprecationMessage"] = Plain(fmt::format(
          "Deprecated since {}: {}.", field.deprecated.since, field.deprecated.instead));
    }
    return property;
  }

  void AddFields(const Object& part, Json& properties, Json& required) {
    for (const Field& field : part.fields) {
      if (!field.removed.since.empty()) continue;
      properties[std::string(field.name)] = Property(part, field);
      if (IsRequired(field)) required.push_back(field.name);
    }
    for (const Object* included : part.includes) AddFields(*included, properties, required);
  }

  // That a field is there, and neither null nor empty.
  Json IsSet(std::string_view field) {
    needs_set_ = true;
    return {{"required", {field}},
            {"properties", {{std::string(field), {{"$ref", "#/definitions/is_set"}}}}}};
  }

  Json AnySet(std::span<const std::string_view> fields) {
    if (fields.size() == 1) return IsSet(fields[0]);
    Json any = Json::array();
    for (const std::string_view field : fields) any.push_back(IsSet(field));
    return {{"anyOf", std::move(any)}};
  }

  // `all_of` has sections with one of the fields refused.
  void AddRefusal(const Constraint& constraint, std::string_view field,
                  std::span<const std::string_view> others, Json& all_of) {
    all_of.push_back(
        {{"if", IsSet(field)},
         {"then",
          {{"not", AnySet(others)}, {"errorMessage", Plain(ConstraintSentence(constraint))}}}});
  }

  void AddConstraint(const Constraint& constraint, Json& all_of) {
    using enum Constraint::Kind;
    const std::vector<std::string_view> names = Names(constraint);
    const std::span<const std::string_view> fields = names;
    if (constraint.kind == kAtMostOne || constraint.kind == kExactlyOne) {
      for (std::size_t i = 0; i + 1 < fields.size(); ++i) {
        AddRefusal(constraint, fields[i], fields.subspan(i + 1), all_of);
      }
    }
    if (constraint.kind == kAtLeastOne || constraint.kind == kExactlyOne) {
      all_of.push_back(AnySet(fields));
    }
    if (constraint.kind == kRequires) {
      all_of.push_back({{"if", IsSet(fields[0])}, {"then", AnySet(fields.subspan(1))}});
    }
    if (constraint.kind == kExcludes) AddRefusal(constraint, fields[0], fields.subspan(1), all_of);
    // kUnique is beyond what a JSON schema can say.
  }

  void AddConstraints(const Object& object, Json& all_of) {
    for (const Constraint& constraint : object.constraints) AddConstraint(constraint, all_of);
    for (const Object* included : object.includes) AddConstraints(*included, all_of);
  }

  Json Section(const Object& object) {
    Json properties = Json::object();
    Json required = Json::array();
    Json all_of = Json::array();
    AddFields(object, properties, required);
    AddConstraints(object, all_of);

    Json section = {{"description", Plain(std::string(object.doc))},
                    {"type", {"object", "null"}},
                    {"properties", std::move(properties)}};
    if (!object.any_fields) section["additionalProperties"] = false;
    if (!required.empty()) section["required"] = std::move(required);
    if (!all_of.empty()) {
      // A section that is null has no fields to look at.
      section["if"] = {{"type", "object"}};
      section["then"] = {{"allOf", std::move(all_of)}};
    }
    return section;
  }

  const std::string_view name_;
  bool is_json_ = false;
  bool needs_set_ = false;
  std::map<const Object*, std::string> keys_;
  std::map<std::string, std::size_t> known_names_;
  Json definitions_ = Json::object();
};

}  // namespace

std::string JsonSchema(std::string_view name, std::span<const workspace::NamedSchema> forms) {
  return Generator(name).Render(forms).dump(2) + "\n";
}

}  // namespace check::reference
