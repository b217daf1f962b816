#include "libcheck/yaml/node.h"

namespace check::yaml {

const Node* Node::Find(std::string_view key) const {
  const std::span<const Entry> all = entries();
  for (std::size_t i = all.size(); i-- > 0;) {
    const Node& written = all[i].key;
    if (written.IsScalar() && written.scalar() == key) return &all[i].value;
  }
  return nullptr;
}

bool Node::SaysNull() const {
  if (tag > Tag::kNull) return false;
  // In quotes, it is null only if its tag says so.
  if (style != Style::kPlain && tag != Tag::kNull) return false;
  const std::string_view text = scalar();
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

std::string_view Describe(const Node& node) {
  switch (node.kind) {
    case Kind::kSequence:
      return "a list";
    case Kind::kMapping:
      return "a mapping";
    case Kind::kScalar:
      break;
  }
  return node.IsNull() ? "nothing" : "a string";
}

bool IsMergeKey(const Node& key) {
  return key.IsScalar() && key.scalar() == "<<" &&
         (key.tag == Tag::kMerge || (key.tag <= Tag::kNonSpecific && key.style == Style::kPlain));
}

bool HasMergeKey(const Node& mapping) {
  for (const Entry& entry : mapping.entries()) {
    if (entry.key.size_ == 2 && IsMergeKey(entry.key)) return true;
  }
  return false;
}

}  // namespace check::yaml
