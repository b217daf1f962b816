#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "libcheck/slo/arithmetic.h"
#include "libcheck/slo/simulate.h"

// The closed forms, and the simulation that looks only where something changes, against one that
// looks at every second.
namespace check::slo {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kDay = 86'400;

// Whole numbers only: ratios in millionths, factors in thousandths, times in seconds.
struct RandomTier {
  std::int64_t long_s = 0;
  std::int64_t short_s = 0;
  std::int64_t factor_milli = 0;
};

struct RandomCase {
  std::int64_t budget_ppm = 1000;
  std::vector<RandomTier> tiers;
  std::int64_t for_s = 0;
  std::int64_t keep_s = 0;
  std::int64_t interval_s = 30;
  std::int64_t error_ppm = 0;
  std::int64_t background_ppm = 0;
  std::int64_t duration_s = 0;
  std::int64_t start_s = 0;
  std::int64_t day_rps = 1;
  std::int64_t night_rps = 1;
};

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  // The same numbers with every standard library.
  std::int64_t Below(std::int64_t limit) {
    return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(limit));
  }
  template <std::size_t kSize>
  std::int64_t OneOf(const std::int64_t (&values)[kSize]) {
    return values[Below(kSize)];
  }
  // Small numbers as often as large ones.
  std::int64_t Logarithmic(std::int64_t low, std::int64_t high) {
    const double part = static_cast<double>(Below(1 << 20)) / (1 << 20);
    return static_cast<std::int64_t>(
        std::llround(static_cast<double>(low) *
                     std::pow(static_cast<double>(high) / static_cast<double>(low), part)));
  }

 private:
  std::mt19937_64 engine_;
};

RandomCase MakeCase(Random& random, bool day_and_night) {
  RandomCase made;
  made.budget_ppm = random.OneOf({50'000, 10'000, 5000, 1000, 500, 100});
  const std::int64_t tiers = 1 + random.Below(3);
  for (std::int64_t i = 0; i < tiers; ++i) {
    RandomTier& tier = made.tiers.emplace_back();
    tier.long_s = random.OneOf({300, 600, 1800, 3600, 7200, 21'600});
    tier.short_s = random.Below(5) == 0 ? 0 : tier.long_s / random.OneOf({12, 6, 2, 1});
    tier.factor_milli = random.OneOf({14'400, 6000, 3000, 1000, 13'440, 2000, 50'000, 933});
  }
  if (random.Below(2) == 0) made.for_s = random.OneOf({60, 120, 300, 900, 37});
  if (random.Below(8) == 0) made.keep_s = random.OneOf({60, 600});
  made.interval_s = random.OneOf({1, 15, 30, 60});
  made.error_ppm = random.Logarithmic(100, 1'000'000);
  if (random.Below(3) == 0) made.background_ppm = random.Logarithmic(1, 2 * made.budget_ppm);
  made.duration_s = random.Logarithmic(10, 30'000);
  made.start_s = 2 * kDay + random.Below(kDay);
  if (day_and_night) {
    made.day_rps = random.OneOf({10, 100, 1000});
    made.night_rps = random.OneOf({1, 10, 0});
  }
  return made;
}

constexpr std::int64_t kDayFrom = 8 * 3600;
constexpr std::int64_t kDayTo = 20 * 3600;

// Looks at every second, from the outage's day before on.
class BruteForce {
 public:
  explicit BruteForce(const RandomCase& given) : case_(given) {
    std::int64_t window = 0;
    for (const RandomTier& tier : given.tiers) window = std::max(window, tier.long_s);
    first_ = given.start_s - given.for_s - given.keep_s - (given.night_rps == 0 ? kDay : 60);
    from_ = first_ - window;
    last_ = given.start_s + given.duration_s + window + given.for_s + given.keep_s + 60;
    requests_.push_back(0);
    errors_.push_back(0);
    for (std::int64_t second = from_; second < last_; ++second) {
      const bool out = second >= given.start_s && second < given.start_s + given.duration_s;
      const std::int64_t of_day = (second % kDay + kDay) % kDay;
      const std::int64_t rate =
          of_day >= kDayFrom && of_day < kDayTo ? given.day_rps : given.night_rps;
      requests_.push_back(requests_.back() + rate);
      errors_.push_back(errors_.back() + rate * (out ? given.error_ppm : given.background_ppm));
    }
  }

  // Up to where the answer is known.
  std::int64_t last_s() const { return last_ - case_.start_s; }

  std::vector<Firing> Run(std::int64_t step_s) const {
    constexpr std::int64_t kNever = -1;
    std::vector<Firing> firing;
    std::int64_t active = kNever;
    std::int64_t fires = kNever;
    std::int64_t kept = kNever;
    for (std::int64_t t = first_; t <= last_; ++t) {
      if (t % step_s != 0) continue;
      if (IsActive(t)) {
        if (active == kNever) active = t;
        kept = kNever;
        if (fires == kNever && t - active >= case_.for_s) fires = t;
        continue;
      }
      if (fires != kNever && kept == kNever) kept = t;
      if (fires != kNever && t - kept < case_.keep_s) continue;
      if (fires != kNever) Add(fires, t, firing);
      active = fires = kept = kNever;
    }
    if (fires != kNever) Add(fires, std::nullopt, firing);
    return firing;
  }

 private:
  bool Exceeds(std::int64_t t, std::int64_t window, const RandomTier& tier) const {
    const auto index = static_cast<std::size_t>(t - from_);
    const auto then = index - static_cast<std::size_t>(window);
    const std::int64_t requests = requests_[index] - requests_[then];
    // errors/1e6 > factor/1e3 * budget/1e6 * requests
    return (errors_[index] - errors_[then]) * 1000 >
           tier.factor_milli * case_.budget_ppm * requests;
  }

  bool IsActive(std::int64_t t) const {
    return std::ranges::any_of(case_.tiers, [&](const RandomTier& tier) {
      return Exceeds(t, tier.long_s, tier) && (tier.short_s == 0 || Exceeds(t, tier.short_s, tier));
    });
  }

  void Add(std::int64_t start, std::optional<std::int64_t> end, std::vector<Firing>& firing) const {
    start -= case_.start_s;
    if (end) *end -= case_.start_s;
    if (end && *end <= 0) return;
    Firing& one = firing.emplace_back();
    if (start > 0) one.start_ms = start * kSecond;
    if (end) one.end_ms = *end * kSecond;
  }

  const RandomCase& case_;
  std::int64_t from_ = 0;
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  std::vector<std::int64_t> requests_;
  std::vector<std::int64_t> errors_;
};

BurnAlert AlertOf(const RandomCase& given) {
  BurnAlert alert = {.for_ms = given.for_s * kSecond, .keep_firing_ms = given.keep_s * kSecond};
  for (const RandomTier& tier : given.tiers) {
    alert.tiers.push_back({.long_ms = tier.long_s * kSecond,
                           .short_ms = tier.short_s * kSecond,
                           .factor = static_cast<double>(tier.factor_milli) / 1000});
  }
  return alert;
}

Scenario ScenarioOf(const RandomCase& given) {
  Scenario scenario;
  const Ppb error = given.error_ppm * 1000;
  scenario.outage.phases = {{given.duration_s * kSecond, error, error}};
  scenario.background = given.background_ppm * 1000;
  scenario.start_ms = given.start_s * kSecond;
  scenario.traffic.parts = {{0, static_cast<double>(given.night_rps)},
                            {kDayFrom * kSecond, static_cast<double>(given.day_rps)},
                            {kDayTo * kSecond, static_cast<double>(given.night_rps)}};
  if (given.day_rps == given.night_rps) scenario.traffic.parts.resize(1);
  return scenario;
}

// Of nights without requests the brute force sees only some: what begins later is left out.
std::vector<Firing> Until(std::vector<Firing> firing, std::int64_t last_ms) {
  std::erase_if(firing, [&](const Firing& one) { return one.start_ms.value_or(0) > last_ms; });
  for (Firing& one : firing) {
    if (one.end_ms && *one.end_ms > last_ms) one.end_ms.reset();
  }
  return firing;
}

std::string Words(const RandomCase& given) {
  std::string words = "budget " + std::to_string(given.budget_ppm) + " error " +
                      std::to_string(given.error_ppm) + " background " +
                      std::to_string(given.background_ppm) + " for " + std::to_string(given.for_s) +
                      " keep " + std::to_string(given.keep_s) + " interval " +
                      std::to_string(given.interval_s) + " start " + std::to_string(given.start_s) +
                      " duration " + std::to_string(given.duration_s) + " rps " +
                      std::to_string(given.day_rps) + " " + std::to_string(given.night_rps);
  for (const RandomTier& tier : given.tiers) {
    words += " tier " + std::to_string(tier.factor_milli) + " " + std::to_string(tier.long_s) +
             "/" + std::to_string(tier.short_s);
  }
  return words;
}

std::size_t CountSame(std::uint64_t seed, std::size_t cases, bool day_and_night) {
  Random random(seed);
  std::size_t same = 0;
  for (std::size_t i = 0; i < cases; ++i) {
    const RandomCase given = MakeCase(random, day_and_night);
    const BurnAlert alert = AlertOf(given);
    const Simulator simulator(ScenarioOf(given),
                              Objective::FromBudgetPpm(static_cast<unsigned>(given.budget_ppm)),
                              30 * kDay * kSecond, {"", {alert}});
    const BruteForce brute(given);
    const std::int64_t last_ms = brute.last_s() * kSecond;
    bool all = true;
    for (const std::int64_t step_s : {std::int64_t{1}, given.interval_s}) {
      all = all && Until(simulator.Run(alert, step_s * kSecond).firing, last_ms) ==
                       Until(brute.Run(step_s), last_ms);
    }
    if (all) ++same;
    if (!all) MESSAGE(Words(given));
  }
  return same;
}

TEST_CASE("simulations are as if every second was looked at") {
  CHECK(CountSame(1, 2000, false) == 2000);
  CHECK(CountSame(2, 1000, true) == 1000);
}

// Within a second, and whether they happen at all unless that hangs on a second.
bool IsNear(std::optional<double> closed, std::optional<std::int64_t> second_ms) {
  if (!closed || !second_ms) return closed.has_value() == second_ms.has_value();
  return std::abs(*closed - static_cast<double>(*second_ms) / 1000) <= 1 + 1e-6;
}

TEST_CASE("closed forms are what happens if every second is looked at") {
  Random random(3);
  constexpr std::size_t kCases = 5000;
  std::size_t decided = 0;
  std::size_t agreed = 0;
  for (std::size_t i = 0; i < kCases; ++i) {
    const RandomCase given = MakeCase(random, false);
    const BurnAlert alert = AlertOf(given);
    const double budget = static_cast<double>(given.budget_ppm) / 1e6;
    const StepOutage outage = {.error = static_cast<double>(given.error_ppm) / 1e6,
                               .background = static_cast<double>(given.background_ppm) / 1e6,
                               .duration_s = static_cast<double>(given.duration_s)};
    const OutageTiming closed = TimingOf(alert, budget, 30 * kDay * kSecond, outage);
    // Whether it fires, or which tiers do, hangs on less than two seconds.
    bool close = closed.shortest_s && std::abs(*closed.shortest_s - outage.duration_s) < 2;
    for (const Tier& tier : alert.tiers) {
      const auto alone = TimingOf({&tier, 1}, 0, budget, 30 * kDay * kSecond, outage).condition_s;
      close = close || (alone && std::abs(*alone - outage.duration_s) < 2);
    }
    // An outage that is less than the background is none.
    if (close || given.error_ppm <= given.background_ppm) continue;
    ++decided;
    const std::vector<Firing> firing = BruteForce(given).Run(1);
    const bool already = !firing.empty() && !firing.front().start_ms;
    bool same = already == closed.already_firing;
    if (!already) {
      std::optional<std::int64_t> detection;
      std::optional<std::int64_t> reset;
      if (!firing.empty()) {
        detection = firing.front().start_ms;
        if (firing.front().end_ms) reset = *firing.front().end_ms - given.duration_s * kSecond;
      }
      same = same && IsNear(closed.detection_s, detection) && firing.size() <= 1;
      if (detection) same = same && IsNear(closed.reset_s, reset);
    }
    if (same) ++agreed;
    if (!same) MESSAGE(Words(given));
  }
  CHECK(agreed == decided);
  CHECK(decided > kCases * 9 / 10);
}

}  // namespace
}  // namespace check::slo
