#ifndef LIBCHECK_WORKSPACE_CONTEXTS_H_
#define LIBCHECK_WORKSPACE_CONTEXTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/files/file_system.h"
#include "libcheck/schema/schema.h"
#include "libcheck/source/source_file.h"

namespace check::workspace {

/// A server that has a name, and the Alertmanagers beside it. It has one of both at least.
struct Context {
  std::string name;
  std::string url;               ///< May hold a password: show it with http::PublicUrl.
  std::string alertmanager;      ///< Likewise; several URLs have commas between them.
  std::string http_config_file;  ///< As seen from where the command runs. Empty: none.
  std::string alertmanager_http_config_file;
  std::string tenant;
  std::string timeout;  ///< A duration; empty: the command's own.
  std::string format;   ///< Of output; empty: the command's own.
  std::string time_zone;
};

/// What `~/.config/pronoia/config.yml` says:
///
///     current: production        # the server that is meant when none is named
///     contexts:
///       production:
///         url: https://prometheus.example.org
///         http_config_file: production.yml   # relative to the folder of this file
///         alertmanager: https://alerts-1.example.org,https://alerts-2.example.org
///         alertmanager_http_config_file: production.yml
///         tenant: team-a
///         timeout: 30s
///         format: table
///         time_zone: Europe/Berlin
struct Contexts {
  std::string path;     ///< Of the file itself.
  std::string current;  ///< Empty: none.
  std::vector<Context> contexts;

  /// Null if there is none.
  const Context* Find(std::string_view name) const;
};

/// Where contexts are kept: below `XDG_CONFIG_HOME`, or else `~/.config`. Empty if neither is
/// known.
std::string ContextsPath();

/// Reads contexts. Faults are reported, each at its place, and what could be read is returned even
/// so.
Contexts ReadContexts(const SourceFile& file, Diagnostics& diagnostics);

/// The text of `file` with `name`, which is among its contexts, as the current one; all else stays
/// as it is. The error says that this cannot be done.
Result<std::string> WithCurrent(const SourceFile& file, std::string_view name);

extern const schema::Object kContextsTable;

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_CONTEXTS_H_
