#include "libcheck/slo/signal.h"

#include <algorithm>
#include <cmath>

namespace check::slo {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::int64_t kMostSteps = 1000;

// A change of one of both functions.
struct Change {
  std::int64_t time = 0;
  std::int64_t value = 0;
};

// From `from` on, whatever was before.
std::vector<Change> Rates(const Traffic& traffic, std::int64_t from, std::int64_t to) {
  std::vector<Change> changes;
  // The day in which `from` is, rounded towards the past.
  const std::int64_t first = (from >= 0 ? from : from - (kDay - 1)) / kDay * kDay;
  for (std::int64_t day = first; day < to; day += kDay) {
    for (const Traffic::Part& part : traffic.parts) {
      changes.push_back(
          {day + part.from_ms, std::llround(part.per_second * Signal::kRequest / 1e3)});
    }
    if (traffic.is_constant()) break;
  }
  return changes;
}

void AppendRamp(const OutagePhase& phase, std::int64_t start, std::vector<Change>& changes) {
  const std::int64_t seconds = phase.duration_ms / kSecond;
  const std::int64_t steps = std::min(seconds, kMostSteps);
  const double rise = static_cast<double>(*phase.to - *phase.from);
  for (std::int64_t step = 0; step < steps; ++step) {
    // In its middle a step is on the line.
    const double part = (static_cast<double>(step) + 0.5) / static_cast<double>(steps);
    changes.push_back(
        {start + seconds * step / steps * kSecond, *phase.from + std::llround(rise * part)});
  }
}

std::vector<Change> Ratios(const Outage& outage, Ppb background, std::int64_t start) {
  std::vector<Change> changes;
  for (const OutagePhase& phase : outage.phases) {
    if (phase.from == phase.to) {
      changes.push_back({start, phase.from.value_or(background)});
    } else {
      AppendRamp(phase, start, changes);
    }
    start += phase.duration_ms;
  }
  changes.push_back({start, background});
  return changes;
}

}  // namespace

Signal::Signal(const Traffic& traffic, const Outage& outage, Ppb background, std::int64_t start,
               std::int64_t from, std::int64_t to)
    : to_(to) {
  const std::vector<Change> rates = Rates(traffic, from, to);
  const std::vector<Change> ratios = Ratios(outage, background, start);
  std::int64_t rate = 0;
  Ppb ratio = background;
  std::size_t next_rate = 0;
  std::size_t next_ratio = 0;
  for (std::int64_t time = from; time < to;) {
    while (next_rate < rates.size() && rates[next_rate].time <= time)
      rate = rates[next_rate++].value;
    while (next_ratio < ratios.size() && ratios[next_ratio].time <= time) {
      ratio = ratios[next_ratio++].value;
    }
    Append(time, rate, ratio);
    time = to;
    if (next_rate < rates.size()) time = std::min(time, rates[next_rate].time);
    if (next_ratio < ratios.size()) time = std::min(time, ratios[next_ratio].time);
  }
}

void Signal::Append(std::int64_t time, std::int64_t rate, Ppb ratio) {
  if (!pieces_.empty() && pieces_.back().rate == rate && pieces_.back().ratio == ratio) return;
  Piece piece = {.rate = rate, .ratio = ratio, .before = {}};
  if (!pieces_.empty()) {
    std::size_t last = pieces_.size() - 1;
    piece.before = SumsAt(time, last);
  }
  times_.push_back(time);
  pieces_.push_back(piece);
}

Signal::Sums Signal::SumsAt(std::int64_t time, std::size_t& piece) const {
  while (piece > 0 && times_[piece] > time) --piece;
  while (piece + 1 < times_.size() && times_[piece + 1] <= time) ++piece;
  const Piece& at = pieces_[piece];
  const Wide ms = static_cast<Wide>(time - times_[piece]);
  const Wide requests = ms * static_cast<Wide>(at.rate);
  const Wide ratio = static_cast<Wide>(at.ratio);
  return {at.before.requests + requests, at.before.errors + requests * ratio,
          at.before.ratio + ms * ratio};
}

Signal::Sums Signal::SumsAt(std::int64_t time) const {
  const auto after = std::ranges::upper_bound(times_, time);
  std::size_t piece =
      static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - times_.begin() - 1, 0));
  return SumsAt(time, piece);
}

double Signal::ErrorRatioAt(std::int64_t time) const {
  const auto after = std::ranges::upper_bound(times_, time);
  const auto piece = std::max<std::ptrdiff_t>(after - times_.begin() - 1, 0);
  return static_cast<double>(pieces_[static_cast<std::size_t>(piece)].ratio) /
         static_cast<double>(kWhole);
}

}  // namespace check::slo
