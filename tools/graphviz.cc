#include "tools/graphviz.h"

#include <cerrno>
#include <utility>

#include "libcheck/files/process.h"

namespace tools {

using check::Error;

check::Result<std::string> DrawGraph(std::string_view graph) {
  auto drawn = check::RunProcess({.arguments = {"dot", "-Tsvg"}, .input = graph});
  if (!drawn && drawn.error().number == ENOENT) {
    return Error{
        "cannot draw the routes: `dot` is not installed; install Graphviz, or use "
        "`--format dot` and draw them elsewhere"};
  }
  if (!drawn) return drawn.error();
  if (drawn->status != 0 || drawn->output.empty()) {
    return Error{"`dot` of Graphviz failed to draw the routes"};
  }
  return std::move(drawn->output);
}

}  // namespace tools
