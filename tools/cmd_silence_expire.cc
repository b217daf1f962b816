#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "libcheck/silences/selection.h"
#include "tools/alert_words.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/width.h"

// The command that ends silences.
namespace tools {
namespace {

namespace silences = check::silences;
namespace v2 = check::api::v2;

struct Options {
  std::vector<std::string> ids;
  std::vector<std::string> matching;
  std::string created_by;
  bool all = false;
  bool yes = false;
  ColorFlag color;
  AlertmanagerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

std::string Joined(const std::vector<std::string>& ids) {
  return fmt::format("`{}`", fmt::join(ids, "`, `"));
}

// Ends all that can be ended. What could not be reached once is not tried again.
Exit Expire(const std::vector<std::string>& ids, const check::api::Server& server) {
  std::vector<std::string> done;
  std::vector<std::string> left;
  bool is_over = false;
  for (const std::string& id : ids) {
    if (!is_over) {
      const auto reply = v2::ExpireSilence(server, id);
      if (reply) {
        done.push_back(id);
        continue;
      }
      WriteFault(reply.fault);
      is_over = reply.fault.kind != check::api::Fault::Kind::kApi;
    }
    left.push_back(id);
  }
  if (left.empty()) return Exit::kOk;
  if (ids.size() > 1) {
    WriteErr(fmt::format("expired {} of {} silences", done.size(), ids.size()));
    if (!done.empty()) WriteErr(fmt::format(": {}", Joined(done)));
    WriteErr(fmt::format("\nnot expired: {}\n", Joined(left)));
  }
  return Exit::kFailed;
}

// Those that are meant without being named.
Exit ExpireFound(const Options& options, const AskedAlertmanager& asked) {
  silences::Selection selection = {.created_by = options.created_by};
  auto matchers = ReadMatchers(options.matching);
  if (!matchers) return Fail(matchers.error().message);
  selection.matchers = std::move(*matchers);
  const auto found = silences::Find(asked.server(), selection, Now());
  if (!found) return FailWith(found.fault);
  if (found->empty()) {
    WriteErr("there are no such silences\n");
    return Exit::kOk;
  }
  std::vector<std::string> ids;
  for (const v2::Silence& silence : *found) ids.push_back(silence.id);
  if (options.yes) return Expire(ids, asked.server());
  const auto grid = SilenceGrid(*found, {.zone = asked.zone, .now_ms = Now()});
  WriteOut(grid.Text(options.color.Use(), TableWidth()));
  WriteErr(fmt::format("note: with --yes these {} silences are expired\n", ids.size()));
  return Exit::kProblems;
}

Exit Run(const Options& options) {
  const bool by_choice = options.all || !options.matching.empty() || !options.created_by.empty();
  if (by_choice && !options.ids.empty()) {
    return Fail("IDs and --matching, --created-by or --all cannot be given together");
  }
  if (!by_choice && options.ids.empty()) {
    return Fail("no silence is named: give IDs, --matching, --created-by or --all");
  }
  const auto asked = options.server.Open();
  if (!asked) return Exit::kFailed;
  return by_choice ? ExpireFound(options, *asked) : Expire(options.ids, asked->server());
}

constexpr Example kExamples[] = {
    {"pronoia silence expire 49def7e4-cc1d-4057-8a18-d6fb73d50763", "End a silence now"},
    {"pronoia silence expire --matching instance=db1", "Show what would be expired"},
    {"pronoia silence expire --matching instance=db1 --yes", "Expire these silences"},
};

}  // namespace

extern const Command kSilenceExpireCommand = {
    .path = "silence expire",
    .summary = "Expire silences",
    .description =
        "Ends silences now: those with the given IDs, or all that are active or pending and have "
        "the matchers of --matching among their own. The latter are listed, and expired only with "
        "--yes. A silence that has ended already is no fault.\n\n"
        "Exit status: 0 the silences are expired, 1 --yes is missing, 2 not all could be expired: "
        "which ones is on standard error.",
    .ending = kAlertmanagerEnding,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("id", &options->ids, "ID", "The IDs of silences");
      flags.Option("--matching", &options->matching, "MATCHER",
                   "Silences that have this matcher, such as `env=prod`");
      flags.Option("--created-by", &options->created_by, "AUTHOR", "Silences of this author");
      flags.Switch("--all", &options->all, "All silences that are active or pending");
      flags.Switch("--yes", &options->yes, "Expire what --matching, --created-by or --all find");
      options->color.Declare(flags);
      options->server.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
