#include "libcheck/alertmanager/route_reach.h"

#include <algorithm>

namespace check::alertmanager {
namespace {

// Nobody has routes so deep in each other; each level takes room on the stack.
constexpr std::uint32_t kMaxDepth = 200;

// Goes through a tree and keeps, for each level that is open, the siblings that have taken alerts.
class ReachWalk {
 public:
  ReachWalk(const RouteTree& tree, AlertFinder& finder) : tree_(tree), finder_(finder) {
    reach_.resize(tree.routes().size());
    own_.reserve(reach_.size());
    for (const Route& route : tree.routes()) own_.push_back(finder.Set(route.matchers));
  }

  std::vector<RouteReach> Walk(const AlertSet& alerts) {
    reach_[0].matching = finder_.Both(alerts, own_[0]);
    Enter(0, EnteringRoot(alerts));
    return std::move(reach_);
  }

 private:
  Share EnteringRoot(const AlertSet& alerts) {
    return tree_[0].matchers.empty() ? Share::kAll : finder_.ShareIn(alerts, own_[0]);
  }

  void Enter(std::uint32_t route, Share enters) {
    reach_[route].enters = enters;
    if (enters == Share::kNone) return;
    if (tree_[route].depth > kMaxDepth) {
      GiveUp(route);
      return;
    }
    AlertIndex children(finder_);
    AlertIndex taken(finder_);
    taken_.push_back(&taken);
    bool some_are_taken = false;  // By children before the next.
    bool some_go_on = false;      // To any child.
    for (std::uint32_t child = tree_.FirstChild(route); child != tree_[route].end;
         child = tree_.NextSibling(child)) {
      const Share share = Entering(route, child, some_are_taken);
      Enter(child, share);
      children.Add(own_[child], child);
      if (share == Share::kNone) continue;
      some_go_on = true;
      if (tree_[child].continues) continue;
      taken.Add(own_[child], child);
      some_are_taken = true;
    }
    taken_.back() = &children;
    reach_[route].ends = Ending(route, some_go_on);
    taken_.pop_back();
  }

  void GiveUp(std::uint32_t route) {
    reach_[route].ends = Share::kUnknown;
    for (std::uint32_t each = route + 1; each != tree_[route].end; ++each) {
      reach_[each].enters = reach_[each].ends = Share::kUnknown;
    }
  }

  Share Entering(std::uint32_t route, std::uint32_t child, bool some_are_taken) {
    AlertSet& matching = reach_[child].matching;
    matching = finder_.Both(reach_[route].matching, own_[child]);
    const Answer exists = finder_.Exists(matching, taken_);
    if (exists == Answer::kNo) return Share::kNone;
    if (!some_are_taken && reach_[route].enters == Share::kAll &&
        finder_.ShareIn(reach_[route].matching, own_[child]) == Share::kAll) {
      return Share::kAll;
    }
    return exists == Answer::kYes ? Share::kSome : Share::kUnknown;
  }

  Share Ending(std::uint32_t route, bool some_go_on) {
    if (!some_go_on) return reach_[route].enters;
    switch (finder_.Exists(reach_[route].matching, taken_)) {
      case Answer::kNo:
        return Share::kNone;
      case Answer::kYes:
        return Share::kSome;
      case Answer::kUnknown:
        break;
    }
    return Share::kUnknown;
  }

  const RouteTree& tree_;
  AlertFinder& finder_;
  std::vector<RouteReach> reach_;
  std::vector<AlertSet> own_;
  std::vector<const AlertIndex*> taken_;
};

}  // namespace

std::vector<RouteReach> ReachOf(const RouteTree& tree, const AlertSet& alerts,
                                AlertFinder& finder) {
  return ReachWalk(tree, finder).Walk(alerts);
}

AlertSearch FindEnding(const RouteTree& tree, std::uint32_t route, const AlertSet& alerts,
                       AlertFinder& finder) {
  AlertSet ending = alerts;
  AlertIndex without(finder);
  const auto leave_out = [&](std::uint32_t from, std::uint32_t to, bool if_it_continues) {
    for (std::uint32_t each = from; each != to; each = tree.NextSibling(each)) {
      if (tree[each].continues && !if_it_continues) continue;
      without.Add(finder.Set(tree[each].matchers), each);
    }
  };
  leave_out(tree.FirstChild(route), tree[route].end, true);
  for (std::uint32_t each = route;; each = tree[each].parent) {
    ending = finder.Set(tree[each].matchers, ending);
    if (each == 0) break;
    leave_out(tree.FirstChild(tree[each].parent), each, false);
  }
  const AlertIndex* const indexes[] = {&without};
  return finder.Find(ending, indexes);
}

}  // namespace check::alertmanager
