#include "libcheck/exposition/tally.h"

#include "libcheck/exposition/hash.h"
#include "libcheck/exposition/promlint.h"

namespace check::exposition {

void Tally::LookAtNames(const Sample& sample, const Family& family) {
  const bool has_parts = family.HasParts();
  const std::string_view part = family.type == MetricType::kSummary ? "quantile" : "le";
  names_ = {};
  label_names_.clear();
  for (const Label& label : sample.labels) {
    const bool is_part = has_parts && label.name == part;
    label_names_.push_back({HashBytes(label.name), is_part});
    if (is_part) continue;
    names_.le += label.name == "le" ? 1 : 0;
    names_.quantile += label.name == "quantile" ? 1 : 0;
    names_.camel_case += IsCamelCase(label.name) ? 1 : 0;
  }
}

Tally::Counted Tally::Add(const Sample& sample, const Resolved& resolved, std::uint32_t line) {
  Family& family = *resolved.family;
  ++family.samples;
  Counted counted;
  if (!sample.same_label_names || names_of_ != &family) {
    names_of_ = &family;
    LookAtNames(sample, family);
  }

  const bool has_parts = family.HasParts();
  const Label* part_label = nullptr;
  LabelHashes& hashes = counted.hashes;
  for (std::size_t i = 0; i < sample.labels.size(); ++i) {
    const Label& label = sample.labels[i];
    const std::uint64_t hash = HashLabel(label_names_[i].hash, label.value);
    if (!label.value.empty()) hashes.identity += hash;
    hashes.chain = ChainHash(hashes.chain, hash);
    if (label_names_[i].is_part) {
      part_label = &label;
    } else {
      hashes.signature += hash;
    }
  }

  if (has_parts) {
    bool is_new = false;
    family.metric_set.Add(hashes.signature, line, is_new);
    counted.new_metric = is_new;
    if (is_new && ++family.metrics == 1) family.first_signature = hashes.signature;
    if (hashes.signature == family.first_signature && resolved.role == Resolved::Role::kPlain &&
        part_label != nullptr) {
      const auto bound = ParseValue(part_label->value);
      family.parts_of_first += bound && *bound == *bound ? 1 : 0;
    }
    if (identity_ == Identity::kOrdered) {
      // Prometheus: samples of one metric are merged, so none is there twice.
      if (is_new) {
        family.labels.le += names_.le;
        family.labels.quantile += names_.quantile;
        family.labels.camel_case += names_.camel_case;
      }
      return counted;
    }
  } else {
    ++family.metrics;
  }
  if (counted.new_metric) {
    family.labels.le += names_.le;
    family.labels.quantile += names_.quantile;
    family.labels.camel_case += names_.camel_case;
  }

  std::uint64_t series = identity_ == Identity::kOrdered ? hashes.chain : hashes.identity;
  // The samples `a_sum` and `a_count` of one family are different series.
  if (sample.name.size() != family.name.size()) series = ChainHash(series, HashBytes(sample.name));
  bool is_new = false;
  const std::uint32_t* first = family.series.Add(series, line, is_new);
  if (!is_new) {
    counted.first_line = *first;
    ++family.duplicates;
  }
  return counted;
}

}  // namespace check::exposition
