#ifndef LIBCHECK_CONFIG_ALERTMANAGER_TEMPLATED_TEXTS_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_TEMPLATED_TEXTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/config/alertmanager/alertmanager_config.h"

namespace check::config::alertmanager {

/// A text of an integration that Alertmanager expands as a template. Views the file or the tables.
struct TemplatedText {
  std::string path;        ///< In the integration: "title", "fields[0].value", "headers.Subject".
  std::string_view text;   ///< As it is written, or the default.
  const yaml::Node* node;  ///< Its scalar, a key or a value; null: the field is omitted.
  const schema::Field* field;  ///< The field of the integration, whatever section is inside it.
  bool is_html = false;        ///< Expanded by html/template rather than text/template.
  bool is_key = false;         ///< The key of a mapping.
  bool is_secret = false;      ///< Not to be shown.
  /// What it gives is read once more as YAML, so that "7" is a number and "{a: b}" a mapping.
  bool gives_yaml = false;
};

/// All of them, in the order of the table; fields that are omitted with their defaults. Texts that
/// are empty have no template to expand and are omitted.
std::vector<TemplatedText> TemplatedTexts(const Integration& integration);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_TEMPLATED_TEXTS_H_
