#ifndef LIBCHECK_DISCOVERY_DISCOVERY_H_
#define LIBCHECK_DISCOVERY_DISCOVERY_H_

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/result.h"
#include "libcheck/files/file_system.h"
#include "libcheck/http/http.h"
#include "libcheck/schema/reader.h"

/// Asking where targets are, as Prometheus's service discovery does.
namespace check::discovery {

/// Names and values, in any order; of two with one name the later one counts.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// Targets found together. Each has the labels of its own and those of the group, which yield.
struct TargetGroup {
  std::string source;           ///< What Prometheus tells groups of one mechanism apart by.
  std::vector<Labels> targets;  ///< Each with `__address__`.
  Labels labels;
};

/// What a mechanism works with. Mechanisms run side by side and share it.
struct Context {
  http::HttpTransport& http;  ///< For several threads at once.
  const FileSystem& files;
  std::string folder;  ///< That of the configuration: relative paths start there.
  std::chrono::steady_clock::time_point deadline;  ///< By when there must be an answer.
};

/// What was found.
struct Found {
  std::vector<TargetGroup> groups;
  /// What could not be read while the rest could, a sentence each.
  std::vector<std::string> warnings;
};

/// One way to find targets: a mechanism that can be asked, or why it cannot be.
struct Mechanism {
  /// Asks once and gives back all there is. `section` is one item of the field's list and has been
  /// validated. Errors are sentences that name the server and show no secrets. Null: see `why_not`.
  Result<Found> (*discover)(const schema::Values& section, const Context& context) = nullptr;
  /// Goes on "`ec2_sd_configs` cannot be asked: ": "its requests are signed with an AWS key".
  std::string_view why_not = {};
};

/// The mechanism that a field such as `consul_sd_configs` is for; null if there is none.
const Mechanism* FindMechanism(std::string_view field);

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_DISCOVERY_H_
