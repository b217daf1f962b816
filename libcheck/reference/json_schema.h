#ifndef LIBCHECK_REFERENCE_JSON_SCHEMA_H_
#define LIBCHECK_REFERENCE_JSON_SCHEMA_H_

#include <span>
#include <string>
#include <string_view>

#include "libcheck/workspace/file_kind.h"

namespace check::reference {

/// A JSON schema (draft 7, which editors know best) for files of the kind `name`, which have one of
/// these forms. What the server accepts it accepts, except words and numbers that the server loads
/// and can never use, such as the scheme `ftp`; and it refuses what can be told from the shape of a
/// file. Descriptions, defaults and deprecations are for editors; `$id` and the links lead to
/// the site.
std::string JsonSchema(std::string_view name, std::span<const workspace::NamedSchema> forms);

}  // namespace check::reference

#endif  // LIBCHECK_REFERENCE_JSON_SCHEMA_H_
