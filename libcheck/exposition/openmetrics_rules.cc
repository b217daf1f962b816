#include "libcheck/exposition/openmetrics_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "libcheck/base/number.h"
#include "libcheck/base/utf8.h"
#include "libcheck/exposition/codes.h"

namespace check::exposition {
namespace {

using Suffixes = std::span<const std::string_view>;

// What the names of a family's samples end in.
Suffixes SuffixesOf(MetricType type) {
  static constexpr std::string_view kPlain[] = {""};
  static constexpr std::string_view kCounter[] = {"_total", "_created"};
  static constexpr std::string_view kSummary[] = {"", "_count", "_sum", "_created"};
  static constexpr std::string_view kHistogram[] = {"_bucket", "_count", "_sum", "_created"};
  static constexpr std::string_view kGaugeHistogram[] = {"_bucket", "_gcount", "_gsum"};
  static constexpr std::string_view kInfo[] = {"_info"};
  switch (type) {
    case MetricType::kCounter:
      return kCounter;
    case MetricType::kSummary:
      return kSummary;
    case MetricType::kHistogram:
      return kHistogram;
    case MetricType::kGaugeHistogram:
      return kGaugeHistogram;
    case MetricType::kInfo:
      return kInfo;
    default:
      return kPlain;
  }
}

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string Number(double value) { return FormatGoFloat(value, 'g', -1); }

constexpr double kInf = std::numeric_limits<double>::infinity();

}  // namespace

bool OpenMetricsRules::Fits(std::string_view name) const {
  if (family_ == nullptr || !name.starts_with(family_->name)) return false;
  const std::string_view suffix = name.substr(family_->name.size());
  const Suffixes suffixes = SuffixesOf(family_->type);
  return std::find(suffixes.begin(), suffixes.end(), suffix) != suffixes.end();
}

void OpenMetricsRules::Begin(std::string_view name) {
  End();
  family_ = &families_.Get(name);
  // What is said of a family a second time is said of another one, and the names clash.
  family_->has_type = family_->samples > 0 && family_->has_type;
  has_unit_ = false;
  has_samples_ = false;
  unit_.clear();
  begin_ = listener_.KeepLine();
  groups_.clear();
  has_group_ = false;
  in_histogram_ = false;
}

void OpenMetricsRules::End() {
  EndHistogram();
  if (family_ == nullptr) return;
  const std::string name(family_->name);
  const auto claim = [&](const std::string& claimed) {
    const auto [at, is_new] = names_.try_emplace(claimed, begin_.line);
    if (is_new) return true;
    listener_.WrongAbove(kOpenMetricsNameClash, begin_,
                         at->second == begin_.line
                             ? fmt::format("duplicate metric family `{}`", claimed)
                             : fmt::format("`{}` is already used in line {}", claimed, at->second));
    return false;
  };
  bool good = claim(name);
  for (const std::string_view suffix : SuffixesOf(family_->type)) {
    if (good && !suffix.empty()) good = claim(name + std::string(suffix));
  }
  if (!unit_.empty() &&
      (family_->type == MetricType::kInfo || family_->type == MetricType::kStateset)) {
    listener_.WrongAbove(
        kOpenMetricsMetadata, begin_,
        fmt::format("`{}` has a unit, but an {} cannot have one", name, ToString(family_->type)));
  }
  family_ = nullptr;
}

void OpenMetricsRules::Metadata(const Entry& entry) {
  const bool is_help = entry.kind == Entry::Kind::kHelp;
  const std::string_view word = is_help                            ? "HELP"
                                : entry.kind == Entry::Kind::kType ? "TYPE"
                                                                   : "UNIT";
  if (family_ == nullptr || family_->name != entry.name) {
    Begin(entry.name);
    family_->has_help = false;
    family_->has_type = false;
    if (family_->samples == 0) family_->type = MetricType::kUnknown;
  } else if (has_samples_) {
    listener_.Wrong(kOpenMetricsMetadata, entry.name,
                    fmt::format("{} of `{}` follows its samples", word, entry.name));
    return;
  }
  bool& has = is_help                            ? family_->has_help
              : entry.kind == Entry::Kind::kType ? family_->has_type
                                                 : has_unit_;
  if (has) {
    listener_.Wrong(kOpenMetricsMetadata, entry.name,
                    fmt::format("a second {} line for `{}`", word, entry.name));
    return;
  }
  has = true;
  if (entry.kind == Entry::Kind::kType) {
    family_->type = entry.type;
    family_->type_line = listener_.KeepLine();
  }
  if (entry.kind == Entry::Kind::kUnit) unit_ = entry.text;
}

Resolved OpenMetricsRules::Place(std::string_view name) {
  if (!Fits(name)) {
    const bool is_bare = family_ != nullptr && family_->name == name;
    if (is_bare) {
      std::string known;
      for (const std::string_view suffix : SuffixesOf(family_->type)) {
        known += fmt::format("{}`{}{}`", known.empty() ? "" : ", ", name, suffix);
      }
      listener_.Wrong(kOpenMetricsNameClash, {},
                      fmt::format("`{}` is not a sample of a metric family of type {}; expected {}",
                                  name, ToString(family_->type), known));
      return {family_, Resolved::Role::kPlain, {}};
    }
    Begin(name);
  }
  has_samples_ = true;
  const std::string_view suffix = name.substr(family_->name.size());
  const bool has_parts = family_->HasParts();
  if (has_parts && IsOneOf(suffix, {"_count", "_gcount"})) {
    return {family_, Resolved::Role::kCount, {}};
  }
  if (has_parts && IsOneOf(suffix, {"_sum", "_gsum", "_created"})) {
    return {family_, Resolved::Role::kSum, {}};
  }
  return {family_, Resolved::Role::kPlain, {}};
}

void OpenMetricsRules::Add(const Sample& sample, const Exemplar* exemplar, const Resolved& resolved,
                           std::uint32_t metric) {
  if (resolved.family != family_ || !Fits(sample.name)) return;
  const std::string_view suffix =
      sample.name.substr(std::min(sample.name.size(), family_->name.size()));
  const double value = ParseValue(sample.value).value_or(0);
  CheckLabels(sample, suffix);
  CheckValue(sample, value, suffix);
  if (exemplar != nullptr) CheckExemplar(*exemplar, suffix);

  // Prometheus's own word for it is MetricPoint: what has the same labels and timestamp.
  const std::uint32_t group = family_->type == MetricType::kInfo ? 0 : metric;
  const bool same_group = has_group_ && group == group_;
  const bool same_point = same_group && timestamp_ == sample.timestamp;
  if (family_->IsHistogram()) {
    if (!same_point) EndHistogram();
    CheckHistogram(sample, value, suffix);
  }
  CheckGroup(sample, group);
  if (!same_group) CheckCommonLabels(sample);
}

void OpenMetricsRules::CheckLabels(const Sample& sample, std::string_view suffix) {
  const MetricType type = family_->type;
  if (suffix == "_bucket" && family_->IsHistogram()) {
    const Label* bound = sample.Find("le");
    const auto number = bound == nullptr ? std::nullopt : ParseValue(bound->value);
    if (bound == nullptr) {
      listener_.Wrong(kOpenMetricsLabel, {}, "a bucket without the label `le`");
    } else if (!number || std::isnan(*number) || (*number == kInf && bound->value != "+Inf")) {
      listener_.Wrong(kOpenMetricsLabel, bound->value,
                      fmt::format("invalid bucket bound `{}`", bound->value));
    }
  }
  if (type == MetricType::kSummary && suffix.empty()) {
    const Label* quantile = sample.Find("quantile");
    const auto number = quantile == nullptr ? std::nullopt : ParseValue(quantile->value);
    if (quantile == nullptr) {
      listener_.Wrong(kOpenMetricsLabel, {}, "a quantile without the label `quantile`");
    } else if (!number || !(*number >= 0 && *number <= 1)) {
      listener_.Wrong(kOpenMetricsLabel, quantile->value,
                      fmt::format("invalid quantile `{}`: expected 0 to 1", quantile->value));
    }
  }
  if (type == MetricType::kStateset && sample.Find(family_->name) == nullptr) {
    listener_.Wrong(kOpenMetricsLabel, {},
                    fmt::format("a state without the label `{}`, which names it", family_->name));
  }
}

void OpenMetricsRules::CheckValue(const Sample& sample, double value, std::string_view suffix) {
  const auto wrong = [&](std::string message) {
    listener_.Wrong(kOpenMetricsValue, sample.value, std::move(message));
  };
  switch (family_->type) {
    case MetricType::kStateset:
      if (value != 0 && value != 1) wrong("a state must be 0 or 1");
      return;
    case MetricType::kInfo:
      if (value != 1) wrong("the value of an info metric must be 1");
      return;
    case MetricType::kSummary:
      if (suffix.empty() && value < 0) wrong("a quantile's value is negative");
      break;
    case MetricType::kCounter:
    case MetricType::kHistogram:
    case MetricType::kGaugeHistogram:
      break;
    default:
      return;
  }
  const bool counts = IsOneOf(suffix, {"_bucket", "_count", "_gcount"});
  if (!counts && !IsOneOf(suffix, {"_total", "_sum", "_gsum"})) return;
  if (std::isnan(value)) {
    wrong("counts and sums cannot be NaN");
  } else if (value < 0 && suffix != "_gsum") {
    wrong("counts and sums cannot be negative");
  } else if (counts && value != std::floor(value)) {
    wrong("a count must be a whole number");
  }
}

void OpenMetricsRules::CheckExemplar(const Exemplar& exemplar, std::string_view suffix) {
  const bool allowed = (family_->IsHistogram() && suffix == "_bucket") ||
                       (family_->type == MetricType::kCounter && suffix == "_total");
  if (!allowed) {
    listener_.Wrong(kOpenMetricsExemplar, {},
                    "only histogram buckets and counter totals can have exemplars");
  }
  constexpr std::size_t kMostCharacters = 128;
  std::size_t characters = 0;
  for (const Label& label : exemplar.labels) {
    characters += CountRunes(label.name) + CountRunes(label.value);
  }
  if (characters > kMostCharacters) {
    listener_.Wrong(kOpenMetricsExemplar, {},
                    fmt::format("the labels of an exemplar have {} characters, more than {}",
                                characters, kMostCharacters));
  }
}

void OpenMetricsRules::CheckGroup(const Sample& sample, std::uint32_t group) {
  if (has_group_ && group == group_) {
    const auto before = timestamp_.empty() ? std::nullopt : ParseValue(timestamp_);
    const auto now = sample.timestamp.empty() ? std::nullopt : ParseValue(sample.timestamp);
    if (before.has_value() != now.has_value()) {
      listener_.Wrong(kOpenMetricsTimestamps, {},
                      "some samples of this metric have a timestamp, and others have none");
    } else if (now && *now < *before && family_->type != MetricType::kInfo) {
      listener_.Wrong(kOpenMetricsTimestamps, sample.timestamp,
                      "the timestamp is earlier than that of the previous sample");
    }
  } else if (!groups_.insert(group).second) {
    listener_.Wrong(
        kOpenMetricsGrouping, sample.name,
        "samples of other metrics separate this sample from the others with its labels");
  }
  has_group_ = true;
  group_ = group;
  timestamp_ = sample.timestamp;
}

void OpenMetricsRules::CheckHistogram(const Sample& sample, double value, std::string_view suffix) {
  if (!in_histogram_) {
    histogram_ = {.line = listener_.KeepLine()};
    in_histogram_ = true;
  }
  if (suffix == "_bucket") {
    const Label* label = sample.Find("le");
    const auto bound = label == nullptr ? std::nullopt : ParseValue(label->value);
    if (!bound) return;
    if (*bound < 0) histogram_.has_negative_bound = true;
    if (histogram_.bound && *bound <= *histogram_.bound) {
      listener_.Wrong(kOpenMetricsHistogram, label->value,
                      fmt::format("the bucket with le=\"{}\" follows the bucket with le=\"{}\"",
                                  label->value, Number(*histogram_.bound)));
    } else if (value < histogram_.value) {
      listener_.Wrong(kOpenMetricsHistogram, sample.value,
                      fmt::format("the bucket has {}, less than the {} of the bucket below",
                                  Number(value), Number(histogram_.value)));
    }
    histogram_.bound = bound;
    histogram_.value = value;
  } else if (suffix == "_count" || suffix == "_gcount") {
    histogram_.count = value;
  } else if (suffix == "_sum" || suffix == "_gsum") {
    histogram_.has_sum = true;
    histogram_.has_negative_sum = value < 0;
  }
}

void OpenMetricsRules::EndHistogram() {
  if (!in_histogram_) return;
  in_histogram_ = false;
  const Histogram& h = histogram_;
  const bool is_gauge = family_->type == MetricType::kGaugeHistogram;
  const std::string_view g = is_gauge ? "g" : "";
  const auto wrong = [&](std::string message) {
    listener_.WrongAbove(kOpenMetricsHistogram, h.line, std::move(message));
  };
  if (h.bound != kInf) {
    wrong("the histogram has no bucket with le=\"+Inf\"");
  } else if (h.count && *h.count != h.value) {
    wrong(fmt::format("the histogram's count is {}, but its last bucket holds {}", Number(*h.count),
                      Number(h.value)));
  } else if (h.has_sum && !h.count) {
    wrong(fmt::format("the histogram has a `_{0}sum`, but no `_{0}count`", g));
  } else if (!h.has_sum && h.count) {
    wrong(fmt::format("the histogram has a `_{0}count`, but no `_{0}sum`", g));
  } else if (!is_gauge && h.has_negative_bound && h.has_sum) {
    wrong("the histogram has a `_sum`, but also negative buckets, so that the sum may decrease");
  } else if (is_gauge && !h.has_negative_bound && h.has_negative_sum) {
    wrong("the sum is negative, but there is no negative bucket");
  }
}

void OpenMetricsRules::CheckCommonLabels(const Sample& sample) {
  ++common_of_;
  if (common_of_ == 1) {
    for (const Label& label : sample.labels) common_labels_.emplace_back(label.name, label.value);
    return;
  }
  if (common_labels_.empty()) return;
  label_names_.Clear();
  for (const Label& label : sample.labels) label_names_.Add(label.name);
  std::erase_if(common_labels_, [&](const auto& common) {
    const std::size_t index = label_names_.IndexOf(common.first);
    return index == sample.labels.size() || sample.labels[index].value != common.second;
  });
}

void OpenMetricsRules::Finish() {
  End();
  if (common_of_ < 2 || common_labels_.empty()) return;
  for (const auto& [name, value] : common_labels_) {
    listener_.WrongAbove(kOpenMetricsCommonLabel, {.line = 1},
                         fmt::format("every metric has the label {}=\"{}\"", name, value));
  }
}

}  // namespace check::exposition
