#ifndef LIBCHECK_API_ALERTMANAGER_H_
#define LIBCHECK_API_ALERTMANAGER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "libcheck/api/reply.h"
#include "libcheck/api/server.h"
#include "libcheck/base/result.h"
#include "libcheck/base/rfc3339.h"
#include "libcheck/files/byte_source.h"
#include "libcheck/model/alert_matcher.h"

/// Alertmanager's API v2, one function for each call, as Alertmanager, Mimir and Cortex offer it:
/// https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml. Servers are made with
/// `kAlertmanagerApi`; whether one is healthy or ready, `Probe` of prometheus.h tells. A fault of
/// the kind kApi has the server's own words in `error`.
namespace check::api::v2 {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// What a call gives that has no answer but success.
using Done = std::monostate;

struct SilenceMatcher {
  std::string name, value;
  bool is_regex = false;
  bool is_equal = true;  ///< Also where the server, older than 0.22, does not say.

  friend bool operator==(const SilenceMatcher&, const SilenceMatcher&) = default;
};

/// `name="value"`, as Alertmanager prints matchers.
std::string ToString(const SilenceMatcher& matcher);
SilenceMatcher FromMatcher(const model::AlertMatcher& matcher);
/// The error is that of AlertMatcher::Make: a regular expression that cannot be read.
Result<model::AlertMatcher> ToMatcher(const SilenceMatcher& matcher);

/// What JSON of a silence may lack, though it is required.
enum class SilencePart : std::uint8_t {
  kMatchers = 1,
  kStartsAt = 2,
  kEndsAt = 4,
  kCreatedBy = 8,
  kComment = 16,
};

struct Silence {
  std::string id;  ///< Empty: the server chooses one.
  std::vector<SilenceMatcher> matchers;
  OffsetTime starts_at, ends_at, updated_at;
  std::string created_by, comment;
  Pairs annotations;   ///< Known to 0.32 and later.
  std::string status;  ///< "active", "pending", "expired"; the server's word, not sent to it.
  /// SilenceParts that were not in the JSON that was read, or null. They are written as null.
  std::uint8_t missing = 0;

  bool lacks(SilencePart part) const { return (missing & static_cast<std::uint8_t>(part)) != 0; }
};

/// Which silences are requested. Servers before 0.34 give those of all states whatever is wanted,
/// so what comes must be looked at again.
struct SilenceFilter {
  /// As matchers are written: `a="b"`. A silence fits if it has each of them among its own; whether
  /// both match the same alerts does not count.
  std::vector<std::string> matchers;
  bool active = true, pending = true, expired = true;
};

/// What holds an alert back, and what does not.
struct AlertStatus {
  std::string state;  ///< "active", "suppressed", "unprocessed"
  std::vector<std::string> silenced_by, inhibited_by, muted_by;
  bool tells_muted_by = false;  ///< Servers before 0.28 do not; JSON has null then.
};

struct Alert {
  Pairs labels, annotations;  ///< Sorted by name.
  OffsetTime starts_at, ends_at, updated_at;
  std::string generator_url;
  std::string fingerprint;
  std::vector<std::string> receivers;
  AlertStatus status;

  /// The value of a label, or empty text.
  std::string_view Label(std::string_view name) const;
  /// Likewise.
  std::string_view Annotation(std::string_view name) const;
};

/// Which alerts are requested. What is false takes away: `silenced` takes away those that are
/// silenced, also if they are inhibited besides.
struct AlertFilter {
  bool active = true, silenced = true, inhibited = true, unprocessed = true;
  bool muted = true;                  ///< Counts for groups only, since 0.28.
  std::string receiver;               ///< A regular expression for the whole name; empty: any.
  std::vector<std::string> matchers;  ///< As they are written. An alert has to match all.
};

struct AlertGroup {
  Pairs labels;        ///< By which it is grouped.
  Pairs route_labels;  ///< Since 0.34.
  std::string receiver;
  std::vector<Alert> alerts;
};

struct Peer {
  std::string name, address;
};

struct Status {
  /// Nothing in answers of what is not a whole Alertmanager.
  struct Cluster {
    std::string name, status;  ///< "ready", "settling", "disabled"
    std::vector<Peer> peers;
  };
  std::optional<Cluster> cluster;
  std::optional<std::string> config;  ///< The text of alertmanager.yml, without secrets.
  Pairs version;                      ///< "version", "revision" and so on, in the server's order.
  OffsetTime uptime;                  ///< When it was started.
};

Reply<Status> ServerStatus(const Server& server);
/// Names, in the server's order.
Reply<std::vector<std::string>> Receivers(const Server& server);

Reply<std::vector<Alert>> Alerts(const Server& server, const AlertFilter& filter);
Reply<std::vector<AlertGroup>> AlertGroups(const Server& server, const AlertFilter& filter);
/// Sends alerts, of which labels, annotations, times and generator URL count. Of a batch with
/// faults, the alerts that have none are taken even so. Repeating it changes nothing.
Reply<Done> PostAlerts(const Server& server, std::span<const Alert> alerts);

Reply<std::vector<Silence>> Silences(const Server& server, const SilenceFilter& filter);
/// A silence that is not there is a fault with status 404, an ID that cannot be one with 422.
Reply<Silence> FindSilence(const Server& server, std::string_view id);
/// Makes a silence, or changes the one of that ID, and gives back its ID. That is a new one if the
/// server had to expire the old silence and make another: where matchers differ, or the start of
/// one that is active. The second time makes another silence, so only what surely did not reach the
/// server is repeated.
Reply<std::string> PostSilence(const Server& server, const Silence& silence);
/// Ends a silence now. Not a fault if it had ended. Before 0.26, one that is not there is a fault
/// with status 500.
Reply<Done> ExpireSilence(const Server& server, std::string_view id);

/// The texts of requests and answers, as amtool writes and reads them: keys in its order, times
/// with milliseconds, HTML's characters escaped.
///@{
std::string SilencesJson(std::span<const Silence> silences);  ///< `[...]`, without a line break.
std::string AlertsJson(std::span<const Alert> alerts);
std::string AlertGroupsJson(std::span<const AlertGroup> groups);
std::string ClusterJson(const Status& status);
std::string StatusJson(const Status& status);
std::string PostableSilenceJson(const Silence& silence);
std::string PostableAlertsJson(std::span<const Alert> alerts);

/// Whole documents, wherever they come from. A fault says no more than why.
Reply<std::vector<Silence>> ReadSilences(ByteSource& body);
Reply<Silence> ReadSilence(ByteSource& body);
Reply<std::vector<Alert>> ReadAlerts(ByteSource& body);
Reply<Status> ReadStatus(ByteSource& body);
///@}

}  // namespace check::api::v2

#endif  // LIBCHECK_API_ALERTMANAGER_H_
