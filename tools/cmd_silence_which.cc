#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/go_json_string.h"
#include "libcheck/silences/effect.h"
#include "libcheck/silences/selection.h"
#include "tools/alert_words.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/query_list.h"
#include "tools/raw_output.h"

// The command that tells which silences hit an alert.
namespace tools {
namespace {

namespace silences = check::silences;
namespace v2 = check::api::v2;
using check::result::Cell;
using check::result::Tone;

struct Options {
  std::vector<std::string> words;
  bool alerts = false;
  bool wide = false;
  ListOutput output;
  AlertmanagerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

bool HasActive(const std::vector<const v2::Silence*>& list, std::int64_t now) {
  return std::ranges::any_of(list, [&](const v2::Silence* silence) {
    return silences::StateOf(*silence, now) == silences::State::kActive;
  });
}

// Of one alert, which need not be there.
Exit ShowForLabels(const Options& options, const AskedAlertmanager& asked,
                   const std::vector<v2::Silence>& there, v2::Pairs labels) {
  const v2::Alert alert = {.labels = std::move(labels)};
  const auto found = silences::SilencesThatHit(alert, there);
  if (!found) return Fail(found.error().message);
  std::vector<v2::Silence> list;
  for (const v2::Silence* silence : *found) list.push_back(*silence);
  if (options.output.is_json()) {
    WriteData(v2::SilencesJson(list) + "\n");
  } else {
    options.output.Show(
        SilenceGrid(list, {.zone = asked.zone, .now_ms = Now(), .wide = options.wide}),
        "no silence matches this alert");
  }
  return HasActive(*found, Now()) ? Exit::kOk : Exit::kProblems;
}

// An alert of the server, and what hits it.
struct HitAlert {
  const v2::Alert* alert = nullptr;
  std::vector<const v2::Silence*> hits;
};

std::string AlertsJson(const std::vector<HitAlert>& list) {
  std::string text;
  for (const HitAlert& hit : list) {
    text += text.empty() ? "" : ",";
    text += "{\"fingerprint\":";
    check::AppendGoJsonString(text, hit.alert->fingerprint);
    text += ",\"labels\":{";
    for (std::size_t i = 0; i < hit.alert->labels.size(); ++i) {
      if (i > 0) text += ",";
      check::AppendGoJsonString(text, hit.alert->labels[i].first);
      text += ":";
      check::AppendGoJsonString(text, hit.alert->labels[i].second);
    }
    text += "},\"silences\":[";
    for (std::size_t i = 0; i < hit.hits.size(); ++i) {
      if (i > 0) text += ",";
      check::AppendGoJsonString(text, hit.hits[i]->id);
    }
    text += "]}";
  }
  return "[" + text + "]\n";
}

check::result::Grid HitGrid(const std::vector<HitAlert>& list, const AskedAlertmanager& asked) {
  check::result::Grid grid(
      {{"ALERT"}, {"LABELS"}, {"STATE"}, {"SILENCE"}, {"ENDS"}, {"CREATED BY"}, {"COMMENT"}});
  for (const HitAlert& hit : list) {
    v2::Pairs labels = hit.alert->labels;
    std::erase_if(labels, [](const auto& label) { return label.first == "alertname"; });
    Cell name = {std::string(hit.alert->Label("alertname")), Tone::kName};
    Cell others = {LabelText(labels)};
    if (hit.hits.empty()) grid.AddRow({name, others, {"not silenced", Tone::kBad}});
    for (const v2::Silence* silence : hit.hits) {
      const silences::State state = silences::StateOf(*silence, Now());
      grid.AddRow({std::exchange(name, {}),
                   std::exchange(others, {}),
                   {std::string(silences::ToString(state)),
                    state == silences::State::kActive ? Tone::kGood : Tone::kPlain},
                   {silence->id},
                   {TimeText(silence->ends_at, asked.zone)},
                   {silence->created_by},
                   {silence->comment}});
    }
  }
  return grid;
}

Exit ShowForAlerts(const Options& options, const AskedAlertmanager& asked,
                   const std::vector<v2::Silence>& there) {
  v2::AlertFilter filter;
  const auto matchers = ReadMatchers(options.words);
  if (!matchers) return Fail(matchers.error().message);
  for (const auto& matcher : *matchers) filter.matchers.push_back(matcher.ToString());
  const auto alerts = v2::Alerts(asked.server(), filter);
  if (!alerts) return FailWith(alerts.fault);
  std::vector<HitAlert> list;
  for (const v2::Alert& alert : *alerts) {
    auto hits = silences::SilencesThatHit(alert, there);
    if (!hits) return Fail(hits.error().message);
    list.push_back({&alert, std::move(*hits)});
  }
  if (options.output.is_json()) {
    WriteData(AlertsJson(list));
  } else {
    options.output.Show(HitGrid(list, asked), "no alerts match");
  }
  const bool all =
      std::ranges::all_of(list, [](const HitAlert& hit) { return HasActive(hit.hits, Now()); });
  return all ? Exit::kOk : Exit::kProblems;
}

Exit Run(const Options& options) {
  if (options.words.empty() && !options.alerts) {
    return Fail("no alert given: give its labels, or --alerts for all alerts of the server");
  }
  check::Result<v2::Pairs> labels = v2::Pairs();
  if (!options.alerts) labels = ReadPairs(options.words, "label", true);
  if (!labels) return Fail(labels.error().message);
  const auto asked = options.server.Open();
  if (!asked) return Exit::kFailed;
  const auto there = silences::Find(asked->server(), {}, Now());
  if (!there) return FailWith(there.fault);
  return options.alerts ? ShowForAlerts(options, *asked, *there)
                        : ShowForLabels(options, *asked, *there, std::move(*labels));
}

constexpr Example kExamples[] = {
    {"pronoia silence which Down instance=db1 team=db",
     "List the silences that match such an alert"},
    {"pronoia silence which --alerts env=prod", "List them for each alert of an environment"},
};

}  // namespace

extern const Command kSilenceWhichCommand = {
    .path = "silence which",
    .summary = "List the silences that match an alert",
    .description =
        "List the active and pending silences whose matchers all match an alert with the given "
        "labels, whether or not there is such an alert. With --alerts, list the alerts of the "
        "server (those that match the MATCHERs, if given), with the silences that match each. The "
        "JSON of --alerts has `fingerprint`, `labels` and the IDs of `silences` for each "
        "alert.\n\nExit status: 0 the alert, or each of the alerts, is silenced now, 1 it is not, "
        "2 the server does not respond.",
    .ending = kAlertmanagerEnding,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("label", &options->words, "LABEL",
                     "Labels of an alert such as `team=db`, or with --alerts matchers; a first "
                     "word without an operator is an alert name");
      flags.Switch("--alerts", &options->alerts, "Use the alerts of the server");
      flags.Switch("--wide", &options->wide, "Show more columns");
      options->output.Declare(flags);
      options->server.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
