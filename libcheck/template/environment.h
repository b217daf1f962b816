#ifndef LIBCHECK_TEMPLATE_ENVIRONMENT_H_
#define LIBCHECK_TEMPLATE_ENVIRONMENT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

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
    kMap,  ///< Has any field: each is an entry. The others have those listed.
  };
  Kind kind = Kind::kAny;
  std::string_view name;                  ///< How messages call it: "text", "a set of labels".
  const TemplateType* element = nullptr;  ///< Of a map or list.
  std::span<const TemplateField> fields = {};
};

/// A field of a structure: `.Labels`, `.Value`.
struct TemplateField {
  std::string_view name;
  const TemplateType* type;
  std::string_view doc;  ///< One sentence.
};

/// A function that templates may call.
struct TemplateFunction {
  static constexpr std::size_t kMostParameters = 3;

  std::string_view name;
  std::int8_t min_arguments = 0;
  std::int8_t max_arguments = 0;  ///< -1: any number.
  const TemplateType* result;
  /// What the first arguments have to be; null where anything will do. A parameter of kind kFloat
  /// takes whole numbers and text that reads as a number, too.
  std::array<const TemplateType*, kMostParameters> parameters;
  std::string_view usage;  ///< "label NAME SAMPLE": what the arguments are called.
  std::string_view doc;    ///< One sentence.
};

/// A variable that is set before the template begins.
struct TemplateVariable {
  std::string_view name;  ///< With its dollar sign.
  const TemplateType* type;
  std::string_view doc;  ///< One sentence.
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
};

/// What Go's text/template has everywhere (printf, len, eq...), sorted by name.
std::span<const TemplateFunction> BuiltinFunctions();

/// A function of the environment, or else of the language; null if there is none.
const TemplateFunction* FindFunction(const TemplateEnvironment& environment, std::string_view name);

/// Labels and annotations of alerting rules, as Prometheus 3.14 expands them.
const TemplateEnvironment& PrometheusEnvironment();

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
