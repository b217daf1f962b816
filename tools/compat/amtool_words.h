#ifndef TOOLS_COMPAT_AMTOOL_WORDS_H_
#define TOOLS_COMPAT_AMTOOL_WORDS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/api/alertmanager.h"
#include "libcheck/base/result.h"
#include "libcheck/base/rfc3339.h"
#include "libcheck/model/alert_matcher.h"
#include "tools/compat/amtool_log.h"

/// What the commands of amtool that ask a server make of the words of a command line. Errors are
/// amtool's.
namespace tools::compat {

/// The exit status of every error.
inline constexpr int kAmtoolFailed = 1;
/// Says `message` with the blank line that amtool has behind errors of commands. Gives that status.
int FailAsAmtool(std::string_view message);
/// The same without the blank line, for what amtool ends with on its own.
int EndAsAmtool(std::string_view message);

/// `words`, of which the first one is the name of an alert if it is not a matcher.
std::vector<std::string> WithAlertName(std::span<const std::string> words, const MatcherLog& log);

check::Result<std::vector<check::model::AlertMatcher>> ReadMatchers(
    std::span<const std::string> words, const MatcherLog& log);

/// Names and values, in the order of the words. `what` is "labels" or "annotations".
check::Result<check::api::v2::Pairs> ReadPairs(std::span<const std::string> words,
                                               std::string_view what, const MatcherLog& log);

/// RFC 3339, as Go reads it.
check::Result<check::OffsetTime> ReadTime(std::string_view text);
/// The time of now, in UTC.
check::OffsetTime UtcNow();

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_WORDS_H_
