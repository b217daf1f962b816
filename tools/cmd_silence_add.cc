#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/alerts/rules_hit.h"
#include "libcheck/silences/effect.h"
#include "tools/alert_words.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/query_list.h"
#include "tools/rule_alert_flags.h"
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
  std::string from_alert;
  RuleAlertFlags rules;
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

// All but the times and the matchers.
Result<v2::Silence> ReadSilence(const Options& options) {
  v2::Silence silence = {.created_by = options.author, .comment = options.comment};
  if (silence.created_by.empty()) silence.created_by = UserName();
  if (silence.created_by.empty()) {
    return check::Error{"cannot determine the user's name: set --author"};
  }
  if (silence.comment.empty()) {
    return check::Error{"a silence needs a comment: give the reason with --comment"};
  }
  auto annotations = ReadPairs(options.annotations, "annotation");
  if (!annotations) return annotations.error();
  silence.annotations = std::move(*annotations);
  return silence;
}

// Matchers for the labels of an alert, behind those that are there. The error says that there is no
// such alert.
std::optional<check::Error> AddLabelsOf(const std::string& fingerprint,
                                        const std::vector<v2::Alert>& alerts,
                                        std::vector<model::AlertMatcher>& matchers) {
  const auto alert = std::ranges::find(alerts, fingerprint, &v2::Alert::fingerprint);
  if (alert == alerts.end()) {
    return check::Error{fmt::format(
        "no alert has the fingerprint `{}`; `pronoia alert query --wide` shows them", fingerprint)};
  }
  for (const auto& [name, value] : alert->labels) {
    matchers.push_back(*model::AlertMatcher::Make(model::MatchType::kEqual, name, value));
  }
  return std::nullopt;
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

// Which alerts of rules it could ever hit.
std::string RulesPreview(const check::alerts::RuleAlerts& rules,
                         const std::vector<model::AlertMatcher>& matchers, bool colour) {
  using check::alertmanager::Share;
  const auto hits = check::alerts::RulesHit(rules, matchers);
  std::string text =
      fmt::format("alerts of {} of {} rules can match\n", hits.size(), rules.rules().size());
  check::result::Grid grid({{"ALERT"}, {"MATCHES"}, {"RULE"}});
  for (const check::alerts::HitRule& hit : hits) {
    const check::Location& where = hit.rule->where;
    grid.AddRow(
        {{hit.rule->name, check::result::Tone::kName},
         {hit.share == Share::kAll    ? "always"
          : hit.share == Share::kSome ? "sometimes"
                                      : "perhaps"},
         {fmt::format("{}:{}", where.file->name(), where.file->PositionOf(where.span.begin).line),
          check::result::Tone::kFaint}});
  }
  return grid.empty() ? text : text + grid.Text(colour, 0);
}

void WarnOfOddMatchers(const std::vector<model::AlertMatcher>& matchers,
                       const std::vector<v2::Alert>& alerts) {
  for (const silences::OddMatcher& odd : silences::OddMatchers(matchers, alerts)) {
    const std::string text = odd.matcher->ToString();
    switch (odd.oddity) {
      case silences::Oddity::kPlainRegexp:
        WriteErr(fmt::format(
            "warning: `{}` is a regular expression that matches only one string; `{}` is "
            "equivalent\n",
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
    return "the matchers match nearly every alert";
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

// Shows what the silence does, and decides whether it is to be made: nothing if it is.
std::optional<Exit> Check(const Options& options, const std::vector<model::AlertMatcher>& matchers,
                          const v2::Silence& silence, const std::vector<v2::Alert>& alerts,
                          const AskedAlertmanager& asked) {
  const silences::Effect effect = silences::EffectOf(matchers, alerts, Now());
  const auto write = [&](const std::string& text) {
    options.dry_run ? WriteOut(text) : WriteErr(text);
  };
  if (options.dry_run || ::isatty(STDERR_FILENO) == 1) {
    const bool terminal = ::isatty(options.dry_run ? STDOUT_FILENO : STDERR_FILENO) == 1;
    write(Preview(silence, effect, asked, options, terminal));
  }
  if (options.rules.given()) {
    const auto rules = options.rules.Read({&check::Disk(), {}});
    if (!rules) return Fail(rules.error().message);
    write(RulesPreview(**rules, matchers, options.color.Use()));
  }
  WarnOfOddMatchers(matchers, alerts);
  const std::string why = options.yes ? "" : TooBroad(matchers, effect, options.max_alerts);
  if (!why.empty()) {
    WriteError(why);
    WriteErr("  note: use --yes to create the silence anyway\n");
    return Exit::kProblems;
  }
  if (options.dry_run) return Exit::kOk;
  return std::nullopt;
}

// Whether the alerts of the server need not be asked for.
bool IsBlind(const Options& options) {
  return options.yes && !options.dry_run && options.from_alert.empty() && !options.rules.given() &&
         ::isatty(STDERR_FILENO) != 1;
}

Exit Add(const Options& options) {
  auto matchers = ReadMatchers(options.matchers);
  if (!matchers) return Fail(matchers.error().message);
  if (matchers->empty() && options.from_alert.empty()) {
    return Fail("no matchers: give some, or an alert with --from-alert");
  }
  if (options.from_alert.empty() && silences::MatchesEmpty(*matchers)) {
    return Fail(
        "at least one matcher must not match the empty string, or the server refuses the silence");
  }
  Result<v2::Silence> silence = ReadSilence(options);
  if (!silence) return Fail(silence.error().message);
  const auto asked = options.server.Open();
  if (!asked) return Exit::kFailed;
  const std::int64_t now = Now();
  const auto times = options.times.Read(now, now, asked->zone, kDefaultLength);
  if (!times) return Fail(times.error().message);
  if (times->end <= now) return Fail("the silence would already have ended");
  silence->starts_at = {times->start};
  silence->ends_at = {times->end};
  std::vector<v2::Alert> alerts;
  if (!IsBlind(options)) {
    auto reply = v2::Alerts(asked->server(), {});
    if (!reply) return FailWith(reply.fault);
    alerts = std::move(*reply);
  }
  if (!options.from_alert.empty()) {
    const auto problem = AddLabelsOf(options.from_alert, alerts, *matchers);
    if (problem) return Fail(problem->message);
  }
  for (const model::AlertMatcher& matcher : *matchers) {
    silence->matchers.push_back(v2::FromMatcher(matcher));
  }
  if (!IsBlind(options)) {
    if (const auto status = Check(options, *matchers, *silence, alerts, *asked)) return *status;
  }
  const auto id = v2::PostSilence(asked->server(), *silence);
  if (!id) return FailWith(id.fault);
  WriteOut(*id + "\n");
  return Exit::kOk;
}

constexpr Example kExamples[] = {
    {"pronoia silence add Down instance=db1 --for 2h -c 'disk is replaced'",
     "Silence an alert of one instance"},
    {"pronoia silence add env=staging --at 'saturday 22:00..+2h' --tz Europe/Berlin -c upgrade",
     "Silence the alerts of a maintenance window"},
    {"pronoia silence add 'team=~\"web|db\"' --until 'tomorrow 06:00' -c move --dry-run "
     "--rules rules/",
     "Show which alerts it would match now, and which rules' alerts it could ever match"},
    {"pronoia silence add --from-alert 7f50ee6063edc979 -c 'known, OPS-1'",
     "Silence an alert with all its labels"},
};

}  // namespace

extern const Command kSilenceAddCommand = {
    .path = "silence add",
    .summary = "Create a silence",
    .description =
        "Create a silence for the alerts that match all MATCHERs, and print its ID. On a terminal, "
        "the alerts that it matches now are shown first. A silence that would match every alert, "
        "or more than --max-alerts, is refused unless --yes is given.\n\nExit status: 0 the "
        "silence was created, 1 it was refused as too broad, 2 it could not be created.",
    .ending = kAlertmanagerEnding,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("matcher", &options->matchers, "MATCHER",
                     "Matchers: `env=prod`, `team=~\"web|db\"`, `severity!=info`; a first word "
                     "without an operator is an alert name");
      flags.Option("--from-alert", &options->from_alert, "FINGERPRINT",
                   "Match the labels of this alert, in addition to the MATCHERs");
      options->times.Declare(flags, kDefaultLength);
      flags.Option("-c,--comment", &options->comment, "TEXT", "Reason for the silence");
      flags.Option("-a,--author", &options->author, "AUTHOR",
                   "Author of the silence (default: the user's name)");
      flags.Option("--annotation", &options->annotations, "NAME=VALUE",
                   "Add an annotation (Alertmanager 0.32 and later)");
      options->rules.Declare(flags);
      flags.Switch("--dry-run", &options->dry_run, "Show what it would match, without creating it");
      flags.Option("--max-alerts", &options->max_alerts, "NUMBER",
                   "Refuse to silence more alerts than this (0: no limit)");
      flags.Switch("--yes", &options->yes, "Create it however many alerts it matches");
      options->color.Declare(flags);
      options->server.Declare(flags);
      return [options] { return Add(*options); };
    },
};

}  // namespace tools
