#ifndef TOOLS_GRAPHVIZ_H_
#define TOOLS_GRAPHVIZ_H_

#include <string>
#include <string_view>

#include "libcheck/base/result.h"

namespace tools {

/// An SVG of a graph in the language of Graphviz, drawn by its program `dot`, which is looked for
/// in $PATH. The error is a sentence: that it is not there, or that it failed.
check::Result<std::string> DrawGraph(std::string_view graph);

}  // namespace tools

#endif  // TOOLS_GRAPHVIZ_H_
