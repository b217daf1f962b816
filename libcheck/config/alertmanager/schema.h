#ifndef LIBCHECK_CONFIG_ALERTMANAGER_SCHEMA_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_SCHEMA_H_

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/config/common/http_client.h"
#include "libcheck/schema/schema.h"
#include "libcheck/schema/validate.h"

/// Fields of an alertmanager.yml, as tables. Each section has a file of its own; what receivers
/// are made of is in receivers/.
namespace check::config::alertmanager {

extern const schema::Object kConfig;  ///< The whole file.
extern const schema::Object kGlobal;
extern const schema::Object kRoute;
extern const schema::Object kInhibitRule;
extern const schema::Object kReceiver;
extern const schema::Object kTimeInterval;
extern const schema::Object kMuteTimeInterval;  ///< The same, in the older list.
extern const schema::Object kTracing;
extern const schema::Object kEventRecorder;

/// Reports what is wrong between sections: what receivers lack, names that nothing has. `section`
/// is the whole file.
void CheckWholeConfig(schema::Section& section);

/// What is wrong with single values; each gives upstream's words as well.
std::optional<schema::TextProblem> HttpUrlProblem(std::string_view text);
std::optional<schema::TextProblem> SecretUrlProblem(std::string_view text);
std::optional<schema::TextProblem> SecretTemplateUrlProblem(std::string_view text);
std::optional<schema::TextProblem> GoTimeProblem(std::string_view text);
std::optional<schema::TextProblem> StrictGoTimeProblem(std::string_view text);
std::optional<schema::TextProblem> HostPortProblem(std::string_view text);
std::optional<schema::TextProblem> PatternProblem(std::string_view text);
/// Why a text with `{{` is not a template of Go's, given no functions but its own; nothing without.
std::optional<std::string> TemplatedTextProblem(std::string_view text);

/// An absolute URL of HTTP.
inline constexpr schema::Type kHttpUrl = {
    .kind = schema::Kind::kUrl, .upstream = "string", .check = HttpUrlProblem};
/// The same, which is not to be shown.
inline constexpr schema::Type kSecretUrl = {
    .kind = schema::Kind::kSecret, .upstream = "string", .check = SecretUrlProblem};
/// The same, or a template that gives one.
inline constexpr schema::Type kSecretTemplateUrl = {
    .kind = schema::Kind::kSecret, .upstream = "common.plain", .check = SecretTemplateUrlProblem};
/// A duration in Go's notation, or a number of nanoseconds.
inline constexpr schema::Type kGoTime = {
    .kind = schema::Kind::kString, .upstream = "time.Duration", .check = GoTimeProblem};
/// A duration in Go's notation.
inline constexpr schema::Type kStrictGoTime = schema::Checked(schema::kString, StrictGoTimeProblem);
inline constexpr schema::Type kHostPort = schema::Checked(schema::kString, HostPortProblem);
/// A regular expression for a whole value.
inline constexpr schema::Type kPattern = schema::Checked(schema::kRegex, PatternProblem);

inline constexpr schema::Type kUnsigned64 = {.kind = schema::Kind::kUnsigned, .upstream = "uint64"};
inline constexpr schema::Type kInteger64 = {.kind = schema::Kind::kInteger, .upstream = "int64"};
inline constexpr schema::Type kTexts = schema::ListOf(schema::kString);
inline constexpr schema::Type kTextMap = schema::MapOf(schema::kString);
inline constexpr schema::Type kTemplateMap = schema::MapOf(schema::kTemplate);

// Rows of tables in one line: most fields are of one of these types.
constexpr schema::Field Text(std::string_view name, std::string_view doc,
                             std::string_view default_value = {}) {
  return {.name = name, .type = schema::kString, .default_value = default_value, .doc = doc};
}
constexpr schema::Field Templated(std::string_view name, std::string_view doc,
                                  std::string_view default_value = {}) {
  return {.name = name, .type = schema::kTemplate, .default_value = default_value, .doc = doc};
}
constexpr schema::Field Flag(std::string_view name, std::string_view doc,
                             std::string_view default_value = "false") {
  return {.name = name, .type = schema::kBool, .default_value = default_value, .doc = doc};
}
constexpr schema::Field File(std::string_view name, std::string_view doc) {
  return {.name = name, .type = schema::kFile, .doc = doc};
}
constexpr schema::Field Secret(std::string_view name, std::string_view doc) {
  return {.name = name, .type = schema::kSecret, .doc = doc};
}
constexpr schema::Field HttpUrl(std::string_view name, std::string_view doc,
                                std::string_view default_value = {}) {
  return {.name = name, .type = kHttpUrl, .default_value = default_value, .doc = doc};
}
constexpr schema::Field SecretUrl(std::string_view name, std::string_view doc) {
  return {.name = name, .type = kSecretUrl, .doc = doc};
}
constexpr schema::Field Of(std::string_view name, const schema::Type& type, std::string_view doc,
                           std::string_view default_value = {}) {
  return {.name = name, .type = type, .default_value = default_value, .doc = doc};
}
/// A text that must be there; upstream says `missing` if it is not.
constexpr schema::Field Required(schema::Field field, std::string_view missing) {
  field.presence = schema::Presence::kRequired;
  field.missing = missing;
  return field;
}
constexpr schema::Field Since(schema::Field field, std::string_view version) {
  field.since = version;
  return field;
}
constexpr schema::Field Deprecated(schema::Field field, std::string_view since,
                                   std::string_view instead) {
  field.deprecated = {.since = since, .instead = instead};
  return field;
}

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_SCHEMA_H_
