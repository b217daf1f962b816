#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using alertmanager::Route;

bool ShareLog(const Route& a, const Route& b) {
  return a.matchers == b.matchers && a.receiver == b.receiver && a.group_by == b.group_by &&
         a.group_by_all == b.group_by_all;
}

// Looks at the routes within one.
void Run(const AlertRouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const alertmanager::RouteTree& tree = context.routing.tree();
  // The first route with such matchers that lets alerts go on.
  std::unordered_map<std::string, std::uint32_t> known;
  for (std::uint32_t child = tree.FirstChild(context.number); child != context.route().end;
       child = tree.NextSibling(child)) {
    std::string matchers = model::ToString(tree[child].matchers);
    const auto earlier = known.find(matchers);
    if (earlier == known.end()) {
      if (tree[child].continues) known.emplace(std::move(matchers), child);
      continue;
    }
    if (!ShareLog(tree[child], tree[earlier->second])) continue;
    Diagnostic& diagnostic = diagnostics.Report(
        info, context.InFile(MatchersOf(context.routing.Written(child).section, "")),
        fmt::format("an earlier route has the same matchers, grouping and receiver `{}`",
                    tree[child].receiver));
    diagnostic.labels.push_back(
        {context.InFile(MatchersOf(context.routing.Written(earlier->second).section, "")),
         "the earlier route"});
    diagnostic.notes.emplace_back("a notification sent by one keeps the other from sending");
  }
}

}  // namespace

const Check duplicate_route = {
    .info =
        {
            .code = "duplicate-route",
            .severity = Severity::kWarning,
            .summary = "two routes to one receiver that share a notification log",
            .explanation = R"(
Alertmanager identifies the notifications that it has sent by the matchers of a route and of its
parent routes, its receiver and the labels of the group. If two routes agree in all of these, a
notification sent by one keeps the other from sending, so their timers and groups do not work as
configured. Remove one of them.
)",
            .bad = R"(route:
  receiver: team-a
  routes:
    - matchers: [team="b"]
      receiver: team-b
      continue: true
    - matchers: [team="b"]
      receiver: team-b
      repeat_interval: 1d
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
  - name: team-b
    webhook_configs: [{url: 'http://hooks/team-b'}]
)",
            .good = R"(route:
  receiver: team-a
  routes:
    - matchers: [team="b"]
      receiver: team-b
      repeat_interval: 1d
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
  - name: team-b
    webhook_configs: [{url: 'http://hooks/team-b'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
