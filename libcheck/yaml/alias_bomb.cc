#include "libcheck/yaml/alias_bomb.h"

#include <cstddef>
#include <vector>

namespace check::yaml {
namespace {

// go-yaml: how much of what was decoded so far may come from aliases. Small documents may consist
// of them almost wholly, and from 400,000 values on the share falls to a tenth.
double AllowedShare(std::uint64_t decoded) {
  constexpr double kLow = 400'000;
  constexpr double kHigh = 4'000'000;
  const auto count = static_cast<double>(decoded);
  if (count <= kLow) return 0.99;
  if (count >= kHigh) return 0.10;
  return 0.99 - 0.89 * ((count - kLow) / (kHigh - kLow));
}

struct Frame {
  const Node* next;
  const Node* end;
  bool in_alias;
};

const Node* FirstChild(const Node& node) { return static_cast<const Node*>(node.data_); }

std::size_t ChildCount(const Node& node) {
  return node.IsScalar() ? 0 : node.IsMapping() ? node.size_ * std::size_t{2} : node.size_;
}

}  // namespace

bool IsAliasBomb(const Node& root, std::uint64_t aliased, std::uint64_t weight) {
  if (aliased <= 100 || weight <= 1000) return false;

  // go-yaml looks at the share after each value, in the order of the document. This walk ends early
  // when the share is passed, so it visits a few million values at most beyond those in the file.
  std::uint64_t decoded = 1;
  std::uint64_t from_aliases = 0;
  std::vector<Frame> stack;
  const auto visit = [&](const Node& node, bool in_alias) {
    if (node.is_alias) {
      ++decoded;
      if (in_alias) ++from_aliases;
      in_alias = true;
    }
    ++decoded;
    if (in_alias) ++from_aliases;
    const Node* child = FirstChild(node);
    if (!node.IsScalar() && node.size_ > 0)
      stack.push_back({child, child + ChildCount(node), in_alias});
    return from_aliases > 100 && decoded > 1000 &&
           static_cast<double>(from_aliases) / static_cast<double>(decoded) > AllowedShare(decoded);
  };
  if (visit(root, false)) return true;
  while (!stack.empty()) {
    Frame& top = stack.back();
    if (top.next == top.end) {
      stack.pop_back();
      continue;
    }
    const Node& node = *top.next++;
    if (visit(node, top.in_alias)) return true;
  }
  return false;
}

}  // namespace check::yaml
