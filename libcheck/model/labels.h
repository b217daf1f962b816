#ifndef LIBCHECK_MODEL_LABELS_H_
#define LIBCHECK_MODEL_LABELS_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/arena.h"

namespace check::model {

/// A string kept once by a LabelTable: equal texts have the same address.
struct Symbol {
  std::string_view text;
  std::uint64_t hash = 0;
};

struct Label {
  const Symbol* name = nullptr;
  const Symbol* value = nullptr;
};

/// A set of labels, kept once by a LabelTable: equal sets have the same address.
struct LabelSet {
  std::span<const Label> labels;  ///< Sorted by name.
  std::uint64_t hash = 0;
  const Symbol* name = nullptr;  ///< The metric name, or null.
  /// This set without __name__, __type__ and __unit__. Null until somebody asks.
  mutable const LabelSet* without_metadata = nullptr;
  /// Scratch for LabelTable::Marks. Of no meaning to anybody else.
  mutable std::uint64_t mark = 0;
  mutable std::uint32_t slot = 0;
};

/// A handle to a LabelSet: as cheap as a pointer to copy, compare and hash. Good for as long as the
/// table that it came from.
class Labels {
 public:
  Labels() = default;
  explicit Labels(const LabelSet* set) : set_(set) {}

  /// The value of the label, or empty text if there is none.
  std::string_view Get(std::string_view name) const;
  bool Has(std::string_view name) const;
  std::string_view metric_name() const {
    return set_ != nullptr && set_->name != nullptr ? set_->name->text : std::string_view();
  }

  std::span<const Label> list() const {
    return set_ != nullptr ? set_->labels : std::span<const Label>();
  }
  bool empty() const { return list().empty(); }
  const LabelSet* set() const { return set_; }

  /// As Prometheus prints labels: `{__name__="up", job="a"}`.
  std::string ToString() const;

  /// Prometheus's hash of the labels, by which limit_ratio chooses series.
  std::uint64_t PrometheusHash() const;

  friend bool operator==(Labels, Labels) = default;

 private:
  const LabelSet* set_ = nullptr;
};

/// Less than zero, zero or more, in the order in which Prometheus sorts series: label by label,
/// name before value; of two sets that begin alike the shorter one comes first. For any two tables.
int Compare(Labels a, Labels b);

/// Whether Prometheus regards the label as part of a metric's identity card: __name__, __type__ or
/// __unit__. Functions that change what a value means drop these.
bool IsMetadataLabel(std::string_view name);

/// Keeps symbols and label sets. Not for use by two threads at once; what it keeps never moves.
class LabelTable {
 public:
  LabelTable();
  LabelTable(const LabelTable&) = delete;
  LabelTable& operator=(const LabelTable&) = delete;

  const Symbol* Intern(std::string_view text);
  /// Null if nobody has interned `text`.
  const Symbol* Find(std::string_view text) const;

  Labels Empty() const { return Labels(empty_); }

  /// Labels in any order; those with an empty value are omitted. Names must be distinct.
  Labels Make(std::span<const std::pair<std::string_view, std::string_view>> labels);
  Labels Make(std::initializer_list<std::pair<std::string_view, std::string_view>> labels) {
    return Make(std::span(labels.begin(), labels.size()));
  }
  /// Sorts `labels`, in place.
  Labels Make(std::vector<Label>& labels);

  /// The same labels, whichever table they are from.
  Labels Import(Labels labels);

  /// Without __name__, __type__ and __unit__.
  Labels DropMetadata(Labels labels);
  /// Those labels whose names are in `names`.
  Labels Keep(Labels labels, std::span<const std::string_view> names);
  /// Those labels whose names are not in `names`.
  Labels Drop(Labels labels, std::span<const std::string_view> names);
  /// With `name` set to `value`; an empty value takes the label away.
  Labels With(Labels labels, std::string_view name, std::string_view value);

  /// What all that is kept takes, roughly.
  std::size_t bytes() const { return bytes_; }
  /// Number of label sets.
  std::size_t size() const { return set_count_; }
  const Symbol* metric_name_symbol() const { return metric_name_; }

 private:
  friend class Marks;

  Labels Lookup(std::span<const Label> sorted);
  void GrowSymbols();
  void GrowSets();

  Arena arena_;
  std::vector<const Symbol*> symbols_;       // Open addressing; the size is a power of two.
  std::vector<const LabelSet*> label_sets_;  // Likewise.
  std::size_t symbol_count_ = 0;
  std::size_t set_count_ = 0;
  std::size_t bytes_ = 0;
  const LabelSet* empty_ = nullptr;
  const Symbol* metric_name_ = nullptr;
  std::vector<Label> scratch_;
  std::uint64_t last_mark_ = 0;
};

/// A short-lived map from labels to small numbers that costs one memory access: it writes into the
/// label sets themselves. While one is in use no other on the same table may be.
class Marks {
 public:
  explicit Marks(LabelTable& table) : mark_(++table.last_mark_) {}

  /// Whether `labels` were given to Set before.
  bool Has(Labels labels) const { return labels.set()->mark == mark_; }
  std::uint32_t operator[](Labels labels) const { return labels.set()->slot; }
  void Set(Labels labels, std::uint32_t number = 0) {
    labels.set()->mark = mark_;
    labels.set()->slot = number;
  }

 private:
  std::uint64_t mark_;
};

}  // namespace check::model

template <>
struct std::hash<check::model::Labels> {
  std::size_t operator()(check::model::Labels labels) const {
    return labels.set() != nullptr ? labels.set()->hash : 0;
  }
};

#endif  // LIBCHECK_MODEL_LABELS_H_
