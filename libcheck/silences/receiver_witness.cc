#include "libcheck/silences/receiver_witness.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "libcheck/alertmanager/alert_finder.h"
#include "libcheck/alertmanager/route_reach.h"

namespace check::silences {

Result<ReceiverWitness> FindReceiverWitness(const alertmanager::RouteTree& tree,
                                            std::string_view receiver,
                                            const api::v2::Pairs& wanted) {
  alertmanager::AlertFinder finder;
  std::vector<model::AlertMatcher> matchers;
  for (const auto& [name, value] : wanted) {
    matchers.push_back(alertmanager::HasValue(name, value));
  }
  const alertmanager::AlertSet alerts = finder.Set(matchers);
  bool has_route = false;
  bool is_unknown = false;
  for (std::uint32_t route = 0; route < tree.routes().size(); ++route) {
    if (tree[route].receiver != receiver) continue;
    has_route = true;
    const alertmanager::AlertSearch search = alertmanager::FindEnding(tree, route, alerts, finder);
    is_unknown |= search.found == alertmanager::Answer::kUnknown;
    if (search.found != alertmanager::Answer::kYes) continue;
    ReceiverWitness witness = {search.example, route};
    std::erase_if(witness.labels, [](const auto& label) { return label.second.empty(); });
    std::ranges::sort(witness.labels);
    return witness;
  }
  if (!has_route) return Error{fmt::format("no route uses the receiver `{}`", receiver)};
  if (is_unknown) {
    return Error{fmt::format(
        "the matchers of the routes to the receiver `{}` are too complex to find labels for them",
        receiver)};
  }
  return Error{fmt::format("no alert with these labels reaches the receiver `{}`", receiver)};
}

}  // namespace check::silences
