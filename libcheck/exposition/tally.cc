#include "libcheck/exposition/tally.h"

#include "libcheck/exposition/hash.h"
#include "libcheck/exposition/promlint.h"

namespace check::exposition {

Tally::Counted Tally::Add(const Sample& sample, const Resolved& resolved, std::uint32_t line) {
  Family& family = *resolved.family;
  ++family.samples;
  Counted counted;

  const bool has_parts = family.HasParts();
  const std::string_view part = family.type == MetricType::kSummary ? "quantile" : "le";
  if (!sample.same_label_names || names_of_ != &family) {
    names_of_ = &family;
    names_ = {};
    for (const Label& label : sample.labels) {
      if (has_parts && label.name == part) continue;
      names_.le += label.name == "le" ? 1 : 0;
      names_.quantile += label.name == "quantile" ? 1 : 0;
      names_.camel_case += IsCamelCase(label.name) ? 1 : 0;
    }
  }

  const Label* part_label = nullptr;
  LabelHashes& hashes = counted.hashes;
  for (const Label& label : sample.labels) {
    const std::uint64_t hash = HashLabel(label);
    if (!label.value.empty()) hashes.identity += hash;
    hashes.chain = ChainHash(hashes.chain, hash);
    if (has_parts && label.name == part) {
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
