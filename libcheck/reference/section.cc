#include "libcheck/reference/section.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "libcheck/reference/markdown.h"

namespace check::reference {
namespace {

using schema::Constraint;
using schema::Field;
using schema::Kind;
using schema::Object;
using schema::Presence;
using schema::Type;
using Json = nlohmann::ordered_json;

// `object` and all sections below it, each once.
void Collect(const Object& object, std::vector<const Object*>& found);

void CollectType(const Type& type, std::vector<const Object*>& found) {
  if (type.element != nullptr) CollectType(*type.element, found);
  if (type.object != nullptr) Collect(*type.object, found);
}

void CollectFields(const Object& object, std::vector<const Object*>& found) {
  for (const Field& field : object.fields) CollectType(field.type, found);
  for (const Object* included : object.includes) CollectFields(*included, found);
}

void Collect(const Object& object, std::vector<const Object*>& found) {
  if (std::find(found.begin(), found.end(), &object) != found.end()) return;
  found.push_back(&object);
  CollectFields(object, found);
}

void AppendField(const Field& field, std::string& out) {
  const auto back = std::back_inserter(out);
  fmt::format_to(back, "- {}, {}", CodeSpan(field.name), schema::Describe(field.type));
  if (field.presence == Presence::kRequired) out += ", required";
  fmt::format_to(back, ": {}", field.doc);
  if (!field.default_value.empty()) {
    fmt::format_to(back, " Default: {}.", CodeSpan(field.default_value));
  }
  if (!field.since.empty()) fmt::format_to(back, " Since {}.", field.since);
  if (!field.deprecated.since.empty()) {
    fmt::format_to(back, " Deprecated since {}: {}.", field.deprecated.since,
                   field.deprecated.instead);
  }
  if (!field.removed.since.empty()) {
    fmt::format_to(back, " Removed in {}: {}.", field.removed.since, field.removed.instead);
  }
  out += '\n';
}

void AppendFields(const Object& object, std::string& out) {
  for (const Field& field : object.fields) AppendField(field, out);
  for (const Object* included : object.includes) AppendFields(*included, out);
}

std::string Names(const Constraint& constraint, std::size_t from = 0) {
  std::string names;
  for (const std::string_view name : std::span(constraint.fields).subspan(from)) {
    if (!name.empty()) names += (names.empty() ? "" : ", ") + CodeSpan(name);
  }
  return names;
}

std::string Sentence(const Constraint& constraint) {
  const std::string first = CodeSpan(constraint.fields[0]);
  const std::string second = CodeSpan(constraint.fields[1]);
  switch (constraint.kind) {
    case Constraint::Kind::kAtMostOne:
      return fmt::format("At most one of {} can be set.", Names(constraint));
    case Constraint::Kind::kAtLeastOne:
      return fmt::format("At least one of {} must be set.", Names(constraint));
    case Constraint::Kind::kExactlyOne:
      return fmt::format("Exactly one of {} must be set.", Names(constraint));
    case Constraint::Kind::kRequires:
      return fmt::format("{} needs {}{}.", first, constraint.fields[2].empty() ? "" : "one of ",
                         Names(constraint, 1));
    case Constraint::Kind::kExcludes:
      return fmt::format("{} excludes {}.", first, Names(constraint, 1));
    case Constraint::Kind::kUnique:
      return fmt::format("No two of {} have the same {}.", first, second);
  }
  return {};
}

void AppendConstraints(const Object& object, std::string& out) {
  for (const Constraint& constraint : object.constraints) out += "- " + Sentence(constraint) + "\n";
  for (const Object* included : object.includes) AppendConstraints(*included, out);
}

// The name of a section among the schema's definitions.
std::string Key(const Object& object) {
  std::string key(object.name);
  std::replace(key.begin(), key.end(), ' ', '_');
  return key;
}

Json TypeSchema(const Type& type) {
  // Go takes a number or a boolean for text without complaint.
  const Json any_scalar = Json::array({"string", "number", "boolean"});
  switch (type.kind) {
    case Kind::kAny:
      return Json::object();
    case Kind::kBool:
      return {{"type", "boolean"}};
    case Kind::kInteger:
      return {{"type", "integer"}};
    case Kind::kUnsigned:
      return {{"type", "integer"}, {"minimum", 0}};
    case Kind::kFloat:
      return {{"type", "number"}};
    case Kind::kDuration: {
      constexpr std::string_view kPattern =
          "^(0|([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?)$";
      return {{"anyOf", Json::array({{{"type", "string"}, {"minLength", 1}, {"pattern", kPattern}},
                                     {{"const", 0}}})}};
    }
    case Kind::kPromql:
      return {{"type", Json::array({"string", "number"})}};
    case Kind::kChoice:
      if (type.any_case) return {{"type", "string"}};
      return {{"enum", type.choices}};
    case Kind::kList:
      return {{"type", Json::array({"array", "null"})}, {"items", TypeSchema(*type.element)}};
    case Kind::kMap:
      return {{"type", Json::array({"object", "null"})},
              {"additionalProperties", TypeSchema(*type.element)}};
    case Kind::kSection: {
      Json section = {{"$ref", "#/$defs/" + Key(*type.object)}};
      if (type.check == nullptr) return section;
      // A text may stand in its place.
      return {{"anyOf", Json::array({{{"type", "string"}}, std::move(section)})}};
    }
    default:
      return {{"type", any_scalar}};
  }
}

void AddFields(const Object& object, Json& properties, Json& required) {
  for (const Field& field : object.fields) {
    if (!field.removed.since.empty()) continue;
    Json property = TypeSchema(field.type);
    property["description"] = field.doc;
    if (!field.deprecated.since.empty()) property["deprecated"] = true;
    properties[std::string(field.name)] = std::move(property);
    if (field.presence == Presence::kRequired) required.push_back(field.name);
  }
  for (const Object* included : object.includes) AddFields(*included, properties, required);
}

// An array of {"required": [name]}, one for each field.
Json EachRequired(const Constraint& constraint, std::size_t from = 0) {
  Json each = Json::array();
  for (const std::string_view name : std::span(constraint.fields).subspan(from)) {
    if (!name.empty()) each.push_back({{"required", Json::array({name})}});
  }
  return each;
}

void AddConstraints(const Object& object, Json& all_of, Json& dependent) {
  for (const Constraint& constraint : object.constraints) {
    switch (constraint.kind) {
      case Constraint::Kind::kAtMostOne: {
        // One of them, or none.
        Json choices = EachRequired(constraint);
        choices.push_back({{"not", {{"anyOf", EachRequired(constraint)}}}});
        all_of.push_back({{"oneOf", std::move(choices)}});
        break;
      }
      case Constraint::Kind::kAtLeastOne:
        all_of.push_back({{"anyOf", EachRequired(constraint)}});
        break;
      case Constraint::Kind::kExactlyOne:
        all_of.push_back({{"oneOf", EachRequired(constraint)}});
        break;
      case Constraint::Kind::kRequires:
        if (constraint.fields[2].empty()) {
          dependent[std::string(constraint.fields[0])].push_back(constraint.fields[1]);
        } else {
          all_of.push_back({{"if", {{"required", Json::array({constraint.fields[0]})}}},
                            {"then", {{"anyOf", EachRequired(constraint, 1)}}}});
        }
        break;
      case Constraint::Kind::kExcludes:
        all_of.push_back({{"if", {{"required", Json::array({constraint.fields[0]})}}},
                          {"then", {{"not", {{"anyOf", EachRequired(constraint, 1)}}}}}});
        break;
      case Constraint::Kind::kUnique:
        break;  // Beyond what a JSON schema can say.
    }
  }
  for (const Object* included : object.includes) AddConstraints(*included, all_of, dependent);
}

Json SectionSchema(const Object& object) {
  Json properties = Json::object();
  Json required = Json::array();
  Json all_of = Json::array();
  Json dependent = Json::object();
  AddFields(object, properties, required);
  AddConstraints(object, all_of, dependent);

  Json section = {{"description", object.doc}, {"type", "object"}};
  section["properties"] = std::move(properties);
  if (!object.any_fields) section["additionalProperties"] = false;
  if (!required.empty()) section["required"] = std::move(required);
  if (!dependent.empty()) section["dependentRequired"] = std::move(dependent);
  if (!all_of.empty()) section["allOf"] = std::move(all_of);
  return section;
}

}  // namespace

std::vector<const Object*> Sections(const Object& object) {
  std::vector<const Object*> sections;
  Collect(object, sections);
  return sections;
}

std::string ConstraintsMarkdown(const Object& object) {
  std::string constraints;
  AppendConstraints(object, constraints);
  return constraints;
}

std::string SectionMarkdown(const Object& object, unsigned level) {
  std::string out = fmt::format("{} {}\n\n{}\n", std::string(level, '#'), object.name, object.doc);
  std::string fields;
  AppendFields(object, fields);
  if (!fields.empty()) out += "\n" + fields;
  const std::string constraints = ConstraintsMarkdown(object);
  if (!constraints.empty()) out += "\n" + constraints;
  return out;
}

std::string FileMarkdown(const Object& object, unsigned level) {
  std::string out;
  for (const Object* section : Sections(object)) {
    if (!out.empty()) out += '\n';
    out += SectionMarkdown(*section, section == &object ? level : level + 1);
  }
  return out;
}

namespace {

Json SchemaOf(const Object& object, std::string_view id) {
  const std::vector<const Object*> sections = Sections(object);
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}};
  if (!id.empty()) schema["$id"] = id;
  schema["title"] = object.name;
  schema["$ref"] = "#/$defs/" + Key(object);
  Json definitions = Json::object();
  for (const Object* section : sections) definitions[Key(*section)] = SectionSchema(*section);
  schema["$defs"] = std::move(definitions);
  return schema;
}

}  // namespace

std::string JsonSchema(const Object& object, std::string_view id) {
  return SchemaOf(object, id).dump(2) + "\n";
}

std::string JsonSchemaOfAny(std::string_view title,
                            std::span<const std::pair<std::string_view, const Object*>> objects) {
  Json any = Json::array();
  for (const auto& [id, object] : objects) any.push_back(SchemaOf(*object, id));
  const Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                       {"title", title},
                       {"anyOf", std::move(any)}};
  return schema.dump(2) + "\n";
}

}  // namespace check::reference
