#include "libcheck/slo/outage.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"

namespace check::slo {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 24 * 60 * kMinute;
constexpr std::int64_t kLongest = 366 * kDay;
constexpr std::size_t kMostPhases = 10'000;
constexpr double kHighestRate = 1e9;

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  for (text = TrimSpace(text); !text.empty(); text = TrimStart(text)) {
    const std::string_view word = text.substr(0, text.find_first_of(kAsciiSpace));
    words.push_back(word);
    text.remove_prefix(word.size());
  }
  return words;
}

// "08:30" in ms; nothing if it is not a time of day. 24:00 is the end of it.
std::optional<std::int64_t> ReadClock(std::string_view text) {
  const std::string_view hour = TakeUpTo(text, ':');
  const auto is_number = [](std::string_view digits) {
    return digits.size() == 2 && digits.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (!is_number(hour) || !is_number(text)) return std::nullopt;
  const std::int64_t minutes = *ParseGoInt(hour, 10) * 60 + *ParseGoInt(text, 10);
  if (text > "59" || minutes > 24 * 60) return std::nullopt;
  return minutes * kMinute;
}

Result<std::int64_t> ReadTime(std::string_view text) {
  const auto duration = ParseFlagDuration(text);
  const std::int64_t ms = duration ? *duration / std::chrono::milliseconds(1) : 0;
  if (ms < 1000 || ms % 1000 != 0) {
    return Error{
        fmt::format("invalid duration `{}`: expected whole seconds, as in 10m or 2h", text)};
  }
  if (ms > kLongest) return Error{fmt::format("{} is more than a year", text)};
  return ms;
}

Error NotAnOutage(std::string_view text) {
  return Error{
      fmt::format("invalid outage `{}`: write it as in `5% for 2h`, `1% to 20% over 1h`, `100% for "
                  "5m every 10m for 2h` or `100% for 10m at 03:00`",
                  text)};
}

// The words of a phase, taken one after the other.
class PhaseReader {
 public:
  PhaseReader(std::string_view text, Outage& outage)
      : text_(TrimSpace(text)), words_(Words(text)), outage_(outage) {}

  std::optional<Error> Read() {
    OutagePhase phase;
    if (auto error = ReadShares(phase)) return error;
    const bool is_ramp = phase.from != phase.to;
    if (!Take("for") && !(is_ramp && Take("over"))) return NotAnOutage(text_);
    if (auto error = ReadDuration(phase.duration_ms)) return error;
    if (auto error = Add(phase)) return error;
    if (Take("at")) {
      outage_.at_ms = at_end() ? std::nullopt : ReadClock(words_[next_]);
      if (!outage_.at_ms) return NotAnOutage(text_);
      ++next_;
    }
    if (!at_end()) return NotAnOutage(text_);
    return std::nullopt;
  }

 private:
  bool at_end() const { return next_ == words_.size(); }
  bool Take(std::string_view word) {
    if (at_end() || words_[next_] != word) return false;
    ++next_;
    return true;
  }

  std::optional<Error> ReadShare(std::optional<Ppb>& share) {
    if (at_end() || !words_[next_].ends_with('%')) return NotAnOutage(text_);
    const auto read = ParseShare(words_[next_++]);
    if (!read) return read.error();
    share = *read;
    return std::nullopt;
  }

  std::optional<Error> ReadShares(OutagePhase& phase) {
    if (auto error = ReadShare(phase.from)) return error;
    phase.to = phase.from;
    const bool ramp = Take("ramp");
    if (!Take("to")) return ramp ? std::optional(NotAnOutage(text_)) : std::nullopt;
    return ReadShare(phase.to);
  }

  std::optional<Error> ReadDuration(std::int64_t& ms) {
    if (at_end()) return NotAnOutage(text_);
    const auto read = ReadTime(words_[next_++]);
    if (!read) return read.error();
    ms = *read;
    return std::nullopt;
  }

  // With its repetitions, between which there is only the background.
  std::optional<Error> Add(const OutagePhase& phase) {
    std::int64_t every = phase.duration_ms;
    std::int64_t all = phase.duration_ms;
    if (Take("every")) {
      if (auto error = ReadDuration(every)) return error;
      if (!Take("for")) return NotAnOutage(text_);
      if (auto error = ReadDuration(all)) return error;
      if (every <= phase.duration_ms || all < phase.duration_ms) {
        return Error{
            fmt::format("`{}` leaves no time between, or ends before the first time", text_)};
      }
    }
    for (std::int64_t at = 0; at + phase.duration_ms <= all; at += every) {
      if (at > 0) outage_.phases.push_back({.duration_ms = every - phase.duration_ms});
      outage_.phases.push_back(phase);
      if (outage_.phases.size() > kMostPhases) {
        return Error{fmt::format("`{}` has more than {} phases", text_, kMostPhases)};
      }
    }
    return std::nullopt;
  }

  std::string_view text_;
  std::vector<std::string_view> words_;
  std::size_t next_ = 0;
  Outage& outage_;
};

// A rate and the times of day at which it holds.
struct RatePart {
  double per_second = 0;
  std::optional<std::pair<std::int64_t, std::int64_t>> times;  // Nothing: all the rest.
};

Error NotTraffic(std::string_view text) {
  return Error{
      fmt::format("invalid rate of requests `{}`: write it as in `100/s`, or with times of day as "
                  "in `1000/s day 08:00-20:00, 50/s night`",
                  text)};
}

Result<double> ReadRate(std::string_view word) {
  const std::string_view written = word;
  const auto number = ParseGoFloat(TakeUpTo(word, '/'));
  double seconds = 0;
  if (word == "s") seconds = 1;
  if (word == "m") seconds = 60;
  if (word == "h") seconds = 3600;
  if (!number || !(*number >= 0) || seconds == 0) return NotTraffic(written);
  if (*number / seconds > kHighestRate) return Error{fmt::format("{} is too many", written)};
  return *number / seconds;
}

Result<RatePart> ReadRatePart(std::string_view text) {
  const auto words = Words(text);
  if (words.empty()) return NotTraffic(text);
  const auto rate = ReadRate(words[0]);
  if (!rate) return rate.error();
  RatePart part = {*rate, std::nullopt};
  std::size_t next = 1;
  if (next < words.size() && (words[next] == "day" || words[next] == "night")) ++next;
  if (next == words.size()) return part;
  std::string_view times = words[next];
  const auto from = ReadClock(TakeUpTo(times, '-'));
  const auto to = ReadClock(times);
  if (!from || !to || *from == *to || next + 1 != words.size()) return NotTraffic(TrimSpace(text));
  part.times = {*from % kDay, *to};
  return part;
}

// Minutes at which a rate is set already may not be set again.
std::optional<Error> SetMinutes(const RatePart& part, std::vector<double>& minutes) {
  constexpr std::int64_t kMinutes = kDay / kMinute;
  const std::int64_t from = part.times->first / kMinute;
  std::int64_t to = part.times->second / kMinute;
  if (to <= from) to += kMinutes;
  for (std::int64_t minute = from; minute < to; ++minute) {
    double& rate = minutes[static_cast<std::size_t>(minute % kMinutes)];
    if (rate >= 0) {
      return Error{fmt::format("two rates of requests apply at {:02}:{:02}", minute % kMinutes / 60,
                               minute % 60)};
    }
    rate = part.per_second;
  }
  return std::nullopt;
}

}  // namespace

Result<Ppb> ParseShare(std::string_view text) {
  const std::string_view written = text;
  if (text.ends_with('%')) text.remove_suffix(1);
  const auto number = ParseGoFloat(TrimSpace(text));
  if (!number || !(*number >= 0 && *number <= 100)) {
    return Error{fmt::format("invalid share `{}`: expected 0% to 100%", written)};
  }
  const double billionths = *number * 1e7;
  const double rounded = std::round(billionths);
  if (std::abs(billionths - rounded) > 1e-3) {
    return Error{fmt::format("`{}` has more than 7 decimals", written)};
  }
  return static_cast<Ppb>(rounded);
}

std::int64_t Outage::DurationMs() const {
  std::int64_t sum = 0;
  for (const OutagePhase& phase : phases) sum += phase.duration_ms;
  return sum;
}

std::optional<Ppb> Outage::Constant() const {
  const OutagePhase& first = phases.front();
  const bool same = std::ranges::all_of(phases, [&](const OutagePhase& phase) {
    return phase.from == first.from && phase.to == first.from;
  });
  return same ? first.from : std::nullopt;
}

Result<Outage> ParseOutage(std::string_view text) {
  Outage outage = {.text = std::string(TrimSpace(text)), .phases = {}, .at_ms = std::nullopt};
  if (outage.text.empty()) return NotAnOutage(text);
  while (!text.empty()) {
    const bool is_first = outage.phases.empty();
    const std::string_view phase = TakeUpTo(text, ',');
    if (auto error = PhaseReader(phase, outage).Read()) return *error;
    if (!is_first && phase.find(" at ") != std::string_view::npos) {
      return Error{fmt::format("only the first phase of `{}` can have a time of day", outage.text)};
    }
  }
  if (outage.DurationMs() > kLongest) {
    return Error{fmt::format("`{}` lasts for more than a year", outage.text)};
  }
  return outage;
}

double Traffic::MeanPerSecond() const {
  double sum = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::int64_t to = i + 1 < parts.size() ? parts[i + 1].from_ms : kDay;
    sum += parts[i].per_second * static_cast<double>(to - parts[i].from_ms);
  }
  return sum / static_cast<double>(kDay);
}

Result<Traffic> ParseTraffic(std::string_view text) {
  std::vector<double> minutes(kDay / kMinute, -1);
  std::optional<double> rest;
  if (TrimSpace(text).empty()) return NotTraffic(text);
  while (!text.empty()) {
    const auto part = ReadRatePart(TakeUpTo(text, ','));
    if (!part) return part.error();
    if (part->times) {
      if (auto error = SetMinutes(*part, minutes)) return *error;
    } else if (rest) {
      return Error{"two rates of requests have no times of day"};
    } else {
      rest = part->per_second;
    }
  }
  Traffic traffic;
  traffic.parts.clear();
  for (std::size_t minute = 0; minute < minutes.size(); ++minute) {
    if (minutes[minute] < 0 && !rest) {
      return Error{fmt::format(
          "no rate of requests at {:02}:{:02}: add one without times of day, such as `50/s night`",
          minute / 60, minute % 60)};
    }
    const double rate = minutes[minute] < 0 ? *rest : minutes[minute];
    if (traffic.parts.empty() || traffic.parts.back().per_second != rate) {
      traffic.parts.push_back({static_cast<std::int64_t>(minute) * kMinute, rate});
    }
  }
  if (traffic.MeanPerSecond() == 0) return Error{"no requests at any time of day"};
  return traffic;
}

}  // namespace check::slo
