#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/text.h"
#include "libcheck/files/file_writer.h"
#include "libcheck/silences/effect.h"
#include "libcheck/silences/selection.h"
#include "tools/alert_words.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/query_list.h"
#include "tools/raw_output.h"

// The commands that show silences.
namespace tools {
namespace {

namespace silences = check::silences;
namespace v2 = check::api::v2;
using check::Error;
using check::Result;

struct Options {
  std::vector<std::string> matchers;
  std::vector<std::string> states;
  std::string created_by;
  std::vector<std::string> ids;
  std::string within, expiring;
  bool stale = false;
  bool quiet = false;
  bool wide = false;
  std::string file;
  ListOutput output;
  AlertmanagerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

Result<std::optional<std::int64_t>> Milliseconds(std::string_view flag, const std::string& text) {
  if (text.empty()) return std::optional<std::int64_t>();
  const Result<check::Duration> duration = ReadDurationFlag(flag, text);
  if (!duration) return duration.error();
  return std::optional<std::int64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(*duration).count());
}

void SetStates(const std::vector<std::string>& lists, silences::Selection& selection) {
  if (lists.empty()) return;
  selection.active = selection.pending = selection.expired = false;
  for (const std::string& list : lists) {
    check::ForEachWord(list, [&](std::string_view word) {
      const auto state = silences::ParseState(word);
      selection.active |= !state || state == silences::State::kActive;
      selection.pending |= !state || state == silences::State::kPending;
      selection.expired |= !state || state == silences::State::kExpired;
    });
  }
}

Result<silences::Selection> Select(const Options& options) {
  silences::Selection selection = {.created_by = options.created_by, .ids = options.ids};
  SetStates(options.states, selection);
  auto matchers = ReadMatchers(options.matchers);
  if (!matchers) return matchers.error();
  selection.matchers = std::move(*matchers);
  const auto within = Milliseconds("--within", options.within);
  if (!within) return within.error();
  const auto expiring = Milliseconds("--expiring", options.expiring);
  if (!expiring) return expiring.error();
  selection.within_ms = *within ? *within : *expiring;
  if (*expiring) selection.pending = selection.expired = false;
  return selection;
}

void Show(const Options& options, const std::vector<v2::Silence>& list,
          const AskedAlertmanager& asked) {
  if (options.quiet) {
    std::string ids;
    for (const v2::Silence& silence : list) ids += silence.id + "\n";
    return WriteOut(ids);
  }
  if (options.output.is_json()) return WriteData(v2::SilencesJson(list) + "\n");
  options.output.Show(
      SilenceGrid(list, {.zone = asked.zone, .now_ms = Now(), .wide = options.wide}),
      "no silences match");
}

// Calls `show` with the silences that are meant.
Exit Ask(
    const Options& options,
    const std::function<Exit(const std::vector<v2::Silence>&, const AskedAlertmanager&)>& show) {
  const auto selection = Select(options);
  if (!selection) return Fail(selection.error().message);
  const auto asked = options.server.Open();
  if (!asked) return Exit::kFailed;
  const auto reply = silences::Find(asked->server(), *selection, Now());
  return reply ? show(*reply, *asked) : FailWith(reply.fault);
}

Exit Query(const Options& options) {
  return Ask(options, [&](const auto& list, const AskedAlertmanager& asked) {
    if (!options.stale) {
      Show(options, list, asked);
      return Exit::kOk;
    }
    const auto alerts = v2::Alerts(asked.server(), {});
    if (!alerts) return FailWith(alerts.fault);
    const auto stale = silences::StaleOf(list, *alerts, Now());
    if (!stale) return Fail(stale.error().message);
    Show(options, *stale, asked);
    return Exit::kOk;
  });
}

Exit Export(const Options& options) {
  return Ask(options, [&](const auto& list, const AskedAlertmanager&) {
    const std::string text = v2::SilencesJson(list) + "\n";
    if (options.file.empty() || options.file == "-") {
      WriteData(text);
    } else if (const auto problem = check::ReplaceFile(options.file, text)) {
      return Fail(problem->message);
    }
    return Exit::kOk;
  });
}

std::string Details(const v2::Silence& silence, const AskedAlertmanager& asked) {
  const std::int64_t now = Now();
  std::string text;
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) text += fmt::format("{:<12}{}\n", fmt::format("{}:", name), value);
  };
  line("id", silence.id);
  line("state", std::string(silences::ToString(silences::StateOf(silence, now))));
  line("matchers", MatchersText(silence.matchers));
  line("starts", TimeText(silence.starts_at, asked.zone));
  line("ends", TimeText(silence.ends_at, asked.zone));
  line("updated", TimeText(silence.updated_at, asked.zone));
  line("created by", silence.created_by);
  line("comment", silence.comment);
  for (const auto& [name, value] : silence.annotations) {
    line("annotation", LabelText({{name, value}}));
  }
  return text;
}

// What it would hit, for one that is pending; what it does, for one that is active.
Exit ShowAlerts(const Options& options, const v2::Silence& silence,
                const AskedAlertmanager& asked) {
  const std::int64_t now = Now();
  if (silences::StateOf(silence, now) == silences::State::kExpired) return Exit::kOk;
  const auto matchers = silences::MatchersOf(silence);
  if (!matchers) return Fail(matchers.error().message);
  const auto alerts = v2::Alerts(asked.server(), {});
  if (!alerts) return FailWith(alerts.fault);
  const silences::Effect effect = silences::EffectOf(*matchers, *alerts, now);
  const ListStyle style = {.zone = asked.zone, .now_ms = now, .wide = options.wide};
  check::result::Grid grid = AlertGrid(style);
  for (const v2::Alert* alert : effect.hits) AddAlert(*alert, style, grid);
  WriteOut(fmt::format("{:<12}{} of {}\n", "alerts:", effect.hits.size(), effect.alerts));
  if (!grid.empty()) {
    WriteOut("\n");
    options.output.Show(grid, "");
  }
  return Exit::kOk;
}

Exit ShowOne(const Options& options) {
  const auto asked = options.server.Open();
  if (!asked) return Exit::kFailed;
  const auto silence = v2::FindSilence(asked->server(), options.ids[0]);
  if (!silence) return FailWith(silence.fault);
  if (options.output.format != "table") {
    Show(options, {*silence}, *asked);
    return Exit::kOk;
  }
  WriteOut(Details(*silence, *asked));
  return ShowAlerts(options, *silence, *asked);
}

// The flags that choose silences.
void DeclareSelection(FlagSet& flags, Options& options) {
  flags.Argument("matcher", &options.matchers, "MATCHER",
                 "Only silences that have this matcher: `env=prod`; a first word without an "
                 "operator is an alert name");
  flags.Option("--state", &options.states, "SILENCES",
               "States of the silences to list (default: active,pending)");
  flags.Option("--created-by", &options.created_by, "AUTHOR", "Only silences of this author");
  flags.Option("--within", &options.within, "DURATION",
               "Only silences that end, or with --state expired have ended, within this time");
  flags.Option("--expiring", &options.expiring, "DURATION",
               "Only active silences that end within this time", {.excludes = "--within"});
}

constexpr Example kQueryExamples[] = {
    {"pronoia silence query", "List active and pending silences"},
    {"pronoia silence query --expiring 1h", "List silences that end within an hour"},
    {"pronoia silence query --stale", "List silences that match no alert and can be expired"},
    {"pronoia silence query --state all --created-by anna env=prod",
     "List all silences of an author for an environment"},
    {"pronoia silence query -q Down | xargs pronoia silence expire",
     "Expire the silences of an alert"},
};
constexpr Example kShowExamples[] = {
    {"pronoia silence show 49def7e4-cc1d-4057-8a18-d6fb73d50763",
     "Show a silence and the alerts that it matches"},
};
constexpr Example kExportExamples[] = {
    {"pronoia silence export -o silences.json", "Save silences in a file"},
    {"pronoia silence export --context old | pronoia silence import --context new",
     "Copy silences to another Alertmanager"},
};

}  // namespace

extern const Command kSilenceQueryCommand = {
    .path = "silence query",
    .summary = "List silences",
    .description =
        "List the silences of an Alertmanager, the first to end first. Matchers are compared with "
        "the matchers of silences as they are written, not with the alerts that they match.",
    .ending = kAlertmanagerEnding,
    .examples = kQueryExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      DeclareSelection(flags, *options);
      flags.Option("--id", &options->ids, "ID", "Only the silence with this ID");
      flags.Switch("--stale", &options->stale, "Only active silences that match no alert now");
      flags.Switch("-q,--quiet", &options->quiet, "Print IDs only");
      flags.Switch("--wide", &options->wide, "Show more columns");
      options->output.Declare(flags);
      options->server.Declare(flags);
      return [options] { return Query(*options); };
    },
};

extern const Command kSilenceShowCommand = {
    .path = "silence show",
    .summary = "Show a silence and the alerts that it silences",
    .ending = kAlertmanagerEnding,
    .examples = kShowExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      options->ids.resize(1);
      flags.Argument("id", &options->ids[0], "ID", "ID of the silence", {.required = true});
      flags.Switch("--wide", &options->wide, "Show more columns");
      options->output.Declare(flags);
      options->server.Declare(flags);
      return [options] { return ShowOne(*options); };
    },
};

extern const Command kSilenceExportCommand = {
    .path = "silence export",
    .summary = "Print silences as JSON, for `silence import`",
    .description = "The JSON is the same as that of `amtool silence query -o json`.",
    .ending = kAlertmanagerEnding,
    .examples = kExportExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      DeclareSelection(flags, *options);
      flags.Option("-o,--output", &options->file, "FILE", "Write to this file");
      options->server.Declare(flags);
      return [options] { return Export(*options); };
    },
};

}  // namespace tools
