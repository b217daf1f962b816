#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "libcheck/base/time_expression.h"
#include "libcheck/silences/selection.h"
#include "tools/alert_words.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/query_list.h"
#include "tools/raw_output.h"
#include "tools/silence_times.h"

// The commands that change silences.
namespace tools {
namespace {

namespace silences = check::silences;
namespace v2 = check::api::v2;
using check::Error;
using check::Result;

struct Options {
  std::vector<std::string> ids;  // Of `extend`, with the time at the end.
  SilenceTimes times;
  std::string author, comment;
  std::vector<std::string> annotations;
  bool quiet = false;
  bool wide = false;
  ListOutput output;
  AlertmanagerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

// Changes a silence as it is on the server, or says why it cannot be.
using Change = std::function<std::optional<Error>(v2::Silence& silence)>;

// Changes one silence. False: it could not be done, as has been told.
bool ChangeOne(const check::api::Server& server, const std::string& id, const Change& change,
               std::vector<v2::Silence>& changed) {
  auto silence = v2::FindSilence(server, id);
  if (!silence) {
    WriteFault(silence.fault);
    return false;
  }
  if (const auto problem = change(*silence)) {
    WriteError(fmt::format("silence `{}`: {}", id, problem->message));
    return false;
  }
  const auto now_called = v2::PostSilence(server, *silence);
  if (!now_called) {
    WriteFault(now_called.fault);
    return false;
  }
  if (*now_called != id) {
    WriteErr(fmt::format("silence `{}` was replaced by `{}`\n", id, *now_called));
  }
  // As the server has it now: it may begin later than was asked for.
  auto stored = v2::FindSilence(server, *now_called);
  if (stored) {
    changed.push_back(std::move(*stored));
  } else {
    silence->id = *now_called;
    changed.push_back(std::move(*silence));
  }
  return true;
}

void Show(const Options& options, const std::vector<v2::Silence>& list, std::string_view zone) {
  if (options.quiet) {
    std::string ids;
    for (const v2::Silence& silence : list) ids += silence.id + "\n";
    return WriteOut(ids);
  }
  if (options.output.is_json()) return WriteData(v2::SilencesJson(list) + "\n");
  options.output.Show(SilenceGrid(list, {.zone = zone, .now_ms = Now(), .wide = options.wide}),
                      "no silence was changed");
}

Exit ChangeAll(const Options& options, const std::vector<std::string>& ids,
               const std::function<Change(const AskedAlertmanager&)>& change_for) {
  const auto asked = options.server.Open();
  if (!asked) return Exit::kFailed;
  const Change change = change_for(*asked);
  std::vector<v2::Silence> changed;
  std::string left;
  for (const std::string& id : ids) {
    if (ChangeOne(asked->server(), id, change, changed)) continue;
    left += fmt::format("{}`{}`", left.empty() ? "" : ", ", id);
  }
  Show(options, changed, asked->zone);
  if (left.empty()) return Exit::kOk;
  if (ids.size() > 1) {
    WriteErr(fmt::format("changed {} of {} silences; not changed: {}\n", changed.size(), ids.size(),
                         left));
  }
  return Exit::kFailed;
}

Exit Update(const Options& options) {
  const auto annotations = ReadPairs(options.annotations, "annotation");
  if (!annotations) return Fail(annotations.error().message);
  if (options.times.is_empty() && options.comment.empty() && options.author.empty() &&
      annotations->empty()) {
    return Fail(
        "nothing to change: give --for, --until, --at, --comment, --author or --annotation");
  }
  return ChangeAll(options, options.ids, [&](const AskedAlertmanager& asked) -> Change {
    return [&](v2::Silence& silence) -> std::optional<Error> {
      if (!options.comment.empty()) silence.comment = options.comment;
      if (!options.author.empty()) silence.created_by = options.author;
      for (const auto& [name, value] : *annotations) {
        std::erase_if(silence.annotations, [&](const auto& old) { return old.first == name; });
        silence.annotations.emplace_back(name, value);
      }
      if (options.times.is_empty()) return std::nullopt;
      const std::int64_t length = silence.ends_at.ms - silence.starts_at.ms;
      const auto times =
          options.times.Read(silence.starts_at.ms, Now(), asked.zone, fmt::format("{}ms", length));
      if (!times) return times.error();
      silence.starts_at = {times->start};
      silence.ends_at = {times->end};
      return std::nullopt;
    };
  });
}

// `+2h` counts from the end of a silence, or from now if it has expired; any other time from now.
Result<std::int64_t> NewEnd(const v2::Silence& silence, const std::string& when,
                            std::string_view zone) {
  const std::int64_t now = Now();
  const bool is_relative = when.starts_with('+') || when.starts_with('-');
  const std::int64_t from = is_relative ? std::max(silence.ends_at.ms, now) : now;
  const Result<std::int64_t> end = check::ParseTime(when, from, zone, check::Toward::kFuture);
  if (end && *end <= now) {
    return Error{fmt::format("`{}` is in the past; `silence expire` ends a silence", when)};
  }
  return end;
}

Exit Extend(const Options& options) {
  if (options.ids.size() < 2) {
    return Fail("expected IDs and an extension: `+2h`, `tomorrow 06:00`");
  }
  const std::vector<std::string> ids(options.ids.begin(), options.ids.end() - 1);
  return ChangeAll(options, ids, [&](const AskedAlertmanager& asked) -> Change {
    return [&](v2::Silence& silence) -> std::optional<Error> {
      const Result<std::int64_t> end = NewEnd(silence, options.ids.back(), asked.zone);
      if (!end) return end.error();
      silence.ends_at = {*end};
      return std::nullopt;
    };
  });
}

void DeclareOutput(FlagSet& flags, Options& options) {
  flags.Switch("-q,--quiet", &options.quiet, "Print IDs only");
  flags.Switch("--wide", &options.wide, "Show more columns");
  options.output.Declare(flags);
  options.server.Declare(flags);
}

constexpr Example kUpdateExamples[] = {
    {"pronoia silence update 49def7e4-cc1d-4057-8a18-d6fb73d50763 --until 'tomorrow 06:00'",
     "Change the end of a silence"},
};
constexpr Example kExtendExamples[] = {
    {"pronoia silence extend 49def7e4-cc1d-4057-8a18-d6fb73d50763 +2h",
     "Extend a silence by two hours"},
    {"pronoia silence extend $(pronoia silence query -q --expiring 1h env=prod) 18:30",
     "Extend all silences of an environment that end soon until this evening"},
};

}  // namespace

extern const Command kSilenceUpdateCommand = {
    .path = "silence update",
    .summary = "Change the times, comment, author or annotations of silences",
    .description =
        "Change silences, and show the result. Alertmanager keeps the ID of an active silence as "
        "long as its start stays the same; otherwise it expires the silence and creates another "
        "one, whose ID is shown. --for counts from the start of a silence.\n\nExit status: 0 the "
        "silences are changed, 2 not all could be changed: standard error lists them.",
    .ending = kAlertmanagerEnding,
    .examples = kUpdateExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("id", &options->ids, "ID", "IDs of silences", {.required = true});
      options->times.Declare(flags, "");
      flags.Option("-c,--comment", &options->comment, "TEXT", "New comment");
      flags.Option("-a,--author", &options->author, "AUTHOR", "New author");
      flags.Option("--annotation", &options->annotations, "NAME=VALUE",
                   "Set an annotation (Alertmanager 0.32 and later)");
      DeclareOutput(flags, *options);
      return [options] { return Update(*options); };
    },
};

extern const Command kSilenceExtendCommand = {
    .path = "silence extend",
    .summary = "Extend silences",
    .description =
        "Move the end of silences: by a duration such as `+2h`, or to a time such as `tomorrow "
        "06:00`. Alertmanager replaces expired silences by new ones, whose IDs are shown; for "
        "these the duration counts from now.\n\nExit status: 0 the silences are changed, 2 not all "
        "could be changed: standard error lists them.",
    .ending = kAlertmanagerEnding,
    .examples = kExtendExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("id", &options->ids, "ID", "IDs of silences, and the extension or the new end",
                     {.required = true});
      DeclareOutput(flags, *options);
      return [options] { return Extend(*options); };
    },
};

}  // namespace tools
