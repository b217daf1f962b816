#ifndef LIBCHECK_RULES_DECODE_H_
#define LIBCHECK_RULES_DECODE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/rules/fields.h"
#include "libcheck/rules/rule_file.h"
#include "libcheck/rules/upstream.h"
#include "libcheck/yaml/parse.h"

namespace check::rules {

/// Where the nodes that are decoded come from, and what may be found there.
struct DecodeContext {
  const SourceFile& file;
  const yaml::Stream& stream;
  Wrapper wrapper = Wrapper::kNone;
  bool ignore_unknown_fields = false;
  bool is_upstreams = true;  ///< Whether upstream would read it so, and what it says matters.
};

/// Turns YAML nodes into values as Go's yaml.v3 does when it fills structs, reporting what does
/// not fit, and keeping a log of what upstream would say of it.
///
/// A null stands for a value that was not given, everywhere.
class Decoder {
 public:
  /// Which of upstream's decodings looks at a value. (The second keeps some as nodes.)
  enum class Seen : std::uint8_t { kByBoth, kStrictly };

  Decoder(const DecodeContext& context, Arena& arena, Diagnostics& diagnostics, UpstreamLog& log)
      : context_(context), arena_(arena), diagnostics_(diagnostics), log_(&log) {}

  /// Calls `visit(field, key, value)` for each known field of `node`, those merged into it last.
  template <typename Visit>
  void Struct(const yaml::Node& node, const Section& section, Visit&& visit) {
    StructEntries(node, section, nullptr, 0, visit);
  }

  /// Calls `visit(item)` for each item of `node` that is not null.
  template <typename Visit>
  void List(const yaml::Node& node, std::string_view subject, const GoType& go, Visit&& visit) {
    if (IsNull(node)) return;
    if (!node.IsSequence()) {
      if (node.IsMapping() && HasDuplicateKeys(node, Seen::kByBoth)) return;
      ReportWrongType(node, subject, "a list", go);
      return;
    }
    for (const yaml::Node& item : node.items()) {
      if (!IsNull(item)) visit(item);
    }
  }

  /// Nothing for null, and for what is no text.
  std::optional<std::string_view> Text(const yaml::Node& node, std::string_view field,
                                       Seen seen = Seen::kByBoth);
  std::optional<std::int64_t> WholeNumber(const yaml::Node& node, std::string_view field);
  std::optional<Duration> ReadDuration(const yaml::Node& node, std::string_view field);

  /// A mapping from text to text. Later values win over earlier ones, a null is empty text.
  std::span<KeyValue> Labels(const yaml::Node& node, std::string_view field);

  /// The value of a field called `node` in a group: see GroupReader.
  const yaml::Node* position_node() const { return position_node_; }

  /// Whether upstream has given up on what is being decoded.
  bool is_quiet() const { return log_ == &unread_; }

  Location Where(const yaml::Node& node) const { return {&context_.file, node.span}; }
  static bool IsNull(const yaml::Node& node) { return node.IsNull(); }
  /// "4:7", or "0:0" for a node that is not there.
  std::string Position(const yaml::Node* node) const;

 private:
  using Names = std::unordered_set<std::string_view>;

  static constexpr int kMaxMerges = 500;

  /// Of a mapping with keys given twice yaml.v3 reads nothing more; we do, on its behalf.
  class Quietly {
   public:
    Quietly(Decoder& decoder, bool quietly) : decoder_(decoder), log_(decoder.log_) {
      if (quietly) decoder.log_ = &decoder.unread_;
    }
    ~Quietly() { decoder_.log_ = log_; }
    Quietly(const Quietly&) = delete;
    Quietly& operator=(const Quietly&) = delete;

   private:
    Decoder& decoder_;
    UpstreamLog* log_;
  };

  template <typename Visit>
  void StructEntries(const yaml::Node& node, const Section& section, Names* given, int depth,
                     Visit& visit) {
    if (!ExpectMapping(node, section.noun, section.go)) return;
    const bool repeats = HasDuplicateKeys(node, Seen::kByBoth);
    const Quietly quietly(*this, repeats);
    std::uint32_t done = 0;
    const yaml::Node* merge = nullptr;
    for (const yaml::Entry& entry : node.entries()) {
      if (yaml::IsMergeKey(entry.key)) {
        merge = &entry.value;
        continue;
      }
      const std::optional<std::string_view> name = Key(entry.key);
      if (!name || (given != nullptr && !given->insert(*name).second)) continue;
      const Field* field = FindField(*name, entry, section);
      if (field == nullptr) continue;
      const std::uint32_t bit = 1U << (field - section.fields.data());
      if ((done & bit) != 0) {
        if (!repeats) ReportAlreadySet(entry.key, *name, section);
        continue;
      }
      done |= bit;
      visit(*field, entry.key, entry.value);
    }
    if (merge == nullptr) return;
    Names names;
    if (given == nullptr) given = GatherNames(node, names);
    ForEachMerged(*merge, depth, [&](const yaml::Node& from) {
      StructEntries(from, section, given, depth + 1, visit);
    });
  }

  template <typename Visit>
  void ForEachMerged(const yaml::Node& merge, int depth, Visit&& visit) {
    if (depth == kMaxMerges || !(merge.IsMapping() || merge.IsSequence())) {
      ReportBadMerge(merge);
    } else if (merge.IsMapping()) {
      visit(merge);
    } else if (merge.is_alias) {
      ReportBadMerge(merge);
    } else {
      for (const yaml::Node& from : merge.items()) {
        if (!from.IsMapping()) {
          ReportBadMerge(from);
          return;
        }
        visit(from);
      }
    }
  }

  /// Labels in the order written, found by their names once that has been asked for.
  class LabelList;

  void LabelEntries(const yaml::Node& node, std::string_view field, Names* given, int depth,
                    LabelList& labels);

  /// False, having said so, if `node` is none.
  bool ExpectMapping(const yaml::Node& node, std::string_view subject, const GoType& go);
  std::optional<std::string_view> Key(const yaml::Node& key);
  const Field* FindField(std::string_view name, const yaml::Entry& entry, const Section& section);
  Names* GatherNames(const yaml::Node& node, Names& names);
  /// What a scalar that is not null says, or nothing if its tag does not fit.
  std::optional<std::string_view> ScalarText(const yaml::Node& node, Seen seen);
  /// Reports them, too.
  bool HasDuplicateKeys(const yaml::Node& node, Seen seen);

  /// "`rules` must be a list, not `api`".
  void ReportWrongType(const yaml::Node& node, std::string_view subject, std::string_view wanted,
                       const GoType& go, Seen seen = Seen::kByBoth);
  void ReportUnknownField(std::string_view name, const yaml::Entry& entry, const Section& section);
  void ReportAlreadySet(const yaml::Node& key, std::string_view name, const Section& section);
  void ReportBadMerge(const yaml::Node& node);
  void Fail(Seen seen, const std::string& error);

  std::uint32_t Line(const yaml::Node& node) const;

  const DecodeContext& context_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  UpstreamLog* log_;
  UpstreamLog unread_;  // Takes what upstream no longer gets to see.
  const yaml::Node* position_node_ = nullptr;
};

}  // namespace check::rules

#endif  // LIBCHECK_RULES_DECODE_H_
