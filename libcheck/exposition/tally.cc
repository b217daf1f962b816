#include "libcheck/exposition/tally.h"

#include <algorithm>
#include <utility>

#include "libcheck/exposition/key_bytes.h"
#include "libcheck/exposition/promlint.h"

namespace check::exposition {
namespace {

// Begins the keys of series that are parts of a metric. Others begin with a shape, from 1.
constexpr std::uint64_t kPart = 0;

// The name of a sample, as a part of the key of a series of `family`: nothing, or what is behind
// the family's name, or all of it.
char* WriteName(char* at, std::string_view name, std::string_view family) {
  if (name.size() == family.size()) return WriteVarint(at, 0);
  if (name.starts_with(family)) {
    return WriteText(WriteVarint(at, 1), name.substr(family.size()));
  }
  return WriteText(WriteVarint(at, 2), name);
}

}  // namespace

char* Tally::Key::Grow(char* end, std::size_t more) {
  const auto used = static_cast<std::size_t>(end - bytes_.get());
  capacity_ = 2 * (used + more);
  std::unique_ptr<char[]> larger(new char[capacity_]);
  if (used > 0) std::memcpy(larger.get(), bytes_.get(), used);
  bytes_ = std::move(larger);
  return bytes_.get() + used;
}

// What stands for the names of the labels in order_: the same number for the same names.
std::uint64_t Tally::ShapeOf(const Sample& sample, bool with_empty) {
  char* end = shape_key_.Begin(0);
  for (const std::uint32_t i : order_) {
    const auto& [name, value] = sample.labels[i];
    if (!with_empty && value.empty()) continue;
    end = WriteText(shape_key_.Reserve(end, name.size() + kLongestVarint), name);
  }
  shape_key_.End(end);
  return shapes_.Add(shape_key_.text(), static_cast<std::uint32_t>(shapes_.size()) + 1).number;
}

void Tally::LookAtNames(const Sample& sample, const Family& family) {
  const bool has_parts = family.HasParts();
  const bool has_states = family.type == MetricType::kStateset && identity_ == Identity::kAnyOrder;
  const std::string_view part = has_states                            ? family.name
                                : family.type == MetricType::kSummary ? "quantile"
                                                                      : "le";
  names_ = {};
  order_.clear();
  parts_.clear();
  for (std::uint32_t i = 0; i < sample.labels.size(); ++i) {
    const std::string_view name = sample.labels[i].name;
    const bool is_part = (has_parts || has_states) && name == part;
    (is_part ? parts_ : order_).push_back(i);
    if (is_part) continue;
    names_.le += name == "le" ? 1 : 0;
    names_.quantile += name == "quantile" ? 1 : 0;
    names_.camel_case += IsCamelCase(name) ? 1 : 0;
  }
  // Prometheus: which labels make a histogram or a summary does not depend on their order, even
  // where promlint goes by it.
  if (identity_ == Identity::kAnyOrder || has_parts) {
    std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return sample.labels[a].name < sample.labels[b].name;
    });
  }
  shape_ = ShapeOf(sample, true);
}

// The key of the labels that are no parts.
void Tally::WriteLabels(const Sample& sample) {
  // Nearly all values are short: for those, room is made at once.
  constexpr std::size_t kShort = 0x7F;
  const std::size_t room = order_.size() * (kShort + 1);
  char* end = WriteVarint(key_.Begin(kLongestVarint + room), shape_);
  for (const std::uint32_t i : order_) {
    const std::string_view value = sample.labels[i].value;
    if (value.size() - 1 < kShort) {
      *end++ = static_cast<char>(value.size());
      end = WriteBytes(end, value);
      continue;
    }
    // To the server, a label without a value is as good as none.
    if (value.empty() && identity_ == Identity::kAnyOrder) return WriteLabelsWithValue(sample);
    end = WriteText(key_.Reserve(end, kLongestVarint + value.size() + room), value);
  }
  key_.End(end);
}

void Tally::WriteLabelsWithValue(const Sample& sample) {
  const std::uint64_t shape = ShapeOf(sample, false);
  char* end = WriteVarint(key_.Begin(kLongestVarint), shape);
  for (const std::uint32_t i : order_) {
    const std::string_view value = sample.labels[i].value;
    if (!value.empty()) end = WriteText(key_.Reserve(end, value.size() + kLongestVarint), value);
  }
  key_.End(end);
}

// The key of one series of a metric.
void Tally::WritePart(const Sample& sample) {
  char* end = key_.Begin(3 * kLongestVarint + sample.name.size());
  end = WriteVarint(WriteVarint(end, kPart), metric_);
  end = WriteName(end, sample.name, open_->name);
  for (const std::uint32_t i : parts_) {
    const std::string_view value = sample.labels[i].value;
    if (!value.empty()) end = WriteText(key_.Reserve(end, value.size() + kLongestVarint), value);
  }
  key_.End(end);
}

void Tally::OpenFamily(Family& family) {
  if (open_ != nullptr) {
    open_->series.Close(spare_series_);
    open_->metric_set.Close(spare_metrics_);
  }
  open_ = &family;
  has_metric_ = false;
  has_series_ = false;
  family.series.Open(spare_series_);
  family.metric_set.Open(spare_metrics_);
}

void Tally::CountMetric(Family& family, const Sample& sample, const Resolved& resolved,
                        const Counted& counted) {
  if (counted.new_metric && ++family.metrics == 1) family.first_metric = counted.metric;
  if (counted.metric != family.first_metric || resolved.role != Resolved::Role::kPlain ||
      parts_.empty()) {
    return;
  }
  const auto bound = ParseValue(sample.labels[parts_.back()].value);
  family.parts_of_first += bound && *bound == *bound ? 1 : 0;
}

// Enters the labels that the samples of one histogram, summary, counter or state set share.
void Tally::EnterMetric(const Sample& sample, std::uint32_t line, Counted& counted) {
  WriteLabels(sample);
  // The samples of a metric usually stand together.
  counted.new_metric = false;
  if (!has_metric_ || !SameBytes(key_.text(), metric_key_.text())) {
    const KeySet::Added metric = open_->metric_set.Add(key_.text(), line);
    std::swap(key_, metric_key_);
    has_metric_ = true;
    metric_ = metric.number;
    counted.new_metric = metric.is_new;
  }
  counted.metric = metric_;
}

// Enters the series whose key has been written.
void Tally::EnterSeries(const Sample& sample, std::uint32_t line, Counted& counted) {
  // The points of a series stand together too.
  const bool may_go_on = !sample.timestamp.empty();
  if (may_go_on && has_series_ && SameBytes(key_.text(), series_key_.text())) {
    series_.is_new = false;
  } else {
    // promtool names no line where a series was first.
    series_ = open_->series.Add(key_.text(), identity_ == Identity::kOrdered ? 0 : line);
    has_series_ = may_go_on;
    if (may_go_on) std::swap(key_, series_key_);
  }
  if (series_.is_new) return;
  counted.first_line = series_.number;
  ++open_->duplicates;
}

Tally::Counted Tally::Add(const Sample& sample, const Resolved& resolved, std::uint32_t line) {
  Family& family = *resolved.family;
  ++family.samples;
  if (open_ != &family) OpenFamily(family);
  if (!sample.same_label_names || names_of_ != &family) {
    names_of_ = &family;
    LookAtNames(sample, family);
  }

  Counted counted;
  const bool has_parts = family.HasParts();
  // OpenMetrics: a counter may have a `_created` beside its `_total`, and a state set has states.
  const bool is_one_of_several =
      has_parts || !parts_.empty() || sample.name.size() != family.name.size();
  if (is_one_of_several) EnterMetric(sample, line, counted);
  if (has_parts) {
    CountMetric(family, sample, resolved, counted);
  } else {
    ++family.metrics;
    counted.new_metric = true;
  }
  if (counted.new_metric) {
    family.labels.le += names_.le;
    family.labels.quantile += names_.quantile;
    family.labels.camel_case += names_.camel_case;
  }
  // Prometheus: samples of one metric are merged, so none is there twice.
  if (has_parts && identity_ == Identity::kOrdered) return counted;

  if (is_one_of_several) {
    WritePart(sample);
  } else {
    WriteLabels(sample);
  }
  EnterSeries(sample, line, counted);
  if (!is_one_of_several) counted.metric = series_.number;
  return counted;
}

}  // namespace check::exposition
