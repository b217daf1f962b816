#include <functional>
#include <vector>

#include "libcheck/yaml/node.h"

namespace check::yaml {
namespace {

// Less-than on pointers into different objects is only defined through std::less.
bool Views(std::string_view whole, std::string_view part) {
  const std::less_equal<const char*> at_or_before;
  return at_or_before(whole.data(), part.data()) &&
         at_or_before(part.data() + part.size(), whole.data() + whole.size());
}

std::vector<Segment> Map(const SourceFile& inner, const void* context) {
  const Node& node = *static_cast<const Node*>(context);
  const Span all = {0, static_cast<std::uint32_t>(inner.text().size())};
  const std::string_view outer = inner.outer()->text();
  if (!inner.text().empty() && Views(outer, inner.text())) {
    const auto begin = static_cast<std::uint32_t>(inner.text().data() - outer.data());
    return {{all, {begin, begin + all.end}}};
  }
  return {{all, node.span}};
}

}  // namespace

const SourceFile* Embed(const SourceFile& file, const Node& node, Arena& arena) {
  return arena.New<SourceFile>(file, node.scalar(), Map, static_cast<const void*>(&node));
}

}  // namespace check::yaml
