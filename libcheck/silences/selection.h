#ifndef LIBCHECK_SILENCES_SELECTION_H_
#define LIBCHECK_SILENCES_SELECTION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/alertmanager.h"
#include "libcheck/model/alert_matcher.h"

namespace check::silences {

enum class State : std::uint8_t { kActive, kPending, kExpired };

/// "active", "pending", "expired"
std::string_view ToString(State state);
/// Nothing if `word` is none of these.
std::optional<State> ParseState(std::string_view word);

/// As the server says, or if it does not, by the clock.
State StateOf(const api::v2::Silence& silence, std::int64_t now_ms);

/// Which of the silences of a server are meant. All that is said has to fit.
struct Selection {
  bool active = true, pending = true, expired = false;
  std::string created_by;        ///< Empty: anybody.
  std::vector<std::string> ids;  ///< Empty: any.
  /// Ends, or if it is expired has ended, no longer than this from now. In milliseconds.
  std::optional<std::int64_t> within_ms;
  /// Has all of these among its own.
  std::vector<model::AlertMatcher> matchers;
};

bool Fits(const api::v2::Silence& silence, const Selection& selection, std::int64_t now_ms);

/// What to ask the server for; its answer may hold more.
api::v2::SilenceFilter FilterOf(const Selection& selection);

/// The silences of a server that fit, those first that end first.
api::Reply<std::vector<api::v2::Silence>> Find(const api::Server& server,
                                               const Selection& selection, std::int64_t now_ms);

}  // namespace check::silences

#endif  // LIBCHECK_SILENCES_SELECTION_H_
