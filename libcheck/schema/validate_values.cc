#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/duration_advice.h"
#include "libcheck/base/edit_distance.h"
#include "libcheck/base/parallel.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/regex.h"
#include "libcheck/base/regex_fault.h"
#include "libcheck/base/url.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/comment_value.h"
#include "libcheck/schema/validator.h"
#include "libcheck/schema/values.h"
#include "libcheck/schema/visit.h"
#include "libcheck/yaml/codes.h"
#include "libcheck/yaml/merge_keys.h"
#include "libcheck/yaml/scalar.h"

namespace check::schema::internal {
namespace {

std::string Quoted(std::string_view text) { return fmt::format("`{}`", text); }

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
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return LowerAscii(x) == LowerAscii(y); });
}

// Whether what a plain scalar is taken for matters.
bool IsTyped(Kind kind) {
  return kind == Kind::kBool || kind == Kind::kInteger || kind == Kind::kUnsigned ||
         kind == Kind::kFloat;
}

// Whether a scalar can be stored as a value of `kind`, which is one of IsTyped().
bool Fits(const yaml::Resolved& scalar, Kind kind, yaml::Dialect dialect) {
  switch (kind) {
    case Kind::kBool:
      return yaml::ToBool(scalar, dialect).has_value();
    case Kind::kInteger:
      return yaml::ToInteger(scalar).has_value();
    case Kind::kUnsigned:
      return yaml::ToUnsigned(scalar).has_value();
    default:
      return yaml::ToFloat(scalar).has_value();
  }
}

// Whether a string in quotes would be a value of the type without them.
bool FitsWithoutQuotes(const Node& node, const Type& type, yaml::Dialect dialect, Arena& arena) {
  const bool is_quoted =
      node.style == yaml::Style::kDoubleQuoted || node.style == yaml::Style::kSingleQuoted;
  if (!node.IsScalar() || !is_quoted || !IsTyped(type.kind)) return false;
  Node plain = node;
  plain.style = yaml::Style::kPlain;
  plain.tag = yaml::Tag::kNone;
  return !plain.IsNull() && Fits(yaml::Resolve(plain, dialect, arena), type.kind, dialect);
}

std::string InvalidName(std::string_view of, std::string_view name, std::string_view shown) {
  return name.empty() ? fmt::format("empty {} name", of)
                      : fmt::format("invalid {} name {}", of, shown);
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
std::string UpstreamType(const Type& type, bool again = false) {
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
      return "[]" + UpstreamType(*type.element, again);
    case Kind::kMap:
      return fmt::format("map[string]{}", UpstreamType(*type.element, again));
    case Kind::kSection:
      return std::string(again && !type.object->upstream_again.empty() ? type.object->upstream_again
                                                                       : type.object->upstream);
    default:
      return "string";
  }
}

// What to write in place of a value of the wrong type; `written` is how it stands in the file.
std::string WrongTypeAdvice(const Node& node, const Type& type, const Subject& subject,
                            std::string_view written) {
  constexpr std::size_t kMost = 40;
  const bool is_short = written.size() <= kMost && written.find('\n') == written.npos;
  if (node.IsMapping() && written.starts_with("{{")) {
    return "a value that starts with `{{` must be quoted";
  }
  // A matcher as a mapping: `- severity: critical`.
  if (node.IsMapping() && subject.field.ends_with("matchers") && node.size_ > 0) {
    const Entry& first = node.entries()[0];
    if (first.key.IsScalar() && first.value.IsScalar() && !first.value.scalar().empty() &&
        is_short) {
      return fmt::format("a matcher is a string: `- {}=\"{}\"`", first.key.scalar(),
                         first.value.scalar());
    }
  }
  // `localhost: 9090`
  if (node.IsMapping() && node.size_ == 1 && type.kind == Kind::kString && is_short) {
    const Entry& only = node.entries()[0];
    if (only.key.IsScalar() && only.value.IsScalar() && !only.value.scalar().empty()) {
      return fmt::format("remove the space after the colon: `{}:{}`", only.key.scalar(),
                         only.value.scalar());
    }
  }
  switch (type.kind) {
    case Kind::kList:
      if (node.IsScalar() && is_short && type.element->kind != Kind::kSection &&
          type.element->kind != Kind::kSecret && type.element->kind != Kind::kUrl) {
        return fmt::format("write a list: `[{}]`", written);
      }
      return "list items start with `- `";
    case Kind::kMap:
      if (node.IsSequence()) return "write `name: value`, without `- ` in front";
      return node.IsScalar() ? "write `name: value`, on a line below" : std::string();
    case Kind::kSection: {
      if (node.IsSequence()) return "write its fields without `- ` in front";
      if (!node.IsScalar()) return {};
      if (type.object->name == "static_config") {
        return is_short ? fmt::format("write `- targets: [{}]`", written) : std::string();
      }
      std::string names;
      std::size_t count = 0;
      for (const Field& field : type.object->fields) {
        if (!field.removed.since.empty() || !field.deprecated.since.empty()) continue;
        if (count++ == 3) break;
        names += fmt::format("{}`{}`", names.empty() ? "" : ", ", field.name);
      }
      return names.empty() ? names : fmt::format("write its fields below it, such as {}", names);
    }
    case Kind::kPromql:
      return node.IsMapping() ? "quote an expression that starts with `{`" : std::string();
    default:
      if (node.IsSequence() && type.kind == Kind::kRegex && is_short && node.size_ > 1) {
        std::string joined;
        for (const Node& item : node.items()) {
          if (!item.IsScalar()) return {};
          joined += fmt::format("{}{}", joined.empty() ? "" : "|", item.scalar());
        }
        return fmt::format("write one regular expression: `{}`", joined);
      }
      if (node.IsSequence() && subject.role == Subject::Role::kField) {
        return node.size_ > 1 && subject.field == "to" ? "write one string, with commas"
                                                       : "only one value is allowed";
      }
      return {};
  }
}

}  // namespace

void Validator::CheckValue(const Node& node, const Type& type, const Subject& subject,
                           const SectionPath& path) {
  if (node.IsScalar() && node.tag == yaml::Tag::kNone && IsAnyText(type)) return;
  if (node.IsNull()) return;
  switch (type.kind) {
    case Kind::kAny:
      CheckAnything(node, subject, path);
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
      } else if (node.IsScalar() && type.check != nullptr) {
        // A text may stand in the place of the section.
        CheckScalar(node, Checked(kString, type.check), subject);
      } else {
        ReportWrongType(node, type, subject);
      }
      return;
    default:
      CheckScalar(node, type, subject);
      return;
  }
}

// What anything may stand for is decoded even so.
void Validator::CheckAnything(const Node& node, const Subject& subject, const SectionPath& path) {
  static constexpr Type kMapOfAnything = MapOf(kAny);
  if (node.IsScalar()) CheckScalar(node, kString, subject);
  if (node.IsMapping()) CheckMap(node, kMapOfAnything, subject, path);
  for (const Node& item : node.items()) CheckValue(item, kAny, subject, path);
}

void Validator::CheckList(const Node& node, const Type& type, const Subject& subject,
                          const SectionPath& path) {
  if (!node.IsSequence()) {
    ReportWrongType(node, type, subject);
    return;
  }
  constexpr std::size_t kMany = 200;
  if (type.element->kind == Kind::kSection && node.items().size() >= kMany && ThreadCount() > 1 &&
      !options_.decodes_only) {
    CheckManyItems(node, type, subject, path);
    return;
  }
  for (const Node& item : node.items()) CheckItem(item, node, type, subject, path);
}

void Validator::CheckItem(const Node& item, const Node& list, const Type& type,
                          const Subject& subject, const SectionPath& path) {
  if (item.IsNull() && options_.decodes_only) return;
  Deferred* deferred = options_.deferred;
  if (deferred != nullptr && deferred->object == type.element->object) {
    if (deferred->nodes.empty()) deferred->reported = diagnostics_.found().size();
    deferred->nodes.push_back(&item);
    return;
  }
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
  for (Part& part : parts) part.found = Diagnostics(diagnostics_.upstream());
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
  std::unordered_map<std::string_view, const Node*> known;
  const bool is_v2 = options_.dialect == yaml::Dialect::kGoYamlV2;
  const bool find_twins = is_v2 && (node.size_ > 1 || yaml::HasMergeKey(node));
  ForEachEntry(node, [&](const Entry& entry, const Mapping& /*mapping*/) {
    // yaml.v3 leaves out what stands beside a null.
    if (!is_v2 && entry.key.IsNull()) return;
    const std::optional<std::string_view> key = KeyText(entry.key);
    if (!key) return;
    if (type.key != nullptr) CheckScalar(entry.key, *type.key, kKeySubject);
    const std::size_t type_errors = type_errors_;
    if (!options_.decodes_only) {
      WarnOfComment(entry, *type.element, input_.file, diagnostics_);
    }
    CheckValue(entry.value, *type.element, {*key}, path);
    // Only what could be stored is there when the key comes again.
    if (!find_twins || type_errors_ != type_errors) return;
    const auto [earlier, is_new] = known.try_emplace(*key, &entry.key);
    if (is_new) return;
    ++type_errors_;
    auto& problem = Report(yaml::kDuplicateKey, entry.key, fmt::format("duplicate key `{}`", *key));
    problem.labels.push_back({{&input_.file, earlier->second->span}, "first defined here"});
    problem.upstream =
        fmt::format("line {}: key {} already set in map", Line(entry.value), GoQuote(*key));
  });
}

void Validator::CheckScalar(const Node& node, const Type& type, const Subject& subject) {
  if (!node.IsScalar()) {
    ReportWrongType(node, type, subject);
    return;
  }
  if (node.tag == yaml::Tag::kNone && !IsTyped(type.kind)) {
    if (!IsAnyText(type)) CheckText(node, node.scalar(), type, subject);
    return;
  }
  const yaml::Resolved scalar = yaml::Resolve(node, options_.dialect, input_.arena);
  if (!scalar.fault.empty()) {
    ReportBadTag(node, type, scalar.fault);
    return;
  }
  if (IsTyped(type.kind)) {
    if (!Fits(scalar, type.kind, options_.dialect)) ReportWrongType(node, type, subject);
  } else if (!IsAnyText(type)) {
    CheckText(node, scalar.text, type, subject);
  }
}

void Validator::CheckText(const Node& node, std::string_view text, const Type& type,
                          const Subject& subject) {
  if (IsNewer(node, text, type, subject)) return;
  // To yaml.v2 a time.Duration is an integer as well, which counts nanoseconds.
  if (type.upstream == "time.Duration" && options_.dialect == yaml::Dialect::kGoYamlV2 &&
      yaml::ToInteger(yaml::Resolve(node, options_.dialect, input_.arena)).has_value()) {
    return;
  }
  if (type.check != nullptr) {
    auto problem = type.check(text);
    if (!problem) return;
    auto& reported = ReportBadValue(node, std::move(problem->message), std::move(problem->note));
    reported.upstream = problem->upstream;
    if (type.kind == Kind::kRegex) MarkRegex(node, text, reported);
    // Of a type of Go's own, the decoder says what it says of all types.
    if (problem->upstream.empty() && !type.upstream.empty()) {
      ++type_errors_;
      reported.upstream =
          yaml::CannotUnmarshal(input_.file, input_.stream, node, type.upstream, options_.dialect);
    }
    return;
  }
  switch (type.kind) {
    case Kind::kDuration:
      if (const auto duration = ParsePrometheusDuration(text); !duration) {
        ReportBadValue(node,
                       text.empty() ? subject.Text() + " is empty"
                                    : fmt::format("invalid duration {}", Shown(node, type)),
                       DurationAdvice(text))
            .upstream = duration.error().message;
      }
      return;
    case Kind::kSize:
      if (auto problem = SizeProblem(text)) {
        ReportBadValue(node,
                       fmt::format("invalid size {}: {}", Shown(node, type), problem->message),
                       "write a number with a unit, such as `512MB` or `1GiB`")
            .upstream = problem->upstream;
      }
      return;
    case Kind::kUrl:
      if (auto url = ParseUrl(text); !url) {
        ReportBadValue(
            node, fmt::format("invalid URL {}: {}", Shown(node, type), UrlFault(url.error())), {})
            .upstream = url.error().message;
      }
      return;
    case Kind::kRegex:
      if (auto problem = RegexProblem(text)) {
        auto& reported = ReportBadValue(node, *problem, {});
        reported.upstream = *problem;
        MarkRegex(node, text, reported);
      }
      return;
    case Kind::kLabelName:
      if (!model::IsValidLabelName(text, options_.names)) {
        ReportBadValue(node, InvalidName("label", text, Shown(node, type)), {}).upstream =
            GoQuote(text) + " is not a valid label name";
      }
      return;
    case Kind::kMetricName:
      if (!model::IsValidMetricName(text, options_.names)) {
        ReportBadValue(node, InvalidName("metric", text, Shown(node, type)), {});
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

// Reports a word, or a way to write a regular expression, that came later than the release that the
// file is for.
bool Validator::IsNewer(const Node& node, std::string_view text, const Type& type,
                        const Subject& subject) {
  constexpr std::string_view kAngleGroups = "2.51";
  const std::string_view target = options_.target_version;
  if (target.empty()) return false;
  if (type.kind == Kind::kRegex && IsBefore(target, kAngleGroups) && HasAngleGroup(text)) {
    Report(kNewerField, node,
           fmt::format("groups `(?<name>...)` can be used since {}, but the file is for {}",
                       kAngleGroups, target))
        .notes.emplace_back("write `(?P<name>...)`");
    return true;
  }
  for (const NewerWord& newer : type.newer) {
    if (newer.word != text || !IsBefore(target, newer.since)) continue;
    Report(kNewerField, node,
           fmt::format("`{}` was added to {} in {}, but the file is for {}", text, subject.Text(),
                       newer.since, target));
    return true;
  }
  return false;
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
    problem.notes.push_back(fmt::format("`{}` was removed in {}", text, type.gone_since));
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
  // That keys are given twice is noticed before it is noticed that no mapping is wanted.
  if (node.IsMapping() && HasDuplicateKeys(node)) return;
  const bool only_quoted = FitsWithoutQuotes(node, type, options_.dialect, input_.arena);
  auto& problem = Report(kWrongType, node,
                         fmt::format("{} must be {}, not {}", subject.Text(), Describe(type),
                                     only_quoted ? "a string" : Shown(node, type)));
  if (only_quoted) problem.notes.push_back(fmt::format("remove the quotes: `{}`", node.scalar()));
  const auto upstream = [&](std::string_view go) {
    return yaml::CannotUnmarshal(input_.file, input_.stream, node, go, options_.dialect);
  };
  const std::string go = UpstreamType(type);
  const std::string again = UpstreamType(type, true);
  ++type_errors_;
  if (!go.empty()) problem.upstream = upstream(go);
  if (again != go) problem.upstream_again = upstream(again);
  if (only_quoted) return;
  std::string note = WrongTypeAdvice(node, type, subject, input_.file.text(node.span));
  if (!note.empty()) problem.notes.push_back(std::move(note));
}

void Validator::MarkRegex(const Node& node, std::string_view pattern, Diagnostic& problem) {
  RegexFault found = FindRegexFault(pattern, problem.message);
  if (!found.note.empty() && problem.notes.empty()) problem.notes.push_back(std::move(found.note));
  if (pattern != node.scalar() || found.begin >= found.end) return;
  problem.where = {
      yaml::Embed(input_.file, node, input_.arena),
      {static_cast<std::uint32_t>(found.begin), static_cast<std::uint32_t>(found.end)}};
}

void Validator::ReportBadTag(const Node& node, const Type& type, std::string_view upstream) {
  Report(
      kWrongType, node,
      fmt::format("{} does not match its tag `{}`", Shown(node, type), input_.stream.TagOf(node)))
      .upstream = upstream;
}

Diagnostic& Validator::ReportBadValue(const Node& node, std::string message, std::string note) {
  auto& problem = Report(kBadValue, node, std::move(message));
  if (!note.empty()) problem.notes.push_back(std::move(note));
  return problem;
}

}  // namespace check::schema::internal
