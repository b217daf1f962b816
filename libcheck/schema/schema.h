#ifndef LIBCHECK_SCHEMA_SCHEMA_H_
#define LIBCHECK_SCHEMA_SCHEMA_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/yaml/node.h"

/// Configuration files described as data.
///
/// Every section of every file the toolkit checks is one Object: a table of Fields and the
/// Constraints between them. The validator, `explain`, the manual page and the JSON schema all read
/// these tables, so a field is described once and nothing can be documented but unchecked.
///
/// A section that is mentioned by others, or by itself, is an `extern const Object`; tables hold
/// its address. All of it is initialised before the program starts, in no particular order.
namespace check::schema {

struct Object;
class Section;

enum class Kind : std::uint8_t {
  kAny,
  kBool,
  kInteger,
  kUnsigned,  ///< A whole number that is not negative.
  kFloat,
  kString,
  kSecret,    ///< A string that is never repeated in output.
  kDuration,  ///< Prometheus style: "1h30m".
  kSize,      ///< Bytes: "512MB", "1GiB".
  kUrl,
  kRegex,  ///< Anchored, as in matchers and relabelling.
  kLabelName,
  kMetricName,
  kFile,      ///< A path, or a pattern of paths.
  kTemplate,  ///< A Go template, parsed as part of validation.
  kPromql,    ///< A PromQL expression, parsed as part of validation.
  kChoice,    ///< One of a few words.
  kList,
  kMap,  ///< Any keys, values all of one type.
  kSection,
};

/// What is wrong with a value.
struct TextProblem {
  std::string message;
  std::string note = {};
  std::string upstream = {};  ///< As Diagnostic::upstream.
};

/// What is wrong with the text of a value, or nothing.
using TextCheck = std::optional<TextProblem> (*)(std::string_view text);

/// A word that a field accepts only since a release, such as "3.2".
struct NewerWord {
  std::string_view word;
  std::string_view since;
};

struct Type {
  Kind kind = Kind::kAny;
  const Type* element = nullptr;                   ///< kList, kMap: of the items or values.
  const Type* key = nullptr;                       ///< kMap: of the keys; null: any text.
  const Object* object = nullptr;                  ///< kSection
  std::span<const std::string_view> choices = {};  ///< kChoice
  /// Go's name for the type in upstream's messages, where it is not what the kind suggests.
  std::string_view upstream = {};
  /// kChoice: upstream's sentence about any other word, which stands where it has `%q` (in Go's
  /// quotes) or `%s`.
  std::string_view refusal = {};
  /// kChoice: words that were removed since a version.
  std::span<const std::string_view> gone = {};
  std::string_view gone_since = {};
  std::span<const NewerWord> newer = {};  ///< kChoice: words that came later than the field.
  bool any_case = false;                  ///< kChoice: capital and small letters count as the same.
  TextCheck check = nullptr;  ///< For values that are text: looked at instead of the usual.
};

inline constexpr Type kAny = {Kind::kAny};
inline constexpr Type kBool = {Kind::kBool};
inline constexpr Type kInteger = {Kind::kInteger};
inline constexpr Type kUnsigned = {Kind::kUnsigned};
inline constexpr Type kFloat = {Kind::kFloat};
inline constexpr Type kString = {Kind::kString};
inline constexpr Type kSecret = {Kind::kSecret};
inline constexpr Type kDuration = {Kind::kDuration};
inline constexpr Type kSize = {Kind::kSize};
inline constexpr Type kUrl = {Kind::kUrl};
inline constexpr Type kRegex = {Kind::kRegex};
inline constexpr Type kLabelName = {Kind::kLabelName};
inline constexpr Type kMetricName = {Kind::kMetricName};
inline constexpr Type kFile = {Kind::kFile};
inline constexpr Type kTemplate = {Kind::kTemplate};
inline constexpr Type kPromql = {Kind::kPromql};

constexpr Type ListOf(const Type& element, std::string_view upstream = {}) {
  return {.kind = Kind::kList, .element = &element, .upstream = upstream};
}
constexpr Type MapOf(const Type& element, std::string_view upstream = {}) {
  return {.kind = Kind::kMap, .element = &element, .upstream = upstream};
}
constexpr Type MapOf(const Type& key, const Type& element, std::string_view upstream = {}) {
  return {.kind = Kind::kMap, .element = &element, .key = &key, .upstream = upstream};
}
constexpr Type OneOf(std::span<const std::string_view> words, std::string_view refusal = {}) {
  return {.kind = Kind::kChoice, .choices = words, .refusal = refusal};
}
constexpr Type SectionOf(const Object& object) {
  return {.kind = Kind::kSection, .object = &object};
}
/// `type`, some of whose words came later than the field.
constexpr Type WithNewer(Type type, std::span<const NewerWord> newer) {
  type.newer = newer;
  return type;
}
/// `type`, with a look at each value of it.
constexpr Type Checked(Type type, TextCheck check) {
  type.check = check;
  return type;
}

/// "a duration", "a list of URLs": what messages and reference pages call values of a type.
std::string Describe(const Type& type);

enum class Presence : std::uint8_t {
  kOptional,
  kRequired,  ///< Has to be there, and not to be empty.
};

/// A field that still loads but should no longer be used, or one that no longer does.
struct Change {
  std::string_view since = {};    ///< A version such as "3.0". Empty where there was no change.
  std::string_view instead = {};  ///< What to write now: "use `scrape_protocols`".
};

struct Field {
  std::string_view name;
  Type type;
  Presence presence = Presence::kOptional;
  std::string_view default_value = {};  ///< As a person would write it, for documentation.
  std::string_view doc;                 ///< One sentence.
  std::string_view since = {};          ///< The version that brought it, where that matters.
  Change deprecated = {};
  Change removed = {};
  /// Required fields: what upstream says if it is absent.
  std::string_view missing = {};
  /// The release since which the field may be absent. Earlier ones required it.
  std::string_view optional_since = {};
  /// Lists: what upstream says of an item that is null. Without it, nulls pass if the item's
  /// section can be empty.
  std::string_view null_item = {};
  /// Upstream's second decoding leaves the value as it is written, and finds nothing wrong with it.
  bool kept_as_node = false;
};

/// A rule about which fields go together.
struct Constraint {
  enum class Kind : std::uint8_t {
    kAtMostOne,
    kAtLeastOne,
    kExactlyOne,
    kRequires,
    kExcludes,
    kUnique,
  };
  static constexpr std::size_t kMostFields = 8;

  Kind kind;
  std::array<std::string_view, kMostFields> fields = {};  ///< Up to the first that is empty.
  std::string_view upstream = {};                         ///< What upstream says when it is broken.
  std::string_view since = {};                            ///< The release that first checked it.

  constexpr Constraint Says(std::string_view words) const { return {kind, fields, words, since}; }
  constexpr Constraint Since(std::string_view version) const {
    return {kind, fields, upstream, version};
  }
};

template <typename... Names>
constexpr Constraint AtMostOne(Names... names) {
  return {Constraint::Kind::kAtMostOne, {std::string_view(names)...}};
}
template <typename... Names>
constexpr Constraint AtLeastOne(Names... names) {
  return {Constraint::Kind::kAtLeastOne, {std::string_view(names)...}};
}
template <typename... Names>
constexpr Constraint ExactlyOne(Names... names) {
  return {Constraint::Kind::kExactlyOne, {std::string_view(names)...}};
}
/// `field` cannot be set unless one of `needed` is.
template <typename... Names>
constexpr Constraint Requires(std::string_view field, Names... needed) {
  return {Constraint::Kind::kRequires, {field, std::string_view(needed)...}};
}
/// `field` cannot be set together with any of `others`, which may be set together.
template <typename... Names>
constexpr Constraint Excludes(std::string_view field, Names... others) {
  return {Constraint::Kind::kExcludes, {field, std::string_view(others)...}};
}
/// No two sections in the list `field` may give `inner` the same value.
constexpr Constraint Unique(std::string_view field, std::string_view inner) {
  return {Constraint::Kind::kUnique, {field, inner}};
}

/// A section whose fields are sometimes written in one where they are unknown.
struct Relative {
  const Object* object;
  std::string_view note;  ///< "Mimir has it, but not Prometheus itself"
};

struct Object {
  std::string_view name;  ///< As the upstream documentation calls it: "pagerduty_config".
  std::string_view doc;   ///< One sentence.
  std::span<const Field> fields;
  std::span<const Constraint> constraints = {};
  std::span<const Object* const> includes = {};  ///< Sections whose fields appear inline in this.
  /// For the few rules a table cannot express. Runs after the fields and constraints have been
  /// checked, and before those of `includes`.
  void (*check)(Section&) = nullptr;
  void (*check_last)(Section&) = nullptr;  ///< The same, after those.
  std::string_view upstream = {};          ///< Go's name for the type: "config.ScrapeConfig".
  /// The same in its second decoding, for files that it decodes twice.
  std::string_view upstream_again = {};
  std::span<const Relative> relatives = {};
  bool any_fields = false;  ///< Fields that are not in the table may be there as well.
  bool camel_case = false;  ///< Fields are named as Kubernetes' are: "errorQuery".
  /// The release since which upstream checks the constraints, `check` and those of `includes`.
  std::string_view checked_since = {};
};

/// The field of `object`, or of what it includes; null if there is none.
const Field* FindField(const Object& object, std::string_view name);

/// What is wrong with the tables themselves, from `object` on: names that are used twice or are not
/// snake_case, sentences that are none, constraints on fields that do not exist, deprecations that
/// do not say what to use. For tests.
std::vector<std::string> CheckTable(const Object& object);

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_SCHEMA_H_
