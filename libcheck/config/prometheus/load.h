#ifndef LIBCHECK_CONFIG_PROMETHEUS_LOAD_H_
#define LIBCHECK_CONFIG_PROMETHEUS_LOAD_H_

#include <string>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/schema/reader.h"
#include "libcheck/schema/schema.h"
#include "libcheck/yaml/parse.h"

namespace check::config::prometheus {

struct LoadOptions {
  bool agent = false;  ///< For a server in agent mode, which stores and evaluates nothing.
  /// The release that will read the file, such as "3.5". Empty: the newest.
  std::string_view target_version = {};
};

/// A file that has been read, and compared with a table.
struct LoadedFile {
  yaml::Stream stream;
  const yaml::Node* root = nullptr;  ///< Null if it is empty, or no YAML.
  bool valid = false;                ///< Whether Prometheus 3.14 would take it.
  /// What Prometheus says of it, without the file's name; empty if it takes it.
  std::string upstream_error;
};

/// Reads `file` as what `object` describes, reporting all that is wrong with it. Nodes live in
/// `arena`.
LoadedFile LoadAs(const schema::Object& object, const SourceFile& file, const LoadOptions& options,
                  Arena& arena, Diagnostics& diagnostics);

/// A prometheus.yml.
struct LoadedConfig : LoadedFile {
  /// Whether what is wrong has to do with agent mode, of which upstream tells without the words
  /// "parsing YAML file".
  bool agent_error = false;
};

LoadedConfig LoadConfig(const SourceFile& file, const LoadOptions& options, Arena& arena,
                        Diagnostics& diagnostics);

}  // namespace check::config::prometheus

#endif  // LIBCHECK_CONFIG_PROMETHEUS_LOAD_H_
