#ifndef LIBCHECK_SILENCES_EFFECT_H_
#define LIBCHECK_SILENCES_EFFECT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "libcheck/api/alertmanager.h"
#include "libcheck/base/result.h"
#include "libcheck/model/alert_matcher.h"

namespace check::silences {

/// The error names the regular expression that cannot be read.
Result<std::vector<model::AlertMatcher>> MatchersOf(const api::v2::Silence& silence);

/// Whether a silence with these matchers, of which there is at least one, silences the alert.
bool Hits(std::span<const model::AlertMatcher> matchers, const api::v2::Alert& alert);

/// Those of `silences` that hit the alert, in their order. The error is that of MatchersOf.
Result<std::vector<const api::v2::Silence*>> SilencesThatHit(
    const api::v2::Alert& alert, std::span<const api::v2::Silence> silences);

/// Those of `silences` that are active and hit none of the alerts that are not resolved, in their
/// order. The error is that of MatchersOf.
Result<std::vector<api::v2::Silence>> StaleOf(std::span<const api::v2::Silence> silences,
                                              std::span<const api::v2::Alert> alerts,
                                              std::int64_t now_ms);

/// What a silence with some matchers would do to the alerts of a server.
struct Effect {
  std::size_t alerts = 0;                   ///< How many there are that are not resolved.
  std::vector<const api::v2::Alert*> hits;  ///< Those of them that it would silence.

  bool hits_all() const { return hits.size() == alerts; }
};

/// `alerts` have to live as long as what is returned.
Effect EffectOf(std::span<const model::AlertMatcher> matchers,
                std::span<const api::v2::Alert> alerts, std::int64_t now_ms);

/// Whether the matchers match whatever alert there could be, but perhaps for those that lack a
/// label: each is a regular expression for any text, such as `.*` or `.+`, or says what a label is
/// not.
bool MatchesNearlyAnything(std::span<const model::AlertMatcher> matchers);

/// Whether Alertmanager refuses a silence because its matchers match an alert without labels.
bool MatchesEmpty(std::span<const model::AlertMatcher> matchers);

/// What is odd about a matcher of a silence, though the server takes it.
enum class Oddity : std::uint8_t {
  kPlainRegexp,   ///< A regular expression that only one text matches: `=` does the same.
  kUnknownLabel,  ///< No alert of the server has the label.
};
struct OddMatcher {
  const model::AlertMatcher* matcher = nullptr;  ///< Of those that were given.
  Oddity oddity = Oddity::kPlainRegexp;
};
/// If there are no alerts, nothing is reported of labels.
std::vector<OddMatcher> OddMatchers(std::span<const model::AlertMatcher> matchers,
                                    std::span<const api::v2::Alert> alerts);

}  // namespace check::silences

#endif  // LIBCHECK_SILENCES_EFFECT_H_
