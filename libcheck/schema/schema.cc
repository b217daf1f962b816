#include "libcheck/schema/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "libcheck/base/ascii.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/schema/name.h"
#include "libcheck/schema/values.h"

namespace check::schema {
namespace {

// Several values of a type: "strings", "URLs".
std::string Plural(const Type& type) {
  switch (type.kind) {
    case Kind::kAny:
      return "anything";
    case Kind::kBool:
      return "booleans";
    case Kind::kInteger:
      return "whole numbers";
    case Kind::kUnsigned:
      return "whole numbers from 0";
    case Kind::kFloat:
      return "numbers";
    case Kind::kString:
      return "strings";
    case Kind::kSecret:
      return "secrets";
    case Kind::kDuration:
      return "durations";
    case Kind::kSize:
      return "sizes";
    case Kind::kUrl:
      return "URLs";
    case Kind::kRegex:
      return "regular expressions";
    case Kind::kLabelName:
      return "label names";
    case Kind::kMetricName:
      return "metric names";
    case Kind::kFile:
      return "file names";
    case Kind::kTemplate:
      return "templates";
    case Kind::kPromql:
      return "PromQL expressions";
    case Kind::kChoice:
      return "words";
    case Kind::kList:
      return "lists of " + Plural(*type.element);
    case Kind::kMap:
      return "mappings to " + Plural(*type.element);
    case Kind::kSection:
      return fmt::format("`{}` sections", type.object->name);
  }
  return {};
}

bool IsSnakeCase(std::string_view name) {
  if (name.empty() || name.front() == '_' || name.back() == '_') return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return IsLower(c) || IsDigit(c) || c == '_'; });
}

bool IsCamelCase(std::string_view name) {
  return !name.empty() && IsLower(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return IsAlphanumeric(c); });
}

// Whether `text` is a value of the type, as tables write defaults.
bool IsValue(const Type& type, std::string_view text) {
  switch (type.kind) {
    case Kind::kBool:
      return text == "true" || text == "false";
    case Kind::kInteger:
    case Kind::kUnsigned:
      return ParseGoInt(text, 10).has_value();
    case Kind::kFloat:
      return ParseGoFloat(text).has_value();
    case Kind::kDuration:
      return ParsePrometheusDuration(text).ok();
    case Kind::kSize:
      return !SizeProblem(text);
    case Kind::kChoice:
      return std::find(type.choices.begin(), type.choices.end(), text) != type.choices.end();
    default:
      return true;
  }
}

// Whether `text` names another field: `scrape_interval`, `global.scrape_interval`.
bool IsField(std::string_view text) {
  const std::size_t dot = text.find('.');
  return (dot == std::string_view::npos || IsSnakeCase(text.substr(0, dot))) &&
         IsSnakeCase(text.substr(dot == std::string_view::npos ? 0 : dot + 1)) &&
         !IsDigit(text.front());
}

bool IsSentence(std::string_view text) {
  return text.size() > 1 && text.ends_with('.') && !IsLower(text.front()) &&
         text.find('\n') == std::string_view::npos;
}

class TableCheck {
 public:
  explicit TableCheck(std::vector<std::string>& problems) : problems_(problems) {}

  void Visit(const Object& object) {
    if (!seen_.insert(&object).second) return;
    if (object.name.empty()) Add(object, "has no name");
    if (!IsSentence(object.doc)) Add(object, "its doc is no sentence");
    std::set<std::string_view> names;
    VisitFields(object, object, names);
    for (const Constraint& constraint : object.constraints) Visit(object, constraint);
  }

 private:
  void Add(const Object& object, std::string problem) {
    problems_.push_back(fmt::format("{}: {}", object.name, problem));
  }

  void VisitFields(const Object& whole, const Object& part, std::set<std::string_view>& names) {
    for (const Field& field : part.fields) {
      if (!names.insert(field.name).second) {
        Add(whole, fmt::format("`{}` is there twice", field.name));
      }
      Visit(part, field);
    }
    for (const Object* included : part.includes) {
      Visit(*included);
      VisitFields(whole, *included, names);
    }
  }

  void Visit(const Object& object, const Field& field) {
    const auto add = [&](std::string_view problem) {
      Add(object, fmt::format("`{}` {}", field.name, problem));
    };
    // Where any field may be, the names are somebody else's.
    if (object.camel_case) {
      // Kubernetes objects have names in snake_case too: `bool_gauge` of Pyrra.
      if (!IsCamelCase(field.name) && !IsSnakeCase(field.name)) add("is not camelCase");
    } else if (!object.any_fields && !IsSnakeCase(field.name)) {
      add("is not snake_case");
    }
    if (!IsSentence(field.doc)) add("has a doc that is no sentence");
    for (const Change& change : {field.deprecated, field.removed}) {
      if (!change.since.empty() && change.instead.empty()) add("is gone, but what to use instead?");
      if (change.since.empty() && !change.instead.empty()) add("has to be gone since some version");
    }
    const bool required = field.presence == Presence::kRequired;
    if (required && !field.default_value.empty()) add("is required and has a default");
    if (!field.default_value.empty() && !IsValue(field.type, field.default_value) &&
        !IsField(field.default_value)) {
      add("has a default of another type");
    }
    // A field that may be absent, but not null, says so by `missing`.
    if (!field.null_item.empty() && field.type.kind != Kind::kList) add("has no items");
    Visit(object, field.type, add);
  }

  template <typename Report>
  void Visit(const Object& object, const Type& type, const Report& add) {
    const bool nests = type.kind == Kind::kList || type.kind == Kind::kMap;
    if (nests != (type.element != nullptr)) add("has no element type, or needs none");
    if ((type.kind == Kind::kSection) != (type.object != nullptr)) add("has no section");
    if ((type.kind == Kind::kChoice) != !type.choices.empty()) add("has no choices");
    if (!type.refusal.empty() && type.kind != Kind::kChoice) add("refuses words, but has none");
    if (type.element != nullptr) Visit(object, *type.element, add);
    if (type.object != nullptr) Visit(*type.object);
  }

  void Visit(const Object& object, const Constraint& constraint) {
    std::size_t count = 0;
    while (count < constraint.fields.size() && !constraint.fields[count].empty()) ++count;
    if (count < 2) Add(object, "a constraint needs two fields");
    const bool unique = constraint.kind == Constraint::Kind::kUnique;
    if (unique && count != 2) Add(object, "a constraint takes two fields");
    for (std::size_t i = 0; i < (unique ? 1 : count); ++i) {
      if (FindField(object, constraint.fields[i]) == nullptr) {
        Add(object,
            fmt::format("a constraint names `{}`, which is no field", constraint.fields[i]));
      }
    }
    if (!unique) return;
    const Field* list = FindField(object, constraint.fields[0]);
    const bool is_list_of_sections = list != nullptr && list->type.kind == Kind::kList &&
                                     list->type.element->kind == Kind::kSection;
    if (!is_list_of_sections ||
        FindField(*list->type.element->object, constraint.fields[1]) == nullptr) {
      Add(object, fmt::format("`{}` holds no sections with `{}`", constraint.fields[0],
                              constraint.fields[1]));
    }
  }

  std::vector<std::string>& problems_;
  std::set<const Object*> seen_;
};

}  // namespace

std::string Describe(const Type& type) {
  switch (type.kind) {
    case Kind::kAny:
      return "anything";
    case Kind::kBool:
      return "`true` or `false`";
    case Kind::kInteger:
      return "a whole number";
    case Kind::kUnsigned:
      return "a whole number from 0";
    case Kind::kFloat:
      return "a number";
    case Kind::kString:
      return "a string";
    case Kind::kSecret:
      return "a secret";
    case Kind::kDuration:
      return "a duration";
    case Kind::kSize:
      return "a size in bytes";
    case Kind::kUrl:
      return "a URL";
    case Kind::kRegex:
      return "a regular expression";
    case Kind::kLabelName:
      return "a label name";
    case Kind::kMetricName:
      return "a metric name";
    case Kind::kFile:
      return "a file name";
    case Kind::kTemplate:
      return "a template";
    case Kind::kPromql:
      return "a PromQL expression";
    case Kind::kChoice: {
      std::string words;
      for (const std::string_view word : type.choices) {
        if (word.empty()) continue;
        words += fmt::format("{}`{}`", words.empty() ? "" : ", ", word);
      }
      return "one of " + words;
    }
    case Kind::kList:
      return "a list of " + Plural(*type.element);
    case Kind::kMap:
      return "a mapping to " + Plural(*type.element);
    case Kind::kSection:
      return fmt::format(
          "{} `{}` section",
          std::string_view("aeiou").find(type.object->name[0]) == std::string_view::npos ? "a"
                                                                                         : "an",
          type.object->name);
  }
  return {};
}

const Field* FindField(const Object& object, std::string_view name) {
  for (const Field& field : object.fields) {
    if (IsName(field.name, name)) return &field;
  }
  for (const Object* included : object.includes) {
    if (const Field* field = FindField(*included, name)) return field;
  }
  return nullptr;
}

std::vector<std::string> CheckTable(const Object& object) {
  std::vector<std::string> problems;
  TableCheck(problems).Visit(object);
  return problems;
}

}  // namespace check::schema
