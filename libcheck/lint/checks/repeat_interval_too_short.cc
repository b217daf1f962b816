#include <fmt/format.h>

#include "libcheck/base/duration.h"
#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

void Run(const RouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  if (context.repeat_interval > context.group_interval) return;
  // Reported once, where the two come together.
  const bool says_so = context.route.repeat_interval || context.route.group_interval;
  if (!says_so && context.parent != nullptr) return;
  const std::string repeat = FormatPrometheusDuration(context.repeat_interval);
  const std::string group = FormatPrometheusDuration(context.group_interval);
  diagnostics
      .Report(info,
              context.PlaceOf(context.route.repeat_interval ? "repeat_interval" : "group_interval"),
              fmt::format("notifications cannot be repeated every {}", repeat))
      .notes.push_back(fmt::format(
          "a group is looked at every {} (`group_interval`), and repeats come with that or one "
          "later",
          group));
}

}  // namespace

const Check repeat_interval_too_short = {
    .info =
        {
            .code = "repeat-interval-too-short",
            .severity = Severity::kWarning,
            .summary = "a `repeat_interval` that is not above `group_interval`",
            .explanation = R"(
Whether a notification is repeated is decided when its group is looked at, once each `group_interval`. With a
`repeat_interval` below that, it is repeated each time; with an equal one after one or two, since the clock
starts when the last notification had been sent. Make `repeat_interval` longer, or both shorter.
)",
            .bad = R"(
route:
  receiver: team-a
  group_interval: 5m
  repeat_interval: 5m
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
)",
            .good = R"(
route:
  receiver: team-a
  group_interval: 5m
  repeat_interval: 4h
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://a.example.com/'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
