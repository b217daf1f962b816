#ifndef TOOLS_COMPAT_AMTOOL_LOG_H_
#define TOOLS_COMPAT_AMTOOL_LOG_H_

#include <string>
#include <string_view>

#include "libcheck/model/alert_matcher_parse.h"
#include "tools/compat/kingpin.h"

/// What amtool logs, which goes to standard output.
namespace tools::compat {

/// Reads the flag --enable-feature, and logs what it enables. Gives the exit status, if the
/// features cannot be.
int ApplyAmtoolFeatures(const Parsed& parsed);

/// Parses matchers as amtool's flags say, and logs what they make it log.
class MatcherLog {
 public:
  explicit MatcherLog(const Parsed& parsed);

  check::model::MatcherMode mode() const { return mode_; }

  /// A word of the command line. The log is printed.
  check::model::ParsedMatchers ParseWord(std::string_view text) const;
  /// An item of a list in a configuration. The log is added to `out`.
  check::model::ParsedMatchers ParseItem(std::string_view text, std::string& out) const;

 private:
  struct Lines;
  void Append(std::string& out, const Lines& lines, std::string_view text,
              const check::model::ParsedMatchers& parsed) const;

  check::model::MatcherMode mode_ = check::model::MatcherMode::kFallback;
  bool is_verbose_ = false;
};

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_LOG_H_
