#include <fmt/format.h>

#include <cstdint>
#include <vector>

#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

using alertmanager::Answer;
using alertmanager::Share;

// Routes before `route`, or before one around it, that take some of its alerts; only one if that
// takes all of them.
std::vector<std::uint32_t> Takers(const AlertRouteContext& context) {
  RoutingFacts& routing = context.routing;
  const alertmanager::AlertSet& matching = routing.Reach()[context.number].matching;
  std::vector<std::uint32_t> takers;
  for (std::uint32_t level = context.number; level != 0; level = routing.tree()[level].parent) {
    for (const std::uint32_t earlier : routing.EarlierOverlaps(level)) {
      const alertmanager::AlertSet& own = routing.Own(earlier);
      if (routing.tree()[earlier].continues) continue;
      if (routing.finder().AreDisjoint(matching, own) == Answer::kYes) continue;
      if (routing.finder().ShareIn(matching, own) == Share::kAll) return {earlier};
      takers.push_back(earlier);
    }
  }
  return takers;
}

void Run(const AlertRouteContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  constexpr std::size_t kMostShown = 4;
  RoutingFacts& routing = context.routing;
  if (context.is_root() || routing.Reach()[context.number].enters != Share::kNone) return;
  if (routing.Reach()[context.route().parent].enters == Share::kNone) return;
  if (routing.finder().Exists(routing.Reach()[context.number].matching) != Answer::kYes) return;
  const std::vector<std::uint32_t> takers = Takers(context);
  Diagnostic& diagnostic = diagnostics.Report(
      info, context.InFile(MatchersOf(context.written().section, "")),
      fmt::format("no alert reaches this route: {} them all",
                  takers.size() == 1 ? "an earlier route takes" : "earlier routes together take"));
  for (std::size_t i = 0; i < takers.size() && i < kMostShown; ++i) {
    diagnostic.labels.push_back({context.InFile(MatchersOf(routing.Written(takers[i]).section, "")),
                                 takers.size() == 1 ? "takes them" : "takes some of them"});
  }
  diagnostic.notes.emplace_back(
      "move this route before it, or set `continue: true` there to notify both");
}

}  // namespace

const Check shadowed_route = {
    .info =
        {
            .code = "shadowed-route",
            .severity = Severity::kWarning,
            .summary = "a route whose alerts earlier routes take",
            .explanation = R"(
An alert goes to the first matching route among siblings, and to later ones only if that route has
`continue: true`. Earlier routes match every alert that this one matches, alone or together, so it
never notifies anybody. Move the more specific route up, or set `continue: true` in the earlier one.
)",
            .bad = R"(route:
  receiver: team-a
  routes:
    - matchers: [team=~"b|c"]
      receiver: team-b
    - matchers: [team="b", severity="page"]
      receiver: pager
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
  - name: team-b
    webhook_configs: [{url: 'http://hooks/team-b'}]
  - name: pager
    webhook_configs: [{url: 'http://hooks/pager'}]
)",
            .good = R"(route:
  receiver: team-a
  routes:
    - matchers: [team="b", severity="page"]
      receiver: pager
    - matchers: [team=~"b|c"]
      receiver: team-b
receivers:
  - name: team-a
    webhook_configs: [{url: 'http://hooks/team-a'}]
  - name: team-b
    webhook_configs: [{url: 'http://hooks/team-b'}]
  - name: pager
    webhook_configs: [{url: 'http://hooks/pager'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
