#ifndef TOOLS_ALERT_WORDS_H_
#define TOOLS_ALERT_WORDS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/alertmanager.h"
#include "libcheck/base/result.h"
#include "libcheck/model/alert_matcher.h"
#include "libcheck/result/grid.h"

/// Matchers, labels, alerts and silences as commands read and show them.
namespace tools {

/// Matchers: `env=~"a|b"` or, in one word, `{env="a", team!="b"}`. A first word without an operator
/// is the name of alerts: `alertname="word"`.
check::Result<std::vector<check::model::AlertMatcher>> ReadMatchers(
    std::span<const std::string> words);

/// Words such as `team=db`, called `what` ("label") in errors. Of a name that is given twice the
/// last value counts. With `has_name`, a first word without an operator is the alert's name.
check::Result<check::api::v2::Pairs> ReadPairs(std::span<const std::string> words,
                                               std::string_view what, bool has_name = false);

/// `a="b", c=~"d"`
std::string MatchersText(std::span<const check::api::v2::SilenceMatcher> matchers);

/// "2026-11-29 18:00:00" in `zone`; empty for no time.
std::string TimeText(check::OffsetTime time, std::string_view zone);

struct ListStyle {
  std::string_view zone;
  std::int64_t now_ms = 0;
  bool wide = false;  ///< With the columns that are seldom needed.
};
check::result::Grid SilenceGrid(std::span<const check::api::v2::Silence> silences,
                                const ListStyle& style);

/// An empty grid for alerts, whose sections are called so, and a row of it.
check::result::Grid AlertGrid(const ListStyle& style, std::string section = "");
void AddAlert(const check::api::v2::Alert& alert, const ListStyle& style,
              check::result::Grid& grid);
/// Alerts, those first that began first.
check::result::Grid AlertGrid(std::span<const check::api::v2::Alert> alerts,
                              const ListStyle& style);

}  // namespace tools

#endif  // TOOLS_ALERT_WORDS_H_
