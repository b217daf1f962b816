#ifndef LIBCHECK_ALERTMANAGER_ROUTE_TEXT_H_
#define LIBCHECK_ALERTMANAGER_ROUTE_TEXT_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "libcheck/alertmanager/route.h"

/// Route trees as text.
namespace check::alertmanager {

/// A line of a picture of a tree: parents stand above their children.
struct TreeLine {
  std::uint32_t depth = 0;
  std::string text;
};

/// With lines to the left of them, below a dot. As Go's package treeprint does it, which amtool
/// uses.
std::string DrawTree(std::span<const TreeLine> lines);

/// Its matchers, or "default-route".
std::string RouteTitle(const Route& route);

/// All routes with their receivers: what `amtool config routes show` prints below its title.
std::string DrawRoutes(const RouteTree& tree);

/// The routes that an alert visits, with receivers where it ends: `amtool config routes test
/// --tree`.
std::string DrawVisited(const RouteTree& tree, model::Labels labels);

/// All routes as a graph for Graphviz's dot.
std::string RoutesDot(const RouteTree& tree);

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_ROUTE_TEXT_H_
