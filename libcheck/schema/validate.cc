#include "libcheck/schema/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/diagnostic/secrets.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/comment_value.h"
#include "libcheck/schema/explained.h"
#include "libcheck/schema/validator.h"
#include "libcheck/schema/values.h"
#include "libcheck/schema/visit.h"
#include "libcheck/yaml/codes.h"
#include "libcheck/yaml/duplicates.h"
#include "libcheck/yaml/merge_keys.h"
#include "libcheck/yaml/scalar.h"

namespace check::schema {
namespace internal {
namespace {

// What follows a message about a field that is required by earlier releases only.
std::string RequiredUntil(const Field& field) {
  if (field.optional_since.empty()) return {};
  return fmt::format(", which is optional since {}", field.optional_since);
}

// Whether there is a release that does not know the field.
bool HasHistory(const Field& field) {
  return !field.since.empty() || !field.removed.since.empty() || !field.deprecated.since.empty();
}

}  // namespace

void Validator::CheckSection(const Node& node, const Object& object, const SectionPath* around) {
  const SectionPath path = {&object, &node, around};
  const std::size_t type_errors = type_errors_;
  const WantedFields* wanted = WantedOf(object);
  GivenFields given;
  ForEachEntry(node, [&](const Entry& entry, const Mapping& mapping) {
    CheckEntry(entry, mapping, path, wanted, given);
  });
  if (wanted != nullptr || options_.decodes_only) return;

  const Values values(node, input_, options_.dialect);
  Section section(object, values, diagnostics_);
  const std::size_t reported = diagnostics_.found().size();
  CheckRequired(section, object, given);
  CheckNullItems(section, object);
  const auto check_constraints = [&](const Object& part, const auto& self) -> void {
    if (IsForBefore(options_.target_version, part.checked_since)) return;
    for (const Constraint& constraint : part.constraints) CheckConstraint(section, constraint);
    if (part.check != nullptr) part.check(section);
    for (const Object* included : part.includes) self(*included, self);
    if (part.check_last != nullptr) part.check_last(section);
  };
  check_constraints(object, check_constraints);
  // Upstream looks at a section as a whole only if each of its values could be stored.
  if (type_errors_ != type_errors) Silence(reported);
}

void Validator::Silence(std::size_t first) {
  for (std::size_t i = first; i < diagnostics_.found().size(); ++i) {
    diagnostics_.found()[i].upstream.clear();
  }
}

bool Validator::HasDuplicateKeys(const Node& mapping) {
  if (options_.dialect == yaml::Dialect::kGoYamlV2 ||
      !yaml::ReportDuplicateKeys(mapping, input_.file, input_.stream, diagnostics_)) {
    return false;
  }
  ++type_errors_;
  return true;
}

Validator::Mapping Validator::Enter(const Node& mapping) {
  const bool repeats = HasDuplicateKeys(mapping);
  return {&mapping, repeats, diagnostics_.found().size(),
          options_.deferred == nullptr ? 0 : options_.deferred->nodes.size()};
}

// Of a mapping with keys given twice yaml.v3 reads nothing more; we do.
void Validator::Leave(const Mapping& mapping) {
  if (!mapping.repeats) return;
  Silence(mapping.reported);
  Deferred* deferred = options_.deferred;
  if (deferred != nullptr && deferred->nodes.size() > mapping.deferred) deferred->reached = false;
}

// That it is no text has been reported. But yaml.v3 puts all keys beside a merge key into a map of
// Go's first, unless they cannot be decoded.
bool Validator::ReportUnhashableKey(const Node& key) {
  Diagnostics ignored;
  if (yaml::ReportDuplicateKeys(key, input_.file, input_.stream, ignored)) return false;
  for (const Entry& entry : key.entries()) {
    if (!entry.key.IsScalar() && ReportUnhashableKey(entry.key)) return true;
  }
  const bool has_text_keys =
      std::all_of(key.entries().begin(), key.entries().end(), [&](const Entry& entry) {
        const std::string_view tag = yaml::TagText(entry.key, input_.stream, options_.dialect);
        return tag == "!!str" || tag == "!!merge";
      });
  const std::string fault = fmt::format("yaml: runtime error: hash of unhashable type {}",
                                        key.IsSequence() ? "[]interface {}"
                                        : has_text_keys  ? "map[string]interface {}"
                                                         : "map[interface {}]interface {}");
  // The first fault of that weight is all that upstream speaks of.
  const auto replace = [&](UpstreamText& text) {
    if (text.empty() || text.str().starts_with("line ")) text = fault;
  };
  Diagnostic& last = diagnostics_.found().back();
  if (last.upstream_again.is_given()) replace(last.upstream_again);
  replace(last.upstream);
  return true;
}

const WantedFields* Validator::WantedOf(const Object& object) const {
  const auto at = std::find_if(options_.only.begin(), options_.only.end(),
                               [&](const WantedFields& some) { return some.object == &object; });
  return at == options_.only.end() ? nullptr : &*at;
}

void Validator::CheckEntry(const Entry& entry, const Mapping& mapping, const SectionPath& path,
                           const WantedFields* wanted, GivenFields& given) {
  if (wanted != nullptr && std::find(wanted->fields.begin(), wanted->fields.end(),
                                     entry.key.scalar()) == wanted->fields.end()) {
    return;
  }
  if (options_.dialect == yaml::Dialect::kGoYamlV2 && entry.key.IsNull()) {
    ReportNoKey(entry.key, *path.object);
    return;
  }
  const std::optional<std::string_view> name = KeyText(entry.key);
  if (!name) return;
  const Field* field = fields_.Find(*path.object, *name);
  if (field == nullptr) {
    if (entry.key.IsNull() || path.object->any_fields || options_.ignore_unknown_fields) return;
    ReportUnknownField(entry.key, *name, path, input_, diagnostics_);
    ++type_errors_;
    return;
  }
  const std::uint64_t bit = GivenFields::BitOf(*field);
  if ((given.bits & bit) != 0 && IsGivenTwice(entry, mapping, *field, *path.object, given)) return;
  given.bits |= bit;
  given.list.push_back({field, &entry, mapping.node});
  if (HasHistory(*field) && IsGone(entry, *field, *path.object)) return;
  const Subject subject = {.field = field->name, .null_items_later = !field->null_item.empty()};
  const std::size_t reported = diagnostics_.found().size();
  if (!options_.decodes_only) WarnOfComment(entry, field->type, input_.file, diagnostics_);
  CheckValue(entry.value, field->type, subject, path);
  if (!field->kept_as_node) return;
  for (std::size_t i = reported; i < diagnostics_.found().size(); ++i) {
    diagnostics_.found()[i].upstream_again = "";
  }
}

std::optional<std::string_view> Validator::OddKeyText(const Node& key) {
  if (!key.IsScalar()) {
    ReportWrongType(key, kString, kKeySubject);
    return std::nullopt;
  }
  const yaml::Resolved resolved = yaml::Resolve(key, options_.dialect, input_.arena);
  if (resolved.fault.empty()) return resolved.text;
  ReportBadTag(key, kString, resolved.fault);
  return std::nullopt;
}

// yaml.v2 takes a null for the empty text.
void Validator::ReportNoKey(const Node& key, const Object& object) {
  if (object.any_fields || options_.ignore_unknown_fields) return;
  auto& problem = Report(kUnknownField, key, "expected a field name");
  if (!object.upstream.empty()) {
    problem.upstream =
        fmt::format("line {}: field  not found in type {}", Line(key), object.upstream);
  }
  ++type_errors_;
}

bool Validator::IsGivenTwice(const Entry& entry, const Mapping& mapping, const Field& field,
                             const Object& object, const GivenFields& given) {
  const auto is_it = [&](const Given& g) { return g.field == &field && g.mapping == mapping.node; };
  const auto* const earlier = std::find_if(given.list.begin(), given.list.end(), is_it);
  if (earlier == given.list.end()) return false;
  if (mapping.repeats) return true;
  auto& problem =
      Report(yaml::kDuplicateKey, entry.key, fmt::format("duplicate key `{}`", field.name));
  problem.labels.push_back({{&input_.file, earlier->entry->key.span}, "first defined here"});
  const auto upstream = [&](std::string_view type) {
    return fmt::format("line {}: field {} already set in type {}", Line(entry.key), field.name,
                       type);
  };
  problem.upstream = upstream(object.upstream);
  if (!object.upstream_again.empty()) problem.upstream_again = upstream(object.upstream_again);
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
  if (IsForBefore(target, field.since)) {
    auto& problem = Report(kNewerField, entry.key,
                           fmt::format("`{}` was added in {}, but the file is for {}", field.name,
                                       field.since, target.empty() ? kCurrentRelease : target));
    if (!object.upstream.empty()) problem.upstream = NotFound(entry.key, object);
    ++type_errors_;
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
    const bool required = field.presence == Presence::kRequired ||
                          IsForBefore(options_.target_version, field.optional_since);
    if (!required) continue;
    // In yaml.v2 the last counts, and in yaml.v3 there is but one.
    const Given* found = given.list.end();
    while (found != given.list.begin() && found[-1].field != &field) --found;
    if (found == given.list.begin()) {
      section
          .ReportHere(kMissingField, fmt::format("`{}` needs `{}`{}", section.object().name,
                                                 field.name, RequiredUntil(field)))
          .upstream = field.missing;
      continue;
    }
    const Entry& entry = *found[-1].entry;
    const Node& value = entry.value;
    const bool empty = value.IsScalar() ? value.scalar().empty() || value.IsNull()
                                        : value.IsSequence() && value.size_ == 0;
    if (empty) {
      Report(kMissingField, entry.key,
             fmt::format("`{}` is empty{}", field.name, RequiredUntil(field)))
          .upstream = field.missing;
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
      section.Report(kMissingField, at, fmt::format("`{}` contains an empty item", field.name),
                     std::string(field.null_item));
    }
  }
  for (const Object* included : part.includes) CheckNullItems(section, *included);
}

void Validator::CheckConstraint(Section& section, const Constraint& constraint) {
  using enum Constraint::Kind;
  if (IsForBefore(options_.target_version, constraint.since)) return;
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
                  fmt::format("duplicate `{1}`: `{0}`", entry.value.scalar(), constraint.fields[1]))
          .labels.push_back({{&input_.file, earlier->second->span}, "first defined here"});
    }
  }
}

}  // namespace internal

Diagnostic& Section::ReportHere(const CodeInfo& info, std::string message) {
  const std::span<const yaml::Entry> own = node().entries();
  const Span span = own.empty() || node().is_alias ? node().span : own.front().key.span;
  return diagnostics_.Report(info, {&file(), span}, std::move(message));
}

bool ReportBadTag(const yaml::Node& node, const Input& input, yaml::Dialect dialect,
                  Diagnostics& diagnostics) {
  if (!node.IsScalar()) return false;
  yaml::Resolved resolved = yaml::Resolve(node, dialect, input.arena);
  if (resolved.fault.empty()) return false;
  diagnostics
      .Report(
          kWrongType, {&input.file, node.span},
          fmt::format("`{}` does not match its tag `{}`", node.scalar(), input.stream.TagOf(node)))
      .upstream = std::move(resolved.fault);
  return true;
}

namespace {

void ValidateNode(const yaml::Node& node, const Object& object, const Input& input,
                  const Options& options, Diagnostics& diagnostics) {
  internal::Validator validator(input, options, diagnostics);
  if (node.IsMapping()) {
    validator.CheckSection(node, object, nullptr);
    return;
  }
  if (ReportBadTag(node, input, options.dialect, diagnostics)) return;
  auto& problem = diagnostics.Report(
      kWrongType, {&input.file, node.span},
      fmt::format("expected a `{}` section, not {}", object.name, yaml::Describe(node)));
  const auto upstream = [&](std::string_view type) {
    return yaml::CannotUnmarshal(input.file, input.stream, node, type, options.dialect);
  };
  if (!object.upstream.empty()) problem.upstream = upstream(object.upstream);
  if (!object.upstream_again.empty()) problem.upstream_again = upstream(object.upstream_again);
}

}  // namespace

void Validate(const yaml::Node& node, const Object& object, const Input& input,
              const Options& options, Diagnostics& diagnostics) {
  if (node.IsNull()) return;
  const std::size_t before = diagnostics.found().size();
  ValidateNode(node, object, input, options, diagnostics);
  const bool is_clean = diagnostics.found().size() == before;
  if (!is_clean) DropExplained(node, input.file, before, diagnostics);
  if (!is_clean || !options.marks_secrets_later) MarkSecrets(node, object, input, options.dialect);
}

void ReportIgnoredDocument(const SourceFile& file, const yaml::Stream& stream,
                           std::string_view reader, Diagnostics& diagnostics) {
  if (!stream.has_more) return;
  std::uint32_t begin = stream.more_at;
  // The line that separates documents, or is all there is of an empty one, holds nothing.
  for (std::string_view rest = file.text().substr(begin); !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    const std::size_t content = line.find_first_not_of(" \t\r", line.starts_with("---") ? 3 : 0);
    const bool is_empty = content == line.npos || line[content] == '#' || line.starts_with("...");
    if (!is_empty) {
      const auto end = static_cast<std::uint32_t>(begin + line.find_last_not_of(" \t\r") + 1);
      diagnostics.Report(kIgnoredDocument,
                         {&file, {begin + static_cast<std::uint32_t>(content), end}},
                         fmt::format("{} reads only the first document of a file, so this one is "
                                     "ignored",
                                     reader));
      return;
    }
    begin += static_cast<std::uint32_t>(line.size() + 1);
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
}

std::optional<std::string> UpstreamError(const Diagnostics& diagnostics) {
  std::vector<std::string> faults;
  for (const Diagnostic& problem : diagnostics.found()) {
    if (problem.upstream.empty() || problem.severity != Severity::kError) continue;
    faults.push_back(problem.where.file == nullptr
                         ? problem.upstream.str()
                         : HideSecrets(problem.upstream.str(), *problem.where.file));
  }
  if (faults.empty()) return std::nullopt;
  return DecodingError(faults);
}

std::string DecodingError(std::span<const std::string> faults) {
  for (const std::string& fault : faults) {
    if (!fault.starts_with("line ")) return fault;
  }
  if (faults.empty()) return {};
  return fmt::format("yaml: unmarshal errors:\n  {}", fmt::join(faults, "\n  "));
}

}  // namespace check::schema
