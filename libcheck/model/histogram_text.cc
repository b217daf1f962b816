#include <algorithm>
#include <limits>

#include "libcheck/base/number.h"
#include "libcheck/model/histogram.h"
#include "libcheck/model/histogram_copy.h"

namespace check::model {
namespace {

std::string Number(double value) { return FormatGoFloat(value, 'g', -1); }

void AppendNumbers(std::string& out, std::span<const double> values) {
  out += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += ' ';
    out += Number(values[i]);
  }
  out += ']';
}

class Expression {
 public:
  void Add(std::string_view key, double value) {
    if (value != 0) Key(key) += Number(value);
  }
  void Add(std::string_view key, std::int32_t value) {
    if (value != 0) Key(key) += std::to_string(value);
  }
  void Add(std::string_view key, std::span<const double> values) {
    AppendNumbers(Key(key), values);
  }
  void Add(const BucketSide& side, std::string_view offset_key, std::string_view counts_key) {
    if (!side.spans.empty()) Add(offset_key, side.spans[0].offset);
    if (!side.counts.empty()) Add(counts_key, side.counts);
  }
  std::string& Key(std::string_view key) {
    if (text_.size() > 2) text_ += ' ';
    text_ += key;
    text_ += ':';
    return text_;
  }
  std::string Finish() { return text_ + "}}"; }

 private:
  std::string text_ = "{{";
};

}  // namespace

std::string Bucket::ToString() const {
  std::string out = lower_inclusive ? "[" : "(";
  out += Number(lower);
  out += ',';
  out += Number(upper);
  out += upper_inclusive ? "]:" : "):";
  return out += Number(count);
}

std::string FloatHistogram::ToString() const {
  std::string out = "{count:" + Number(count) + ", sum:" + Number(sum);
  std::vector<Bucket> below;
  for (SideIterator it(*this, false); it.Next();) {
    if (it.count() != 0) below.push_back(it.At());
  }
  std::reverse(below.begin(), below.end());
  for (const Bucket& bucket : below) out += ", " + bucket.ToString();
  if (zero_count != 0) {
    const Bucket zero{-zero_threshold, zero_threshold, true, true, zero_count, 0};
    out += ", " + zero.ToString();
  }
  for (SideIterator it(*this, true); it.Next();) {
    if (it.count() != 0) out += ", " + it.At().ToString();
  }
  return out += '}';
}

std::string FloatHistogram::TestExpression() const {
  FloatHistogram whole = CopyOf(*this);
  // So many empty buckets would be written out that nobody could read them, or keep them in memory.
  constexpr std::size_t kMostEmpty = 1 << 20;
  whole.Compact(kMostEmpty);
  Expression out;
  out.Add("schema", whole.schema);
  out.Add("count", whole.count);
  out.Add("sum", whole.sum);
  out.Add("z_bucket", whole.zero_count);
  out.Add("z_bucket_w", whole.zero_threshold);
  if (whole.uses_custom_buckets()) out.Add("custom_values", whole.bounds());
  if (whole.hint != CounterResetHint::kUnknown) {
    out.Key("counter_reset_hint") += model::ToString(whole.hint);
  }
  out.Add(whole.positive, "offset", "buckets");
  out.Add(whole.negative, "n_offset", "n_buckets");
  return out.Finish();
}

}  // namespace check::model
