#ifndef LIBCHECK_SCHEMA_LOAD_H_
#define LIBCHECK_SCHEMA_LOAD_H_

#include <functional>
#include <string>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/schema/reader.h"
#include "libcheck/schema/validate.h"

namespace check::schema {

struct LoadOptions {
  /// Who reads the file, and only its first document: "Prometheus".
  std::string_view reader;
  Options validate;
};

/// A file that has been read, and compared with a table.
struct LoadedFile {
  yaml::Stream stream;
  const yaml::Node* root = nullptr;  ///< Null if the file is empty, or not YAML.
  bool valid = false;                ///< Whether no error was found.
  /// What upstream says of it, without the file's name; empty if it accepts the file.
  std::string upstream_error;
};

/// Checks what tables cannot express. `root` is null if the file is empty.
using FurtherChecks =
    std::function<void(const yaml::Node* root, const Input& input, Diagnostics& diagnostics)>;

/// Reads `file` as what `object` describes, or as any YAML if that is null, and reports everything
/// wrong with it. `further` runs for files that are YAML, after they were compared with the table.
/// Nodes live in `arena`.
LoadedFile Load(const SourceFile& file, const Object* object, const LoadOptions& options,
                Arena& arena, Diagnostics& diagnostics, const FurtherChecks& further = {});

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_LOAD_H_
