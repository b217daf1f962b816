#ifndef LIBCHECK_TEMPLATE_PARSE_H_
#define LIBCHECK_TEMPLATE_PARSE_H_

#include <span>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/template/ast.h"

/// Go's text/template. (`template` is a keyword, so the namespace is called after the language.)
namespace check::gotemplate {

/// A function that templates may call. The language's own (printf, len, eq...) are always there.
struct TemplateFunction {
  std::string_view name;
  std::string_view doc;  ///< One sentence.
  std::int8_t min_arguments = 0;
  std::int8_t max_arguments = 0;  ///< -1: any number.
};

/// A field of the data that a template gets as its dot: `.Labels`, `.Value`.
struct TemplateField {
  std::string_view name;
  std::string_view doc;
  bool is_map = false;                         ///< Any name may follow: `.Labels.job`.
  std::span<const TemplateField> fields = {};  ///< What may follow, if it is a structure.
};

/// What a template finds where it stands: an alert's annotation, a notification.
struct TemplateEnvironment {
  std::string_view name;  ///< "an alert's label or annotation"
  std::span<const TemplateFunction> functions;
  std::span<const TemplateField> fields;
  /// Text put in front by the server: `{{$labels := .Labels}}`... Its variables are known to the
  /// template, and upstream's columns count it.
  std::string_view prefix;
};

/// Labels and annotations of alerting rules, as Prometheus 3.14 expands them.
const TemplateEnvironment& AlertEnvironment();

/// Parses all of `source` and checks names against `environment`. Faults that make Go refuse the
/// template are errors, with Diagnostic::upstream as Go words them ("template: NAME:1: function
/// \"x\" not defined", where NAME is `upstream_name`); those that fail or print nothing only when
/// it is expanded (an unknown field, too many arguments) are warnings.
///
/// Returns null if Go would refuse it.
const Tree* ParseTemplate(const SourceFile& source, const TemplateEnvironment& environment,
                          std::string_view upstream_name, Arena& arena, Diagnostics& diagnostics);

/// Every CodeInfo that ParseTemplate can report, for the catalogue.
std::span<const CodeInfo* const> ParseCodes();

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_PARSE_H_
