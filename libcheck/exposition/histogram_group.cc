#include "libcheck/exposition/histogram_group.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/exposition/codes.h"

namespace check::exposition {
namespace {

std::string Number(double value) { return FormatGoFloat(value, 'g', -1); }

}  // namespace

void HistogramGroups::Add(const Sample& sample, const Resolved& resolved, std::uint32_t metric,
                          const LineMark& line) {
  if (current_.family != resolved.family || current_.metric != metric) {
    if (current_.family != nullptr) {
      if (IsWhole(current_)) {
        Close(current_);
      } else {
        KeepText();
        Group& kept = interrupted_[{current_.family, current_.metric}];
        kept = std::move(current_);
        kept.last.text = kept.kept_text;
      }
    }
    std::vector<Bucket> buckets = std::move(current_.buckets);
    buckets.clear();
    current_ = {.family = resolved.family, .metric = metric, .buckets = std::move(buckets)};
    if (!interrupted_.empty()) {
      const auto before = interrupted_.find({resolved.family, metric});
      if (before != interrupted_.end()) {
        current_ = std::move(before->second);
        interrupted_.erase(before);
      }
    }
  }
  current_.last = line;
  current_.value = SpanOf(line.text, sample.value);
  if (resolved.role == Resolved::Role::kCount) {
    current_.count = ParseValue(sample.value);
  } else if (resolved.role == Resolved::Role::kPlain) {
    const Label* bound = sample.Find("le");
    const auto number = bound == nullptr ? std::nullopt : ParseValue(bound->value);
    if (number && !std::isnan(*number)) AddBucket(sample, *number, line);
  }
}

void HistogramGroups::AddBucket(const Sample& sample, double bound, const LineMark& line) {
  const double count = ParseValue(sample.value).value_or(0);
  std::vector<Bucket>& buckets = current_.buckets;
  auto at = buckets.end();
  while (at != buckets.begin() && std::prev(at)->bound >= bound) --at;
  // A bound that is given twice is a duplicate, which is reported as that.
  if (at != buckets.end() && at->bound == bound) return;
  const auto report = [&](const Bucket& other, std::string message) {
    if (current_.reported) return;
    current_.reported = true;
    Finding* finding =
        reports_.Report(kBucketsNotCumulative, line, current_.value, std::move(message));
    if (finding == nullptr) return;
    finding->labels.push_back({reports_.PlaceOn({.line = other.line}, {}),
                               fmt::format("the bucket with le=\"{}\"", Number(other.bound))});
    finding->notes.emplace_back(
        "buckets are cumulative: a bucket counts all observations up to its bound");
  };
  if (at != buckets.begin() && std::prev(at)->count > count) {
    const Bucket& below = *std::prev(at);
    report(below,
           fmt::format("the bucket with le=\"{}\" has {}, less than the {} of the bucket below",
                       Number(bound), Number(count), Number(below.count)));
  } else if (at != buckets.end() && at->count < count) {
    report(*at,
           fmt::format("the bucket with le=\"{}\" has {}, more than the {} of the bucket above",
                       Number(bound), Number(count), Number(at->count)));
  }
  buckets.insert(at, {bound, count, line.line});
}

void HistogramGroups::KeepText() {
  if (current_.family == nullptr || current_.last.text.data() == current_.kept_text.data()) return;
  current_.kept_text.assign(current_.last.text);
  current_.last.text = current_.kept_text;
}

// Whether no more is to come, as far as can be told.
bool HistogramGroups::IsWhole(const Group& group) {
  return !group.buckets.empty() && std::isinf(group.buckets.back().bound) &&
         group.buckets.back().bound > 0 && group.count.has_value();
}

void HistogramGroups::Close(Group& group) {
  if (group.buckets.empty()) return;
  const Bucket& last = group.buckets.back();
  if (last.bound != std::numeric_limits<double>::infinity()) {
    reports_.Report(kNoInfBucket, group.last,
                    {0, static_cast<std::uint32_t>(group.last.text.size())},
                    fmt::format("the histogram `{}` ends here without a bucket with le=\"+Inf\"",
                                group.family->name));
  } else if (group.count && *group.count != last.count && !group.reported) {
    Finding* finding = reports_.Report(
        kCountDiffers, group.last, {0, static_cast<std::uint32_t>(group.last.text.size())},
        fmt::format("the histogram `{}` has a count of {}, but its last bucket contains {}",
                    group.family->name, Number(*group.count), Number(last.count)));
    if (finding != nullptr) {
      finding->labels.push_back(
          {reports_.PlaceOn({.line = last.line}, {}), "the bucket with le=\"+Inf\""});
    }
  }
}

void HistogramGroups::Finish() {
  if (current_.family != nullptr) Close(current_);
  current_ = {};
  // In the order of the file.
  std::vector<Group*> groups;
  for (auto& [key, group] : interrupted_) groups.push_back(&group);
  std::sort(groups.begin(), groups.end(),
            [](const Group* a, const Group* b) { return a->last.line < b->last.line; });
  for (Group* group : groups) Close(*group);
  interrupted_.clear();
}

}  // namespace check::exposition
