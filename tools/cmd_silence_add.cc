#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/time_expression.h"
#include "libcheck/silences/effect.h"
#include "tools/alert_words.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/query_list.h"
#include "tools/silence_times.h"

// The command that makes a silence, and shows first what it will hit.
namespace tools {
namespace {

namespace model = check::model;
namespace silences = check::silences;
namespace v2 = check::api::v2;
using check::Result;

constexpr std::string_view kDefaultLength = "1h";

struct Options {
  std::vector<std::string> matchers;
  SilenceTimes times;
  std::string author, comment;
  std::vector<std::string> annotations;
  bool dry_run = false;
  bool yes = false;
  std::size_t max_alerts = 0;
  ColorFlag color;
  AlertmanagerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

std::string UserName() {
  const passwd* const entry = ::getpwuid(::getuid());
  return entry != nullptr ? entry->pw_name : "";
}

// All but the times.
Result<v2::Silence> ReadSilence(const Options& options,
                                const std::vector<model::AlertMatcher>& matchers) {
  v2::Silence silence = {.created_by = options.author, .comment = options.comment};
  if (silence.created_by.empty()) silence.created_by = UserName();
  if (silence.created_by.empty()) {
    return check::Error{"the user has no name: name an author with --author"};
  }
  if (silence.comment.empty()) {
    return check::Error{"a silence needs a comment: say what it is for with --comment"};
  }
  auto annotations = ReadPairs(options.annotations, "annotation");
  if (!annotations) return annotations.error();
  silence.annotations = std::move(*annotations);
  for (const model::AlertMatcher& matcher : matchers) {
    silence.matchers.push_back(v2::FromMatcher(matcher));
  }
  return silence;
}

std::string TimesText(const v2::Silence& silence, std::string_view zone) {
  return fmt::format("from {} to {} ({})", TimeText(silence.starts_at, zone),
                     TimeText(silence.ends_at, zone),
                     SpanText((silence.ends_at.ms - silence.starts_at.ms) / 1000));
}

// What the silence will do, for a person.
std::string Preview(const v2::Silence& silence, const silences::Effect& effect,
                    const AskedAlertmanager& asked, const Options& options, bool terminal) {
  constexpr std::size_t kMostRows = 20;
  std::string text = fmt::format("silence {{{}}}\n{}\n", MatchersText(silence.matchers),
                                 TimesText(silence, asked.zone));
  text += effect.hits.empty()
              ? fmt::format("none of {} alerts matches now\n", effect.alerts)
              : fmt::format("{} of {} alerts match now:\n", effect.hits.size(), effect.alerts);
  const ListStyle style = {.zone = asked.zone, .now_ms = Now()};
  check::result::Grid grid = AlertGrid(style);
  for (std::size_t i = 0; i < std::min(effect.hits.size(), kMostRows); ++i) {
    AddAlert(*effect.hits[i], style, grid);
  }
  if (!grid.empty()) text += grid.Text(options.color.Use(), terminal ? TerminalWidth() : 0);
  if (effect.hits.size() > kMostRows) {
    text += fmt::format("and {} more\n", effect.hits.size() - kMostRows);
  }
  return text;
}

void WarnOfOddMatchers(const std::vector<model::AlertMatcher>& matchers,
                       const std::vector<v2::Alert>& alerts) {
  for (const silences::OddMatcher& odd : silences::OddMatchers(matchers, alerts)) {
    const std::string text = odd.matcher->ToString();
    switch (odd.oddity) {
      case silences::Oddity::kPlainRegexp:
        WriteErr(fmt::format(
            "warning: `{}` is a regular expression that matches one text only; "
            "`{}` does the same\n",
            text,
            model::MatcherText(model::MatchTypeOf(false, model::IsNegated(odd.matcher->type())),
                               odd.matcher->name(), odd.matcher->value())));
        break;
      case silences::Oddity::kUnknownLabel:
        WriteErr(fmt::format("warning: no alert has the label `{}` of `{}` now\n",
                             odd.matcher->name(), text));
        break;
    }
  }
}

// Why the silence would hit more than it should; empty if it would not.
std::string TooBroad(const std::vector<model::AlertMatcher>& matchers,
                     const silences::Effect& effect, std::size_t max_alerts) {
  if (silences::MatchesNearlyAnything(matchers)) {
    return "the matchers match nearly every alert that there could be";
  }
  std::set<std::string_view> names;
  for (const v2::Alert* alert : effect.hits) names.insert(alert->Label("alertname"));
  if (names.size() > 1 && effect.hits_all()) {
    return fmt::format("the matchers match all {} alerts", effect.alerts);
  }
  if (max_alerts != 0 && effect.hits.size() > max_alerts) {
    return fmt::format("the matchers match {} alerts, more than --max-alerts {}",
                       effect.hits.size(), max_alerts);
  }
  return {};
}

// False: the silence is not to be made, as has been told.
bool Check(const Options& options, const std::vector<model::AlertMatcher>& matchers,
           const v2::Silence& silence, const AskedAlertmanager& asked, Exit& status) {
  const bool shows = options.dry_run || ::isatty(STDERR_FILENO) == 1;
  if (options.yes && !shows) return true;
  const auto alerts = v2::Alerts(asked.server(), {});
  if (!alerts) {
    status = FailWith(alerts.fault);
    return false;
  }
  const silences::Effect effect = silences::EffectOf(matchers, *alerts, Now());
  if (shows) {
    const bool terminal = ::isatty(options.dry_run ? STDOUT_FILENO : STDERR_FILENO) == 1;
    const std::string preview = Preview(silence, effect, asked, options, terminal);
    options.dry_run ? WriteOut(preview) : WriteErr(preview);
  }
  WarnOfOddMatchers(matchers, *alerts);
  const std::string why = options.yes ? "" : TooBroad(matchers, effect, options.max_alerts);
  if (!why.empty()) {
    WriteError(why);
    WriteErr("  note: with --yes the silence is made even so\n");
    status = Exit::kProblems;
    return false;
  }
  status = Exit::kOk;
  return !options.dry_run;
}

Exit Add(const Options& options) {
  const auto matchers = ReadMatchers(options.matchers);
  if (!matchers) return Fail(matchers.error().message);
  if (silences::MatchesEmpty(*matchers)) {
    return Fail("at least one matcher must not match the empty text, or the server refuses it");
  }
  Result<v2::Silence> silence = ReadSilence(options, *matchers);
  if (!silence) return Fail(silence.error().message);
  const auto asked = options.server.Open();
  if (!asked) return Exit::kFailed;
  const std::int64_t now = Now();
  const auto times = options.times.Read(now, now, asked->zone, kDefaultLength);
  if (!times) return Fail(times.error().message);
  if (times->end <= now) return Fail("the silence would be over already");
  silence->starts_at = {times->start};
  silence->ends_at = {times->end};
  Exit status = Exit::kOk;
  if (!Check(options, *matchers, *silence, *asked, status)) return status;
  const auto id = v2::PostSilence(asked->server(), *silence);
  if (!id) return FailWith(id.fault);
  WriteOut(*id + "\n");
  return Exit::kOk;
}

constexpr Example kExamples[] = {
    {"pronoia silence add Down instance=db1 --for 2h -c 'disk is replaced'",
     "Silence an alert of one instance"},
    {"pronoia silence add env=staging --at 'saturday 22:00..+2h' --tz Europe/Berlin -c upgrade",
     "Silence what a maintenance window will hit"},
    {"pronoia silence add 'team=~\"web|db\"' --until 'tomorrow 06:00' -c move --dry-run",
     "See what it would hit"},
};

}  // namespace

extern const Command kSilenceAddCommand = {
    .path = "silence add",
    .summary = "Create a silence",
    .description =
        "Creates a silence for the alerts that match all MATCHERs, and prints its ID. On a "
        "terminal the alerts that it hits now are shown first. A silence that would hit every "
        "alert, or more than --max-alerts, is refused unless --yes is given.\n\n"
        "Exit status: 0 the silence was created, 1 it was refused as too broad, 2 it could not be "
        "created.",
    .ending = kAlertmanagerEnding,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("matcher", &options->matchers, "MATCHER",
                     "`env=prod`, `team=~\"web|db\"`, `severity!=info`; a first word without an "
                     "operator is an alert's name",
                     {.required = true});
      options->times.Declare(flags, kDefaultLength);
      flags.Option("-c,--comment", &options->comment, "TEXT", "What it is for");
      flags.Option("-a,--author", &options->author, "AUTHOR",
                   "Who creates it (default the user's name)");
      flags.Option("--annotation", &options->annotations, "NAME=VALUE",
                   "An annotation, for Alertmanager 0.32 and later");
      flags.Switch("--dry-run", &options->dry_run, "Show what it would hit, and do not create it");
      flags.Option("--max-alerts", &options->max_alerts, "NUMBER",
                   "Refuse to silence more alerts than this (0: any number)");
      flags.Switch("--yes", &options->yes, "Create it however many alerts it hits");
      options->color.Declare(flags);
      options->server.Declare(flags);
      return [options] { return Add(*options); };
    },
};

}  // namespace tools
