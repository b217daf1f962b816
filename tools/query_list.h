#ifndef TOOLS_QUERY_LIST_H_
#define TOOLS_QUERY_LIST_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "libcheck/api/prometheus.h"
#include "libcheck/api/reply.h"
#include "libcheck/result/grid.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/query_flags.h"
#include "tools/server_flags.h"

namespace tools {

/// How lists are shown: as a table, CSV or JSON.
struct ListOutput {
  std::string format = "table";
  ColorFlag color;

  void Declare(FlagSet& flags);
  /// The table, or CSV, on standard output; `nothing` on standard error where there is no row.
  void Show(const check::result::Grid& grid, std::string_view nothing) const;
  bool is_json() const { return format == "json"; }
};

/// A command that asks a server for a list of things.
struct ServerList {
  std::string word;
  ServerFlags server;
  TimeFlags times;
  ListOutput output;
  std::string zone;  ///< Set by Run.

  void Declare(FlagSet& flags);

  /// Shows what `ask` gives, or for JSON the data of the answer to a GET of `path` with `form`, as
  /// the server wrote it.
  Exit Run(
      std::string_view path, const check::api::Form& form, std::string_view nothing,
      const std::function<check::api::Reply<check::result::Grid>(const check::api::Server&)>& ask);
};

/// `reply` without its value.
template <typename T>
check::api::Reply<check::result::Grid> WithoutValue(const check::api::Reply<T>& reply) {
  check::api::Reply<check::result::Grid> other(reply.fault);
  other.warnings = reply.warnings;
  other.infos = reply.infos;
  return other;
}

/// `a="b", c="d"`
std::string LabelText(const std::vector<std::pair<std::string, std::string>>& labels);

/// How long before now an RFC 3339 time was: "12s", "3h5m"; "never" for Go's zero time.
std::string AgeText(std::string_view time);

/// How long that is, as people read it, in its two largest units: "12s", "3h5m", "4d2h". Not
/// negative.
std::string SpanText(std::int64_t seconds);

/// Seconds as people read them: "12.3ms".
std::string SecondsText(double seconds);

}  // namespace tools

#endif  // TOOLS_QUERY_LIST_H_
