#include "libcheck/yaml/merge_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "libcheck/yaml/codes.h"
#include "libcheck/yaml/scalar.h"

namespace check::yaml {
namespace {

// An alias stands for something further up, so chains of merges end. Nobody writes longer ones.
constexpr int kMostLevels = 500;

class Walk {
 public:
  Walk(Dialect dialect, Arena& arena, MergeVisitor& visitor)
      : dialect_(dialect), arena_(arena), visitor_(visitor) {}

  void Visit(const Node& mapping, int level) {
    // In yaml.v3 the mapping's own entries come first, wherever its merge key stands.
    const bool own_first = dialect_ == Dialect::kGoYamlV3;
    const Entry* merge = nullptr;
    visitor_.Enter(mapping);
    for (const Entry& entry : mapping.entries()) {
      if (!IsMergeKey(entry.key)) {
        if (level == 0 || IsNew(entry.key)) visitor_.Visit(entry);
      } else if (own_first) {
        merge = &entry;
      } else {
        Merge(entry, level);
      }
    }
    if (merge != nullptr) {
      if (level == 0) GatherNames(mapping);
      Merge(*merge, level);
    }
    visitor_.Leave();
  }

 private:
  void Merge(const Entry& merge, int level) {
    const Node& value = merge.value;
    const Node* bad = level == kMostLevels ? &value : NotMergeable(value);
    if (bad == nullptr && value.IsMapping()) Visit(value, level + 1);
    const std::span<const Node> items = bad == &value ? std::span<const Node>() : value.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
      // yaml.v2 goes backwards, for later values overwrite earlier ones there.
      const bool backwards = dialect_ == Dialect::kGoYamlV2;
      const Node& item = backwards ? items[items.size() - 1 - i] : items[i];
      if (!item.IsMapping()) break;
      Visit(item, level + 1);
    }
    if (bad != nullptr) visitor_.VisitBadMerge(merge, *bad);
  }

  // Whether a key of a merged mapping has not been given yet. What cannot be told counts as new.
  bool IsNew(const Node& key) {
    if (dialect_ == Dialect::kGoYamlV2 || !key.IsScalar() || key.IsNull()) return true;
    const Resolved name = Resolve(key, dialect_, arena_);
    return !name.fault.empty() || names_.insert(name.text).second;
  }

  void GatherNames(const Node& mapping) {
    for (const Entry& entry : mapping.entries()) {
      if (!entry.key.IsScalar()) {
        visitor_.VisitBadKey(entry.key);
        continue;
      }
      // yaml.v3 compares these names with text, so that a key it takes for a number is overlooked.
      const Resolved name = Resolve(entry.key, dialect_, arena_);
      if (name.type == ScalarType::kString) names_.insert(name.text);
    }
  }

  Dialect dialect_;
  Arena& arena_;
  MergeVisitor& visitor_;
  std::unordered_set<std::string_view> names_;  // yaml.v3: that have been given.
};

class Merger final : public MergeVisitor {
 public:
  Merger(Dialect dialect, Arena& arena) : dialect_(dialect), arena_(arena) {}

  void Enter(const Node& /*mapping*/) override { around_.push_back(++sources_); }
  void Leave() override { around_.pop_back(); }
  void Visit(const Entry& entry) override {
    if (!entry.key.IsScalar()) {
      entries_.push_back(entry);
      return;
    }
    Entry read = entry;
    if (entry.key.tag == Tag::kBinary) {
      const Resolved key = Resolve(entry.key, dialect_, arena_);
      if (key.fault.empty()) read.key.tag = Tag::kStr;
      read.key.data_ = key.text.data();
      read.key.size_ = static_cast<std::uint32_t>(key.text.size());
    }
    const int source = around_.back();
    const auto [known, is_new] =
        positions_.try_emplace(read.key.scalar(), Known{entries_.size(), source});
    if (is_new || known->second.source == source) {
      entries_.push_back(read);
    } else if (dialect_ == Dialect::kGoYamlV2 || !entry.value.IsNull()) {
      entries_[known->second.index] = read;
      known->second.source = source;
    }
  }

  const std::vector<Entry>& entries() const { return entries_; }

 private:
  struct Known {
    std::size_t index;
    int source;  // Which mapping said it.
  };

  Dialect dialect_;
  Arena& arena_;
  int sources_ = 0;
  std::vector<int> around_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string_view, Known> positions_;
};

}  // namespace

void VisitMerged(const Node& mapping, Dialect dialect, Arena& arena, MergeVisitor& visitor) {
  Walk(dialect, arena, visitor).Visit(mapping, 0);
}

std::span<const Entry> MergedEntries(const Node& mapping, Dialect dialect, Arena& arena) {
  // Nearly all mappings have none, and this is asked of each of them several times.
  const std::span<const Entry> own = mapping.entries();
  const auto is_plain = [](const Entry& entry) {
    return entry.key.tag != Tag::kBinary && !(entry.key.size_ == 2 && IsMergeKey(entry.key));
  };
  if (std::all_of(own.begin(), own.end(), is_plain)) return own;
  Merger merger(dialect, arena);
  VisitMerged(mapping, dialect, arena, merger);
  return arena.Copy(merger.entries());
}

const Node* NotMergeable(const Node& value) {
  if (value.IsMapping()) return nullptr;
  if (!value.IsSequence() || value.is_alias) return &value;
  const auto bad = std::find_if(value.items().begin(), value.items().end(),
                                [](const Node& item) { return !item.IsMapping(); });
  return bad == value.items().end() ? nullptr : &*bad;
}

void ReportBadMerge(const Entry& merge, const Node& bad, const SourceFile& file,
                    Diagnostics& diagnostics) {
  diagnostics
      .Report(kBadMerge, {&file, bad.span.size() > 0 ? bad.span : merge.key.span},
              fmt::format("`<<` merges mappings, but this is {}",
                          bad.IsScalar() && !bad.IsNull() ? "a single value" : Describe(bad)))
      .upstream = "yaml: map merge requires map or sequence of maps as the value";
}

}  // namespace check::yaml
