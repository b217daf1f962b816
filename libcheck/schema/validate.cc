#include "libcheck/schema/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/base/edit_distance.h"
#include "libcheck/base/inline_vector.h"
#include "libcheck/base/parallel.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/regex.h"
#include "libcheck/base/url.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/field_finder.h"
#include "libcheck/schema/unknown_field.h"
#include "libcheck/schema/values.h"
#include "libcheck/schema/visit.h"
#include "libcheck/yaml/codes.h"
#include "libcheck/yaml/merged.h"
#include "libcheck/yaml/scalar.h"

namespace check::schema {
namespace {

using yaml::Entry;
using yaml::Node;

std::string Quoted(std::string_view text) { return fmt::format("`{}`", text); }

// What a value belongs to, for messages.
struct Subject {
  enum class Role : std::uint8_t { kField, kItem, kKey };

  std::string_view field;
  Role role = Role::kField;
  bool null_items_later = false;

  std::string Text() const {
    switch (role) {
      case Role::kItem:
        return fmt::format("an item of `{}`", field);
      case Role::kKey:
        return "a key";
      case Role::kField:
        break;
    }
    return Quoted(field);
  }
};

constexpr Subject kKeySubject = {.field = {}, .role = Subject::Role::kKey};

// A value as a message shows it: the user's own words if they are few.
std::string Shown(const Node& node, const Type& type) {
  constexpr std::size_t kMost = 40;
  const std::string_view text = node.scalar();
  if (type.kind == Kind::kUrl && text.find('@') != std::string_view::npos) return "the value";
  // Perhaps a secret that should stand in the section.
  if (type.kind == Kind::kSection && HoldsSecrets(*type.object)) {
    return std::string(yaml::Describe(node));
  }
  if (!node.IsScalar() || text.empty() || text.size() > kMost || type.kind == Kind::kSecret ||
      text.find('\n') != std::string_view::npos) {
    return std::string(yaml::Describe(node));
  }
  return Quoted(text);
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// A sentence with a word in the place of its `%q` or `%s`.
std::string FillIn(std::string_view sentence, std::string_view word) {
  const std::size_t at = sentence.find('%');
  if (at == std::string_view::npos) return std::string(sentence);
  const bool quoted = sentence.substr(at).starts_with("%q");
  return fmt::format("{}{}{}", sentence.substr(0, at), quoted ? GoQuote(word) : std::string(word),
                     sentence.substr(at + 2));
}

// Go's name for a type, in the messages of go-yaml.
std::string UpstreamType(const Type& type) {
  if (!type.upstream.empty()) return std::string(type.upstream);
  switch (type.kind) {
    case Kind::kAny:
      return "interface {}";
    case Kind::kBool:
      return "bool";
    case Kind::kInteger:
      return "int";
    case Kind::kUnsigned:
      return "uint";
    case Kind::kSecret:
      return "config.plain";
    case Kind::kSize:
      return "units.Base2Bytes";
    case Kind::kFloat:
      return "float64";
    case Kind::kList:
      return "[]" + UpstreamType(*type.element);
    case Kind::kMap:
      return fmt::format("map[string]{}", UpstreamType(*type.element));
    case Kind::kSection:
      return std::string(type.object->upstream);
    default:
      return "string";
  }
}

bool HasRequired(const Object& object) {
  const auto is_required = [](const Field& f) { return f.presence == Presence::kRequired; };
  return std::any_of(object.fields.begin(), object.fields.end(), is_required) ||
         std::any_of(object.includes.begin(), object.includes.end(),
                     [](const Object* included) { return HasRequired(*included); });
}

class Validator {
 public:
  Validator(const Input& input, const Options& options, Diagnostics& diagnostics)
      : input_(input), options_(options), diagnostics_(diagnostics) {}

  void CheckSection(const Node& node, const Object& object, const SectionPath* around);

 private:
  struct Given {
    const Field* field;
    const Entry* entry;
  };
  using GivenFields = InlineVector<Given, 32>;

  void CheckEntry(const Entry& entry, const SectionPath& path, GivenFields& given);
  void ReportNoKey(const Node& key, const Object& object);
  bool IsGivenTwice(const Entry& entry, const Field& field, const Object& object,
                    const GivenFields& given);
  bool IsGone(const Entry& entry, const Field& field, const Object& object);
  void CheckRequired(Section& section, const Object& part, const GivenFields& given);
  void CheckNullItems(Section& section, const Object& part);
  void CheckConstraint(Section& section, const Constraint& constraint);
  void CheckUnique(Section& section, const Constraint& constraint);

  void CheckValue(const Node& node, const Type& type, const Subject& subject,
                  const SectionPath& path);
  void CheckList(const Node& node, const Type& type, const Subject& subject,
                 const SectionPath& path);
  void CheckItem(const Node& item, const Node& list, const Type& type, const Subject& subject,
                 const SectionPath& path);
  void CheckManyItems(const Node& list, const Type& type, const Subject& subject,
                      const SectionPath& path);
  void CheckMap(const Node& node, const Type& type, const Subject& subject,
                const SectionPath& path);
  void CheckScalar(const Node& node, const Type& type, const Subject& subject);
  void CheckText(const Node& node, std::string_view text, const Type& type, const Subject& subject);
  void CheckChoice(const Node& node, std::string_view text, const Type& type,
                   const Subject& subject);

  void ReportWrongType(const Node& node, const Type& type, const Subject& subject);
  void ReportBadTag(const Node& node, const Type& type, std::string_view upstream);
  Diagnostic& ReportBadValue(const Node& node, std::string message, std::string note);

  Diagnostic& Report(const CodeInfo& info, const Node& node, std::string message) {
    return diagnostics_.Report(info, {&input_.file, node.span}, std::move(message));
  }
  std::string NotFound(const Node& key, const Object& object) const {
    return fmt::format("line {}: field {} not found in type {}", Line(key), key.scalar(),
                       object.upstream);
  }
  std::uint32_t Line(const Node& node) const {
    return UpstreamPosition(input_.file, input_.stream, node.span.begin).line;
  }

  const Input& input_;
  const Options& options_;
  Diagnostics& diagnostics_;
  FieldFinder fields_;
  std::size_t type_errors_ = 0;  // Values that go-yaml could not store.
};

void Validator::CheckSection(const Node& node, const Object& object, const SectionPath* around) {
  const SectionPath path = {&object, around};
  const std::span<const Entry> entries = yaml::MergedEntries(node, options_.dialect, input_.arena);
  const std::size_t type_errors = type_errors_;
  GivenFields given;
  for (const Entry& entry : entries) CheckEntry(entry, path, given);

  const Values values(node, entries, input_, options_.dialect);
  Section section(object, values, diagnostics_);
  const std::size_t reported = diagnostics_.found().size();
  CheckRequired(section, object, given);
  CheckNullItems(section, object);
  const auto check_constraints = [&](const Object& part, const auto& self) -> void {
    for (const Constraint& constraint : part.constraints) CheckConstraint(section, constraint);
    if (part.check != nullptr) part.check(section);
    for (const Object* included : part.includes) self(*included, self);
    if (part.check_last != nullptr) part.check_last(section);
  };
  check_constraints(object, check_constraints);
  // Upstream looks at a section as a whole only if each of its values could be stored.
  if (type_errors_ == type_errors) return;
  for (std::size_t i = reported; i < diagnostics_.found().size(); ++i) {
    diagnostics_.found()[i].upstream.clear();
  }
}

void Validator::CheckEntry(const Entry& entry, const SectionPath& path, GivenFields& given) {
  if (!entry.key.IsScalar()) {
    ReportWrongType(entry.key, kString, kKeySubject);
    return;
  }
  if (entry.key.IsNull() && options_.dialect == yaml::Dialect::kGoYamlV2) {
    ReportNoKey(entry.key, *path.object);
    return;
  }
  const Field* field = fields_.Find(*path.object, entry.key.scalar());
  if (field == nullptr) {
    if (entry.key.IsNull() || path.object->any_fields || options_.ignore_unknown_fields) return;
    ReportUnknownField(entry.key, path, input_, diagnostics_);
    ++type_errors_;
    return;
  }
  if (IsGivenTwice(entry, *field, *path.object, given)) return;
  given.push_back({field, &entry});
  if (IsGone(entry, *field, *path.object)) return;
  const Subject subject = {.field = field->name, .null_items_later = !field->null_item.empty()};
  CheckValue(entry.value, field->type, subject, path);
}

// yaml.v2 takes a null for the empty text.
void Validator::ReportNoKey(const Node& key, const Object& object) {
  if (object.any_fields || options_.ignore_unknown_fields) return;
  auto& problem = Report(kUnknownField, key, "expected the name of a field");
  if (!object.upstream.empty()) {
    problem.upstream =
        fmt::format("line {}: field  not found in type {}", Line(key), object.upstream);
  }
  ++type_errors_;
}

bool Validator::IsGivenTwice(const Entry& entry, const Field& field, const Object& object,
                             const GivenFields& given) {
  const auto* const earlier =
      std::find_if(given.begin(), given.end(), [&](const Given& g) { return g.field == &field; });
  if (earlier == given.end()) return false;
  // Of yaml.v3, the parser has seen to keys that are written alike.
  const Node& before = earlier->entry->key;
  if (options_.dialect == yaml::Dialect::kGoYamlV3 && before.is_alias == entry.key.is_alias) {
    return false;
  }
  auto& problem =
      Report(yaml::kDuplicateKey, entry.key, fmt::format("key `{}` is given twice", field.name));
  problem.labels.push_back({{&input_.file, before.span}, "first given here"});
  problem.upstream = fmt::format("line {}: field {} already set in type {}", Line(entry.key),
                                 field.name, object.upstream);
  ++type_errors_;
  return true;
}

// Reports fields that come or go with some release. Gives whether the field cannot be used at all.
bool Validator::IsGone(const Entry& entry, const Field& field, const Object& object) {
  const std::string_view target = options_.target_version;
  const auto happened = [&](const Change& change) {
    return !change.since.empty() && (target.empty() || !IsBefore(target, change.since));
  };
  if (happened(field.removed)) {
    auto& problem = Report(kRemovedField, entry.key,
                           fmt::format("`{}` was removed in {}", field.name, field.removed.since));
    problem.notes.emplace_back(field.removed.instead);
    if (!object.upstream.empty()) problem.upstream = NotFound(entry.key, object);
    ++type_errors_;
    return true;
  }
  if (!target.empty() && !field.since.empty() && IsBefore(target, field.since)) {
    Report(
        kNewerField, entry.key,
        fmt::format("`{}` came with {}, but the file is for {}", field.name, field.since, target));
    return true;
  }
  if (happened(field.deprecated)) {
    Report(kDeprecatedField, entry.key,
           fmt::format("`{}` is deprecated since {}", field.name, field.deprecated.since))
        .notes.emplace_back(field.deprecated.instead);
  }
  return false;
}

void Validator::CheckRequired(Section& section, const Object& part, const GivenFields& given) {
  for (const Field& field : part.fields) {
    if (field.presence != Presence::kRequired) continue;
    const auto* const found =
        std::find_if(given.begin(), given.end(), [&](const Given& g) { return g.field == &field; });
    if (found == given.end()) {
      section
          .ReportHere(kMissingField,
                      fmt::format("the `{}` section needs `{}`", section.object().name, field.name))
          .upstream = field.missing;
      continue;
    }
    const Node& value = found->entry->value;
    const bool empty = value.IsScalar() ? value.scalar().empty() || value.IsNull()
                                        : value.IsSequence() && value.size_ == 0;
    if (empty) {
      Report(kMissingField, found->entry->key, fmt::format("`{}` is empty", field.name)).upstream =
          field.missing;
    }
  }
  for (const Object* included : part.includes) CheckRequired(section, *included, given);
}

void Validator::CheckNullItems(Section& section, const Object& part) {
  for (const Field& field : part.fields) {
    if (field.null_item.empty()) continue;
    for (const Node& item : section.values().Items(field.name)) {
      if (!item.IsNull()) continue;
      const Node& at = item.span.size() == 0 ? section.Find(field.name)->key : item;
      section.Report(kMissingField, at, fmt::format("an item of `{}` is empty", field.name),
                     std::string(field.null_item));
    }
  }
  for (const Object* included : part.includes) CheckNullItems(section, *included);
}

void Validator::CheckConstraint(Section& section, const Constraint& constraint) {
  using enum Constraint::Kind;
  if (constraint.kind == kUnique) {
    CheckUnique(section, constraint);
    return;
  }
  std::size_t count = 0;
  while (count < constraint.fields.size() && !constraint.fields[count].empty()) ++count;
  const std::span<const std::string_view> fields(constraint.fields.data(), count);
  const auto list = [](std::span<const std::string_view> names) {
    std::string text;
    for (const std::string_view name : names) {
      text += fmt::format("{}`{}`", text.empty() ? "" : ", ", name);
    }
    return text;
  };
  const auto clash = [&](const Entry* first, const Entry* second, std::string message) {
    if (first->key.span.begin > second->key.span.begin) std::swap(first, second);
    section
        .Report(kExclusiveFields, second->key, std::move(message), std::string(constraint.upstream))
        .labels.push_back({{&input_.file, first->key.span}, "already set here"});
  };
  if (constraint.kind == kRequires || constraint.kind == kExcludes) {
    const Entry* entry = section.FindSet(fields[0]);
    if (entry == nullptr) return;
    const auto others = fields.subspan(1);
    const auto other = std::find_if(others.begin(), others.end(), [&](std::string_view name) {
      return section.FindSet(name) != nullptr;
    });
    if (constraint.kind == kRequires && other == others.end()) {
      const char* one_of = others.size() > 1 ? "one of " : "";
      section.Report(kDependentField, entry->key,
                     fmt::format("`{}` needs {}{}", fields[0], one_of, list(others)),
                     std::string(constraint.upstream));
    } else if (constraint.kind == kExcludes && other != others.end()) {
      clash(entry, section.FindSet(*other),
            fmt::format("`{}` and `{}` cannot both be set", fields[0], *other));
    }
    return;
  }
  const Entry* first = nullptr;
  const Entry* second = nullptr;
  for (const std::string_view name : fields) {
    const Entry* entry = section.FindSet(name);
    if (entry == nullptr) continue;
    (first == nullptr ? first : second) = entry;
    if (second != nullptr) break;
  }
  if (first == nullptr && (constraint.kind == kAtLeastOne || constraint.kind == kExactlyOne)) {
    section.ReportHere(kMissingField, fmt::format("one of {} must be set", list(fields))).upstream =
        constraint.upstream;
  }
  if (second != nullptr && (constraint.kind == kAtMostOne || constraint.kind == kExactlyOne)) {
    clash(first, second, fmt::format("only one of {} can be set", list(fields)));
  }
}

void Validator::CheckUnique(Section& section, const Constraint& constraint) {
  const Entry* list = section.Find(constraint.fields[0]);
  if (list == nullptr || list->value.items().size() < 2) return;
  std::unordered_map<std::string_view, const Node*> known;
  known.reserve(list->value.items().size());
  for (const Node& item : list->value.items()) {
    for (const Entry& entry : yaml::MergedEntries(item, options_.dialect, input_.arena)) {
      if (entry.key.scalar() != constraint.fields[1] || !entry.value.IsScalar()) continue;
      const auto [earlier, is_new] = known.try_emplace(entry.value.scalar(), &entry.value);
      if (is_new || entry.value.scalar().empty()) continue;
      section
          .Report(kDuplicateValue, entry.value,
                  fmt::format("`{}` is the `{}` of another one, too", entry.value.scalar(),
                              constraint.fields[1]))
          .labels.push_back({{&input_.file, earlier->second->span}, "the other one"});
    }
  }
}

void Validator::CheckValue(const Node& node, const Type& type, const Subject& subject,
                           const SectionPath& path) {
  if (node.IsNull()) return;
  switch (type.kind) {
    case Kind::kAny:
      return;
    case Kind::kList:
      CheckList(node, type, subject, path);
      return;
    case Kind::kMap:
      CheckMap(node, type, subject, path);
      return;
    case Kind::kSection:
      if (node.IsMapping()) {
        CheckSection(node, *type.object, &path);
      } else {
        ReportWrongType(node, type, subject);
      }
      return;
    default:
      CheckScalar(node, type, subject);
      return;
  }
}

void Validator::CheckList(const Node& node, const Type& type, const Subject& subject,
                          const SectionPath& path) {
  if (!node.IsSequence()) {
    ReportWrongType(node, type, subject);
    return;
  }
  constexpr std::size_t kMany = 200;
  if (type.element->kind == Kind::kSection && node.items().size() >= kMany && ThreadCount() > 1) {
    CheckManyItems(node, type, subject, path);
    return;
  }
  for (const Node& item : node.items()) CheckItem(item, node, type, subject, path);
}

void Validator::CheckItem(const Node& item, const Node& list, const Type& type,
                          const Subject& subject, const SectionPath& path) {
  // Some are reported when the whole section has been read.
  if (item.IsNull() && subject.null_items_later) return;
  const Subject item_subject = {.field = subject.field, .role = Subject::Role::kItem};
  if (item.IsNull() && type.element->kind == Kind::kSection && HasRequired(*type.element->object)) {
    Report(kMissingField, item.span.size() == 0 ? list : item, item_subject.Text() + " is empty");
    return;
  }
  CheckValue(item, *type.element, item_subject, path);
}

// Sections know nothing of one another, so each thread takes a part of them.
void Validator::CheckManyItems(const Node& list, const Type& type, const Subject& subject,
                               const SectionPath& path) {
  struct Part {
    std::size_t type_errors = 0;
    Diagnostics found;
  };
  const std::span<const Node> items = list.items();
  std::vector<Part> parts(ThreadCount());
  ParallelFor(parts.size(), [&](std::size_t i, std::size_t) {
    const std::size_t begin = items.size() * i / parts.size();
    const std::size_t end = items.size() * (i + 1) / parts.size();
    Arena arena;
    const Input input = {input_.file, input_.stream, arena, input_.target_version};
    Validator validator(input, options_, parts[i].found);
    for (const Node& item : items.subspan(begin, end - begin)) {
      validator.CheckItem(item, list, type, subject, path);
    }
    parts[i].type_errors = validator.type_errors_;
  });
  for (Part& part : parts) {
    type_errors_ += part.type_errors;
    std::vector<Diagnostic>& found = part.found.found();
    std::move(found.begin(), found.end(), std::back_inserter(diagnostics_.found()));
  }
}

void Validator::CheckMap(const Node& node, const Type& type, const Subject& subject,
                         const SectionPath& path) {
  if (!node.IsMapping()) {
    ReportWrongType(node, type, subject);
    return;
  }
  const std::span<const Entry> entries = yaml::MergedEntries(node, options_.dialect, input_.arena);
  std::unordered_map<std::string_view, const Node*> known;
  const bool find_twins = options_.dialect == yaml::Dialect::kGoYamlV2 && entries.size() > 1;
  for (const Entry& entry : entries) {
    if (!entry.key.IsScalar()) {
      ReportWrongType(entry.key, kString, kKeySubject);
      continue;
    }
    const std::string_view key = entry.key.scalar();
    if (type.key != nullptr) CheckScalar(entry.key, *type.key, kKeySubject);
    CheckValue(entry.value, *type.element, {key}, path);
    if (!find_twins) continue;
    const auto [earlier, is_new] = known.try_emplace(key, &entry.key);
    if (is_new) continue;
    ++type_errors_;
    auto& problem =
        Report(yaml::kDuplicateKey, entry.key, fmt::format("key `{}` is given twice", key));
    problem.labels.push_back({{&input_.file, earlier->second->span}, "first given here"});
    problem.upstream =
        fmt::format("line {}: key {} already set in map", Line(entry.value), GoQuote(key));
  }
}

void Validator::CheckScalar(const Node& node, const Type& type, const Subject& subject) {
  if (!node.IsScalar()) {
    ReportWrongType(node, type, subject);
    return;
  }
  const yaml::Resolved scalar = yaml::Resolve(node, options_.dialect, input_.arena);
  if (!scalar.fault.empty()) {
    ReportBadTag(node, type, scalar.fault);
    return;
  }
  bool fits = true;
  switch (type.kind) {
    case Kind::kBool:
      fits = yaml::ToBool(scalar, options_.dialect).has_value();
      break;
    case Kind::kInteger:
      fits = yaml::ToInteger(scalar).has_value();
      break;
    case Kind::kUnsigned:
      fits = yaml::ToUnsigned(scalar).has_value();
      break;
    case Kind::kFloat:
      fits = yaml::ToFloat(scalar).has_value();
      break;
    default:
      CheckText(node, scalar.text, type, subject);
      return;
  }
  if (!fits) ReportWrongType(node, type, subject);
}

void Validator::CheckText(const Node& node, std::string_view text, const Type& type,
                          const Subject& subject) {
  if (type.check != nullptr) {
    if (auto problem = type.check(text)) {
      ReportBadValue(node, std::move(problem->message), std::move(problem->note)).upstream =
          std::move(problem->upstream);
    }
    return;
  }
  switch (type.kind) {
    case Kind::kDuration:
      if (const auto duration = ParsePrometheusDuration(text); !duration) {
        ReportBadValue(node, fmt::format("{} is no duration", Shown(node, type)),
                       "write whole numbers with units, such as `90s`, `5m` or `1h30m`")
            .upstream = duration.error().message;
      }
      return;
    case Kind::kSize:
      if (auto problem = SizeProblem(text)) {
        ReportBadValue(node, fmt::format("{} is no size: {}", Shown(node, type), problem->message),
                       "write a number with a unit, such as `512MB` or `1GiB`")
            .upstream = problem->upstream;
      }
      return;
    case Kind::kUrl:
      if (auto url = ParseUrl(text); !url) {
        ReportBadValue(
            node, fmt::format("{} is no URL: {}", Shown(node, type), UrlFault(url.error())), {})
            .upstream = url.error().message;
      }
      return;
    case Kind::kRegex:
      if (auto problem = RegexProblem(text)) {
        ReportBadValue(node, *problem, {}).upstream = *problem;
      }
      return;
    case Kind::kLabelName:
      if (!model::IsValidLabelName(text, options_.names)) {
        ReportBadValue(node, fmt::format("{} cannot be the name of a label", Shown(node, type)), {})
            .upstream = GoQuote(text) + " is not a valid label name";
      }
      return;
    case Kind::kMetricName:
      if (!model::IsValidMetricName(text, options_.names)) {
        ReportBadValue(node, fmt::format("{} cannot be the name of a metric", Shown(node, type)),
                       {});
      }
      return;
    case Kind::kTemplate:
      if (options_.templates != nullptr && text == node.scalar()) {
        gotemplate::ParseTemplate(*yaml::Embed(input_.file, node, input_.arena),
                                  *options_.templates, {}, input_.arena, diagnostics_);
      }
      return;
    case Kind::kPromql:
      if (text == node.scalar()) {
        promql::ParseExpr(*yaml::Embed(input_.file, node, input_.arena), options_.promql,
                          input_.arena, diagnostics_);
      }
      return;
    case Kind::kChoice:
      CheckChoice(node, text, type, subject);
      return;
    default:
      return;
  }
}

void Validator::CheckChoice(const Node& node, std::string_view text, const Type& type,
                            const Subject& subject) {
  const auto is = [&](std::string_view choice) {
    return type.any_case ? EqualsIgnoringCase(choice, text) : choice == text;
  };
  if (std::any_of(type.choices.begin(), type.choices.end(), is)) return;
  const bool was_one = std::any_of(type.gone.begin(), type.gone.end(), is);
  const std::string_view target = options_.target_version;
  if (was_one && !target.empty() && IsBefore(target, type.gone_since)) return;
  auto& problem =
      ReportBadValue(node, fmt::format("{} cannot be {}", subject.Text(), Shown(node, type)),
                     "it is " + Describe(type));
  if (was_one) {
    problem.notes.push_back(fmt::format("`{}` is gone since {}", text, type.gone_since));
  } else if (const auto meant = ClosestMatch(text, type.choices)) {
    problem.notes.push_back(fmt::format("did you mean `{}`?", *meant));
  }
  problem.upstream = FillIn(type.refusal, text);
}

void Validator::ReportWrongType(const Node& node, const Type& type, const Subject& subject) {
  if (node.IsScalar()) {
    const yaml::Resolved scalar = yaml::Resolve(node, options_.dialect, input_.arena);
    if (!scalar.fault.empty()) {
      ReportBadTag(node, type, scalar.fault);
      return;
    }
  }
  auto& problem = Report(
      kWrongType, node,
      fmt::format("{} must be {}, not {}", subject.Text(), Describe(type), Shown(node, type)));
  const std::string go = UpstreamType(type);
  ++type_errors_;
  if (!go.empty()) {
    problem.upstream =
        yaml::CannotUnmarshal(input_.file, input_.stream, node, go, options_.dialect);
  }
  if (node.IsMapping() && input_.file.text(node.span).starts_with("{{")) {
    problem.notes.push_back("a value that starts with `{{` has to be in quotes");
  } else if (type.kind == Kind::kList && node.size_ > 0) {
    problem.notes.push_back("each item of a list starts with `- `");
  }
}

void Validator::ReportBadTag(const Node& node, const Type& type, std::string_view upstream) {
  Report(
      kWrongType, node,
      fmt::format("{} is not what its tag `{}` says", Shown(node, type), input_.stream.TagOf(node)))
      .upstream = upstream;
}

Diagnostic& Validator::ReportBadValue(const Node& node, std::string message, std::string note) {
  auto& problem = Report(kBadValue, node, std::move(message));
  if (!note.empty()) problem.notes.push_back(std::move(note));
  return problem;
}

}  // namespace

Diagnostic& Section::ReportHere(const CodeInfo& info, std::string message) {
  const std::span<const Entry> own = node().entries();
  const Span span = own.empty() || node().is_alias ? node().span : own.front().key.span;
  return diagnostics_.Report(info, {&file(), span}, std::move(message));
}

void Validate(const Node& node, const Object& object, const Input& input, const Options& options,
              Diagnostics& diagnostics) {
  if (node.IsNull()) return;
  Validator validator(input, options, diagnostics);
  if (node.IsMapping()) {
    validator.CheckSection(node, object, nullptr);
    return;
  }
  auto& problem = diagnostics.Report(
      kWrongType, {&input.file, node.span},
      fmt::format("expected a `{}` section, not {}", object.name, yaml::Describe(node)));
  if (!object.upstream.empty()) {
    problem.upstream =
        yaml::CannotUnmarshal(input.file, input.stream, node, object.upstream, options.dialect);
  }
}

std::optional<std::string> UpstreamError(const Diagnostics& diagnostics) {
  std::string lines;
  for (const Diagnostic& problem : diagnostics.found()) {
    if (problem.upstream.empty() || problem.severity != Severity::kError) continue;
    if (!problem.upstream.starts_with("line ")) return problem.upstream;
    lines += "\n  " + problem.upstream;
  }
  if (lines.empty()) return std::nullopt;
  return "yaml: unmarshal errors:" + lines;
}

}  // namespace check::schema
