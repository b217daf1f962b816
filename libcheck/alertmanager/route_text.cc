#include "libcheck/alertmanager/route_text.h"

#include <algorithm>
#include <utility>

namespace check::alertmanager {
namespace {

// Which lines are the last ones below their parents.
std::vector<bool> LastOfSiblings(std::span<const TreeLine> lines) {
  std::vector<bool> is_last(lines.size());
  std::vector<bool> has_sibling;  // Further down, by depth.
  for (std::size_t i = lines.size(); i > 0; --i) {
    const std::uint32_t depth = lines[i - 1].depth;
    // What is deeper further down has another parent.
    has_sibling.resize(depth + 1);
    is_last[i - 1] = !has_sibling[depth];
    has_sibling[depth] = true;
  }
  return is_last;
}

std::string ReceiverText(const Route& route) { return "  receiver: " + route.receiver; }

// A text in double quotes, as the language of dot has it.
std::string DotQuote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

std::string DrawTree(std::span<const TreeLine> lines) {
  const std::vector<bool> is_last = LastOfSiblings(lines);
  std::string out = ".\n";
  std::vector<std::string_view> rails;  // What stands in front of the lines below, by depth.
  for (std::size_t i = 0; i < lines.size(); ++i) {
    rails.resize(lines[i].depth);
    for (const std::string_view rail : rails) out += rail;
    out.append(is_last[i] ? "└── " : "├── ").append(lines[i].text) += '\n';
    rails.push_back(is_last[i] ? "    " : "│   ");
  }
  return out;
}

std::string RouteTitle(const Route& route) {
  return route.matchers.empty() ? "default-route" : model::ToString(route.matchers);
}

std::string DrawRoutes(const RouteTree& tree) {
  std::vector<TreeLine> lines;
  for (const Route& route : tree.routes()) {
    std::string text = RouteTitle(route);
    if (route.continues) text += "  continue: true";
    lines.push_back({route.depth, text + ReceiverText(route)});
  }
  return DrawTree(lines);
}

std::string DrawVisited(const RouteTree& tree, model::Labels labels) {
  const std::vector<std::uint32_t> matched = tree.Match(labels);
  std::vector<TreeLine> lines;
  for (const std::uint32_t number : tree.Visit(labels)) {
    const Route& route = tree[number];
    const bool is_final = std::binary_search(matched.begin(), matched.end(), number);
    lines.push_back({route.depth, RouteTitle(route) + (is_final ? ReceiverText(route) : "")});
  }
  // amtool does not ask the root whether it matches.
  if (lines.empty()) lines.push_back({0, RouteTitle(tree[0]) + ReceiverText(tree[0])});
  return DrawTree(lines);
}

std::string RoutesDot(const RouteTree& tree) {
  std::string out = "digraph routes {\n  rankdir=LR;\n  node [shape=box];\n";
  for (std::size_t i = 0; i < tree.routes().size(); ++i) {
    const Route& route = tree.routes()[i];
    const std::string name = "r" + std::to_string(i);
    out += "  " + name + " [label=" + DotQuote(RouteTitle(route) + '\n' + route.receiver) + "];\n";
    if (i == 0) continue;
    out += "  r" + std::to_string(route.parent) + " -> " + name;
    if (route.continues) out += " [label=\"continue\"]";
    out += ";\n";
  }
  return out + "}\n";
}

}  // namespace check::alertmanager
