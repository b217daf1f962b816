#ifndef LIBCHECK_TEMPLATE_ENVIRONMENT_H_
#define LIBCHECK_TEMPLATE_ENVIRONMENT_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "libcheck/template/value.h"

/// What the place where a template stands offers it: functions, variables and data, as tables.
namespace check::gotemplate {

struct TemplateField;

/// What a value is, as far as the text of a template tells.
struct TemplateType {
  enum class Kind : std::uint8_t {
    kAny,  ///< Nothing is known: nothing is warned about.
    kText,
    kBool,
    kInteger,
    kFloat,
    kList,
    kStruct,
    kMap,  ///< Has any field: an entry, unless it is listed. The others have those listed.
  };
  Kind kind = Kind::kAny;
  std::string_view name;                  ///< How messages call it: "text", "a set of labels".
  const TemplateType* element = nullptr;  ///< Of a map or list.
  std::span<const TemplateField> fields = {};
  /// Go's type, where that is known: its methods can be called, with as many arguments as it says.
  const GoType* go = nullptr;
};

/// A field of a structure: `.Labels`, `.Value`.
struct TemplateField {
  std::string_view name;
  const TemplateType* type;
  std::string_view doc;  ///< One sentence.
};

/// Everything there is to know about a function that templates may call: how it is called, and what
/// the text of a template and its documentation say of it.
struct TemplateFunction : GoFunction {
  static constexpr std::size_t kMostParameters = 3;

  /// What checks look for.
  enum class Role : std::uint8_t {
    kOther,
    kCompares,  ///< Its arguments with each other: eq.
    kPicks,     ///< Gives one of its arguments: or.
    kLooksUp,   ///< Gives what is in its first argument, under the others: index.
    kQueries,   ///< Evaluates its argument as PromQL.
  };

  const TemplateType* result;
  /// What the first arguments must be; null where anything will do. A parameter of kind kFloat
  /// takes whole numbers and text that reads as a number as well.
  std::array<const TemplateType*, kMostParameters> parameters;
  std::string_view usage;  ///< "label NAME SAMPLE": what the arguments are called.
  std::string_view doc;    ///< One sentence.
  Role role = Role::kOther;
  /// How many arguments the code insists on, where the signature allows fewer, or more.
  std::uint8_t at_least = 0;
  std::uint8_t at_most = 0xFF;
  std::string_view since = {};  ///< The release that brought it: "0.28"; empty: all that count.

  /// Whether it gives a verdict on its arguments rather than something made of them.
  bool IsVerdict() const {
    return role == Role::kCompares || role == Role::kPicks ||
           result->kind == TemplateType::Kind::kBool;
  }
  std::size_t least_arguments() const {
    return std::max<std::size_t>(signature.count - (signature.is_variadic ? 1U : 0U), at_least);
  }
  /// Nothing: any number.
  std::optional<std::size_t> most_arguments() const {
    if (!signature.is_variadic) return signature.count;
    return at_most == 0xFF ? std::nullopt : std::optional<std::size_t>(at_most);
  }
};

/// For tables: they are searched by name.
constexpr bool IsSorted(std::span<const TemplateFunction> functions) {
  return std::is_sorted(functions.begin(), functions.end(),
                        [](const auto& a, const auto& b) { return a.name < b.name; });
}

/// A variable that is set before the template begins.
struct TemplateVariable {
  std::string_view name;  ///< With its dollar sign.
  const TemplateType* type;
  std::string_view doc;  ///< One sentence.
};

/// A name that people know from templates elsewhere.
struct ForeignName {
  std::string_view name;
  std::string_view advice;  ///< What to write, or where it belongs: a phrase for a note.
};

/// What a template finds where it stands: an alert's annotation, a notification.
struct TemplateEnvironment {
  std::string_view name;                        ///< "an alert's label or annotation"
  std::span<const TemplateFunction> functions;  ///< Besides Go's own; sorted by name.
  std::span<const TemplateVariable> variables;  ///< Besides `$`.
  const TemplateType* dot;                      ///< What `.` and `$` are at first.
  /// The text the server puts in front to set the variables. It has no line break, but upstream's
  /// columns count it.
  std::string_view prefix;
  std::span<const ForeignName> foreign_functions = {};
  std::span<const ForeignName> foreign_fields = {};  ///< Of the dot at first.
  std::span<const ForeignName> foreign_variables = {};
};

/// Null if `name` is not among `names`.
const ForeignName* FindForeign(std::span<const ForeignName> names, std::string_view name);

/// What Go's text/template has everywhere (printf, len, eq...), sorted by name.
std::span<const TemplateFunction> BuiltinFunctions();

/// What Prometheus adds for alerts, sorted by name.
std::span<const TemplateFunction> AlertFunctions();

/// A function of the environment, or else of the language; null if there is none.
const TemplateFunction* FindFunction(const TemplateEnvironment& environment, std::string_view name);

/// Labels and annotations of alerting rules, as Prometheus 3.14 expands them.
const TemplateEnvironment& PrometheusEnvironment();

/// The value of a series: a number, or a native histogram.
extern const TemplateType kSampleValue;

/// The types that PrometheusEnvironment() gives to an alert's labels, to its value and to the
/// labels given to all of the server's alerts: a value of one of these types is that very thing.
extern const TemplateType kAlertLabels;
extern const TemplateType kAlertValue;
extern const TemplateType kExternalLabels;

/// Nothing is known of the value.
extern const TemplateType kAnyType;
extern const TemplateType kTextType;
extern const TemplateType kIntegerType;
extern const TemplateType kFloatType;
extern const TemplateType kBoolType;

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_ENVIRONMENT_H_
