#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "libcheck/base/ascii.h"
#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using config::alertmanager::Receiver;
using config::alertmanager::Route;

// Whether the name says that nobody is to be notified: "null", "team-a/blackhole".
bool IsMeantToBeEmpty(std::string_view name) {
  constexpr std::string_view kWords[] = {
      "blackhole", "default", "devnull", "discard", "drop",   "dropped", "empty",   "ignore",
      "ignored",   "mute",    "muted",   "nil",     "nobody", "none",    "noop",    "nothing",
      "null",      "silence", "silent",  "sink",    "trash",  "void",    "watchdog"};
  const std::string lower = LowerAscii(name);
  for (std::size_t begin = 0; begin < lower.size();) {
    const auto is_letter = [](char c) { return IsLetter(c); };
    const auto end = std::find_if_not(lower.begin() + static_cast<std::ptrdiff_t>(begin),
                                      lower.end(), is_letter);
    const std::string word(lower.begin() + static_cast<std::ptrdiff_t>(begin), end);
    if (std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords)) return true;
    begin = static_cast<std::size_t>(end - lower.begin()) + 1;
  }
  return lower.find("blackhole") != std::string::npos || lower == "black-hole";
}

bool IsUsed(const Route& route, std::string_view receiver) {
  return route.receiver == receiver ||
         std::any_of(route.routes.begin(), route.routes.end(),
                     [&](const Route& child) { return IsUsed(child, receiver); });
}

void Run(const AlertmanagerContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const Receiver& receiver : context.config.receivers) {
    if (!receiver.integrations.empty() || IsMeantToBeEmpty(receiver.name)) continue;
    if (!context.config.route || !IsUsed(*context.config.route, receiver.name)) continue;
    diagnostics
        .Report(info, context.PlaceOf(receiver.section, "name"),
                fmt::format("the receiver `{}` notifies nobody", receiver.name))
        .notes.emplace_back("if that is meant, call it `null`");
  }
}

}  // namespace

const Check receiver_without_integration = {
    .info =
        {
            .code = "receiver-without-integration",
            .severity = Severity::kWarning,
            .summary = "a receiver in use that notifies nobody",
            .explanation = R"(
Routes send alerts to the receiver, but it has no `webhook_configs`, `email_configs` or the like: they are
seen on Alertmanager's page, and nobody is told. Receivers that are meant to be empty are passed over if
they are called so: `null`, `none`, `blackhole`.
)",
            .bad = R"(
route:
  receiver: team-a
receivers:
  - name: team-a
)",
            .good = R"(
route:
  receiver: 'null'
receivers:
  - name: 'null'
)",
        },
    .run = Run,
};

}  // namespace check::lint
