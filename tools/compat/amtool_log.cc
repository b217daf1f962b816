#include "tools/compat/amtool_log.h"

#include <fmt/format.h>

#include "libcheck/config/alertmanager/features.h"
#include "tools/compat/go_log.h"
#include "tools/output.h"

namespace tools::compat {
namespace {

namespace am = check::config::alertmanager;
namespace model = check::model;

constexpr std::string_view kIncompatible =
    "Alertmanager is moving to a new parser for labels and matchers, and this input is "
    "incompatible. Alertmanager has instead parsed the input using the classic matchers parser as "
    "a fallback. To make this input compatible with the UTF-8 matchers parser please make sure all "
    "regular expressions and values are double-quoted and backslashes are escaped. If you are "
    "still seeing this message please open an issue.";

std::string LineOf(std::string_view level, std::string_view file, int line,
                   std::string_view message, std::string_view more) {
  return fmt::format("{}level={} source={}:{} msg={}{}\n", LogPrefix(), level, file, line,
                     LogValue(message), more);
}

}  // namespace

int ApplyAmtoolFeatures(const Parsed& parsed) {
  am::EnabledFeatures enabled;
  const auto error = am::ReadFeatures(parsed.Text("enable-feature"), enabled);
  for (const am::Feature* feature : enabled.list) {
    WriteOut(LineOf("WARN", "featurecontrol.go", feature->source_line, feature->notice, ""));
  }
  if (!error) return 0;
  WriteErr(
      fmt::format("amtool: error: error parsing the feature flag list: {}\n\n", error->message));
  return 1;
}

// Lines of parse.go, which the log names.
struct MatcherLog::Lines {
  std::string_view origin;
  int debug[3];  ///< By MatcherMode.
  int incompatible;
  int disagreement;
};

MatcherLog::MatcherLog(const Parsed& parsed) : is_verbose_(parsed.Switch("verbose")) {
  am::EnabledFeatures enabled;
  am::ReadFeatures(parsed.Text("enable-feature"), enabled);  // Errors have been told.
  mode_ = enabled.matchers;
}

void MatcherLog::Append(std::string& out, const Lines& lines, std::string_view text,
                        const model::ParsedMatchers& parsed) const {
  const std::string input = fmt::format(" input={} origin={}", LogValue(text), lines.origin);
  if (is_verbose_) {
    constexpr std::string_view kParsing[] = {
        "Parsing with UTF-8 matchers parser, with fallback to classic matchers parser",
        "Parsing with classic matchers parser", "Parsing with UTF-8 matchers parser"};
    const auto mode = static_cast<std::size_t>(mode_);
    out += LineOf("DEBUG", "parse.go", lines.debug[mode], kParsing[mode], input);
  }
  if (parsed.fault || parsed.oddity == model::MatcherOddity::kNone) return;
  if (parsed.oddity == model::MatcherOddity::kDisagreement) {
    out += LineOf("WARN", "parse.go", lines.disagreement, "Matchers input has disagreement", input);
    return;
  }
  const std::string error = parsed.utf8_fault ? parsed.utf8_fault->message : std::string();
  out += LineOf("WARN", "parse.go", lines.incompatible, kIncompatible,
                fmt::format("{} err={} suggestion={}", input, LogValue(error),
                            LogValue(model::JoinMatchers(parsed.matchers))));
}

model::ParsedMatchers MatcherLog::ParseWord(std::string_view text) const {
  model::ParsedMatchers parsed = model::ParseMatcher(text, mode_);
  std::string out;
  Append(out, {"cli", {120, 79, 97}, 136, 142}, text, parsed);
  if (!out.empty()) WriteOut(out);
  return parsed;
}

model::ParsedMatchers MatcherLog::ParseItem(std::string_view text, std::string& out) const {
  model::ParsedMatchers parsed = model::ParseMatchers(text, mode_);
  Append(out, {"config", {154, 88, 110}, 176, 183}, text, parsed);
  return parsed;
}

}  // namespace tools::compat
