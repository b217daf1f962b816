#include "libcheck/silences/import.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "libcheck/silences/batch.h"
#include "libcheck/silences/selection.h"

namespace check::silences {
namespace {

using api::v2::Silence;
using Outcome = Imported::Outcome;

std::vector<api::v2::SilenceMatcher> Sorted(std::vector<api::v2::SilenceMatcher> matchers) {
  std::ranges::sort(matchers, [](const auto& a, const auto& b) {
    return std::tie(a.name, a.value, a.is_regex, a.is_equal) <
           std::tie(b.name, b.value, b.is_regex, b.is_equal);
  });
  return matchers;
}

api::v2::Pairs Sorted(api::v2::Pairs pairs) {
  std::ranges::sort(pairs);
  return pairs;
}

// What need not be sent.
void FindThere(std::span<const Silence> silences, std::span<const Silence> there,
               std::int64_t now_ms, std::vector<Imported>& results) {
  // Few have the same end.
  std::unordered_multimap<std::int64_t, const Silence*> by_end;
  for (const Silence& silence : there) {
    if (StateOf(silence, now_ms) != State::kExpired) by_end.emplace(silence.ends_at.ms, &silence);
  }
  for (std::size_t i = 0; i < silences.size(); ++i) {
    auto [at, end] = by_end.equal_range(silences[i].ends_at.ms);
    while (at != end && !IsSame(*at->second, silences[i], now_ms)) ++at;
    if (at == end) continue;
    results[i] = {.outcome = Outcome::kThere, .id = at->second->id};
    by_end.erase(at);
  }
}

}  // namespace

bool IsSame(const Silence& there, const Silence& wanted, std::int64_t now_ms) {
  const bool has_begun = there.starts_at.ms <= now_ms && wanted.starts_at.ms <= now_ms;
  return (has_begun || there.starts_at.ms == wanted.starts_at.ms) &&
         there.ends_at.ms == wanted.ends_at.ms && there.created_by == wanted.created_by &&
         there.comment == wanted.comment && Sorted(there.matchers) == Sorted(wanted.matchers) &&
         Sorted(there.annotations) == Sorted(wanted.annotations);
}

std::vector<Imported> Import(const api::Server& server, std::span<const Silence> silences,
                             std::span<const Silence> there, const ImportOptions& options) {
  std::vector<Imported> results(silences.size());
  if (!options.force) FindThere(silences, there, options.now_ms, results);
  for (std::size_t i = 0; i < silences.size(); ++i) {
    const bool is_over = silences[i].ends_at.ms <= options.now_ms;
    if (results[i].outcome == Outcome::kNotTried && is_over) results[i].outcome = Outcome::kExpired;
  }
  RunBatch(results, options.workers, [&](std::size_t i) {
    Silence silence = silences[i];
    if (options.force) silence.id.clear();
    return Send(server, std::move(silence));
  });
  return results;
}

}  // namespace check::silences
