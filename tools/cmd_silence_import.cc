#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/files/byte_source.h"
#include "libcheck/silences/import.h"
#include "libcheck/silences/selection.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/input.h"
#include "tools/output.h"

// The command that creates silences from JSON.
namespace tools {
namespace {

namespace silences = check::silences;
namespace v2 = check::api::v2;
using check::Error;
using check::Result;
using Outcome = silences::Imported::Outcome;

struct Options {
  std::string path = "-";
  bool force = false;
  std::size_t workers = 8;
  AlertmanagerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

// "silence 3 (`ID`)"
std::string NameOf(const v2::Silence& silence, std::size_t index) {
  return silence.id.empty() ? fmt::format("silence {}", index + 1)
                            : fmt::format("silence {} (`{}`)", index + 1, silence.id);
}

// What a silence of the file lacks, or empty.
std::string MissingPart(const v2::Silence& silence) {
  constexpr std::pair<v2::SilencePart, std::string_view> kParts[] = {
      {v2::SilencePart::kMatchers, "matchers"}, {v2::SilencePart::kStartsAt, "startsAt"},
      {v2::SilencePart::kEndsAt, "endsAt"},     {v2::SilencePart::kCreatedBy, "createdBy"},
      {v2::SilencePart::kComment, "comment"},
  };
  for (const auto& [part, name] : kParts) {
    if (silence.lacks(part)) return std::string(name);
  }
  return {};
}

Result<std::vector<v2::Silence>> ReadFile(const std::string& path) {
  const Result<std::string> text = ReadInput(path);
  if (!text) return text.error();
  const std::string name = path == "-" ? "<stdin>" : path;
  const auto source = check::FromMemory(*text);
  auto list = v2::ReadSilences(*source);
  if (!list) {
    return Error{fmt::format("cannot read `{}`: {}; expected JSON as written by `silence export`",
                             name, list.fault.message)};
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string missing = MissingPart((*list)[i]);
    if (missing.empty()) continue;
    return Error{fmt::format("cannot use `{}`: {} has no `{}`; nothing was sent", name,
                             NameOf((*list)[i], i), missing)};
  }
  return std::move(*list);
}

// "3, 503-1000": which silences of the file, from 1 on, the server has not.
std::string MissingOnes(const std::vector<silences::Imported>& results) {
  std::string text;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i].is_done()) continue;
    const std::size_t first = i;
    while (i + 1 < results.size() && !results[i + 1].is_done()) ++i;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", first + 1);
    if (i > first) text += fmt::format("-{}", i + 1);
  }
  return text;
}

// Says what became of them.
Exit Report(const std::vector<v2::Silence>& list, const std::vector<silences::Imported>& results) {
  std::size_t counts[6] = {};
  std::string ids;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const silences::Imported& result = results[i];
    ++counts[static_cast<std::size_t>(result.outcome)];
    if (!result.id.empty()) ids += result.id + "\n";
    if (result.outcome == Outcome::kRefused || result.outcome == Outcome::kUnknown) {
      WriteError(fmt::format("{}: {}", NameOf(list[i], i), result.fault.message));
    }
  }
  WriteOut(ids);
  const auto count = [&](Outcome outcome) { return counts[static_cast<std::size_t>(outcome)]; };
  std::string text = fmt::format("imported {} of {} silences", count(Outcome::kSent), list.size());
  const auto add = [&](Outcome outcome, std::string_view what) {
    if (count(outcome) > 0) text += fmt::format(", {} {}", count(outcome), what);
  };
  add(Outcome::kThere, "already there");
  add(Outcome::kExpired, "expired");
  add(Outcome::kRefused, "refused");
  add(Outcome::kUnknown, "without an answer");
  add(Outcome::kNotTried, "not tried");
  WriteErr(text + "\n");
  if (std::ranges::all_of(results, &silences::Imported::is_done)) return Exit::kOk;
  WriteErr(fmt::format("missing: {}\n", MissingOnes(results)));
  WriteErr("note: run the command again to import what is missing; nothing is imported twice\n");
  return Exit::kFailed;
}

Exit Run(const Options& options) {
  const auto list = ReadFile(options.path);
  if (!list) return Fail(list.error().message);
  const auto asked = options.server.Open();
  if (!asked) return Exit::kFailed;
  std::vector<v2::Silence> there;
  const std::int64_t now = Now();
  if (!options.force) {
    auto found = silences::Find(asked->server(), {}, now);
    if (!found) return FailWith(found.fault);
    there = std::move(*found);
  }
  return Report(
      *list, silences::Import(asked->server(), *list, there,
                              {.force = options.force, .workers = options.workers, .now_ms = now}));
}

constexpr Example kExamples[] = {
    {"pronoia silence import silences.json", "Create the silences in a file"},
    {"pronoia silence export --context old | pronoia silence import --context new",
     "Copy silences to another Alertmanager"},
};

}  // namespace

extern const Command kSilenceImportCommand = {
    .path = "silence import",
    .summary = "Create silences from JSON",
    .description =
        "Create the silences in a file that `silence export` or `amtool silence query -o json` "
        "wrote, and print their IDs. A silence whose ID the server knows is updated. Silences that "
        "the server already has are not changed, so running the command again after a failure "
        "imports what is missing. Expired silences are skipped.\n\nExit status: 0 the server has "
        "all silences, 2 some are missing: standard error lists them.",
    .ending = kAlertmanagerEnding,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("file", &options->path, "FILE", "JSON file, or - for standard input");
      flags.Switch("-f,--force", &options->force,
                   "Create all of them under new IDs, even those that the server has");
      flags.Option("-w,--workers", &options->workers, "COUNT", "Number of concurrent requests");
      options->server.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
