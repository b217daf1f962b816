#include "libcheck/reference/section.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

#include "libcheck/reference/markdown.h"

namespace check::reference {
namespace {

using schema::Constraint;
using schema::Field;
using schema::Object;
using schema::Presence;
using schema::Type;

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
  fmt::format_to(back, ": {}{}\n", field.doc, FieldNotes(field));
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

void AppendConstraints(const Object& object, std::string& out) {
  for (const Constraint& constraint : object.constraints)
    out += "- " + ConstraintSentence(constraint) + "\n";
  for (const Object* included : object.includes) AppendConstraints(*included, out);
}

}  // namespace

std::string FieldNotes(const Field& field) {
  std::string notes;
  const auto back = std::back_inserter(notes);
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
  return notes;
}

std::string ConstraintSentence(const Constraint& constraint) {
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

}  // namespace check::reference
