#ifndef LIBCHECK_SCHEMA_FILE_KINDS_H_
#define LIBCHECK_SCHEMA_FILE_KINDS_H_

#include <string>
#include <string_view>

#include "libcheck/yaml/node.h"

namespace check::schema {

/// A kind of file that people give to the wrong command.
struct FileKind {
  std::string_view name;   ///< With its article: "a rule file".
  std::string_view check;  ///< What to do: "check it with `pronoia check rules`".
};

/// The kind of file that has `key` at its top level; null if the key does not tell.
const FileKind* FindFileKind(std::string_view key);

/// The same, by the shape of a file that is a list; null if that does not tell.
const FileKind* FindFileKind(const yaml::Node& root);

/// "this looks like a rule file: check it with `pronoia check rules`"
std::string Hint(const FileKind& kind);

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_FILE_KINDS_H_
