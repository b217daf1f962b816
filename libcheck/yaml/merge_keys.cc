#include "libcheck/yaml/merge_keys.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <vector>

namespace check::yaml {
namespace {

// An alias stands for something further up, so chains of merges end. Parse refuses those that would
// be long enough to do harm; this is for trees that come from elsewhere.
constexpr int kMostLevels = 1'000;

class Merger {
 public:
  explicit Merger(Dialect dialect) : dialect_(dialect) {}

  void Add(const Node& mapping, int level) {
    if (level > kMostLevels) return;
    const int source = ++sources_;
    // In yaml.v3 the mapping's own entries come first, wherever its merge key stands.
    const bool own_first = dialect_ == Dialect::kGoYamlV3;
    const Node* merge = nullptr;
    for (const Entry& entry : mapping.entries()) {
      if (!IsMergeKey(entry.key)) {
        AddEntry(entry, source);
      } else if (own_first) {
        merge = &entry.value;
      } else {
        AddMerge(entry.value, level);
      }
    }
    if (merge != nullptr) AddMerge(*merge, level);
  }

  const std::vector<Entry>& entries() const { return entries_; }

 private:
  void AddMerge(const Node& value, int level) {
    if (value.IsMapping()) {
      Add(value, level + 1);
      return;
    }
    const std::span<const Node> items = value.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
      // yaml.v2 goes backwards, for later values overwrite earlier ones there.
      const Node& item = dialect_ == Dialect::kGoYamlV3 ? items[i] : items[items.size() - 1 - i];
      if (item.IsMapping()) Add(item, level + 1);
    }
  }

  void AddEntry(const Entry& entry, int source) {
    if (!entry.key.IsScalar()) {
      entries_.push_back(entry);
      return;
    }
    const auto [known, is_new] =
        positions_.try_emplace(entry.key.scalar(), Known{entries_.size(), source});
    if (is_new || known->second.source == source) {
      entries_.push_back(entry);
    } else if (dialect_ == Dialect::kGoYamlV2) {
      entries_[known->second.index] = entry;
      known->second.source = source;
    }
  }

  struct Known {
    std::size_t index;
    int source;  // Which mapping said it.
  };

  Dialect dialect_;
  int sources_ = 0;
  std::vector<Entry> entries_;
  std::unordered_map<std::string_view, Known> positions_;
};

}  // namespace

std::span<const Entry> MergedEntries(const Node& mapping, Dialect dialect, Arena& arena) {
  const std::span<const Entry> own = mapping.entries();
  // Nearly all mappings have none, and this is asked of each of them several times.
  const auto merges = [](const Entry& entry) {
    return entry.key.size_ == 2 && IsMergeKey(entry.key);
  };
  if (std::none_of(own.begin(), own.end(), merges)) {
    return own;
  }
  Merger merger(dialect);
  merger.Add(mapping, 0);
  return arena.Copy(merger.entries());
}

}  // namespace check::yaml
