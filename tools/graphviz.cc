#include "tools/graphviz.h"

#include <utility>

#include "tools/filter.h"

namespace tools {

using check::Error;

check::Result<std::string> DrawGraph(std::string_view graph) {
  const std::string dot[] = {"dot", "-Tsvg"};
  check::Result<Filtered> drawn = RunFilter(dot, graph);
  if (!drawn.ok()) return drawn.error();
  if (!drawn->installed) {
    return Error{
        "cannot draw the routes: `dot` is not installed; install Graphviz, or use "
        "`--format dot` and draw them elsewhere"};
  }
  if (drawn->status != 0 || drawn->output.empty()) {
    return Error{"`dot` of Graphviz failed to draw the routes"};
  }
  return std::move(drawn->output);
}

}  // namespace tools
