#include "tools/compat/amtool_words.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/template/time_value.h"
#include "tools/output.h"

namespace tools::compat {

namespace model = check::model;
namespace v2 = check::api::v2;

int EndAsAmtool(std::string_view message) {
  WriteErr(fmt::format("amtool: error: {}\n", message));
  return kAmtoolFailed;
}

int FailAsAmtool(std::string_view message) { return EndAsAmtool(fmt::format("{}\n", message)); }

std::vector<std::string> WithAlertName(std::span<const std::string> words, const MatcherLog& log) {
  std::vector<std::string> named(words.begin(), words.end());
  if (!named.empty() && log.ParseWord(named.front()).fault) {
    named.front() = "alertname=" + check::GoQuote(named.front());
  }
  return named;
}

check::Result<std::vector<model::AlertMatcher>> ReadMatchers(std::span<const std::string> words,
                                                             const MatcherLog& log) {
  std::vector<model::AlertMatcher> matchers;
  for (const std::string& word : words) {
    const model::ParsedMatchers parsed = log.ParseWord(word);
    if (parsed.fault) return check::Error{parsed.fault->message};
    matchers.push_back(parsed.matchers.front());
  }
  return matchers;
}

check::Result<v2::Pairs> ReadPairs(std::span<const std::string> words, std::string_view what,
                                   const MatcherLog& log) {
  v2::Pairs pairs;
  for (const std::string& word : words) {
    const model::ParsedMatchers parsed = log.ParseWord(word);
    if (parsed.fault) return check::Error{parsed.fault->message};
    const model::AlertMatcher& matcher = parsed.matchers.front();
    if (matcher.type() != model::MatchType::kEqual) {
      return check::Error{fmt::format("{} must be specified as key=value pairs", what)};
    }
    pairs.emplace_back(matcher.name(), matcher.value());
  }
  return pairs;
}

check::Result<check::OffsetTime> ReadTime(std::string_view text) {
  check::Arena memory;
  std::string error;
  const auto time =
      check::gotemplate::ParseGoTime("2006-01-02T15:04:05Z07:00", text, memory, error);
  if (!time) return check::Error{std::move(error)};
  const int offset = check::gotemplate::Break(*time).offset;
  return check::OffsetTime{time->seconds * 1000 + time->nanoseconds / 1'000'000,
                           static_cast<std::int16_t>(offset / 60)};
}

check::OffsetTime UtcNow() {
  using namespace std::chrono;
  return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

}  // namespace tools::compat
