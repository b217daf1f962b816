#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "libcheck/model/histogram.h"
#include "libcheck/template/expand.h"

namespace check::gotemplate {
namespace {

std::string Expanded(std::string_view text, const model::FloatHistogram& histogram) {
  const PrometheusTemplateInput input = {.histogram = &histogram};
  ExecutionMemory memory;
  return PrometheusTemplate(text, "X").ExpandOrExplain(input, memory);
}

struct Case {
  std::string_view text;
  std::string_view expected;  // Of an error: what follows the template's position.
};

void Check(const Case& c, const model::FloatHistogram& histogram) {
  CAPTURE(c.text);
  const std::string text = Expanded(c.text, histogram);
  const bool is_error = text.starts_with("<error");
  const bool as_expected = is_error && !c.expected.empty()
                               ? text.ends_with(std::string(c.expected) + ">")
                               : text == c.expected;
  CHECK_MESSAGE(as_expected, text);
}

TEST_CASE("templates call what native histograms offer, and get what Prometheus gives") {
  model::FloatHistogram histogram;
  histogram.schema = 1;
  histogram.zero_threshold = 0.001;
  histogram.zero_count = 2;
  histogram.count = 12.5;
  histogram.sum = 18.4;
  histogram.positive = {{{0, 4}}, {1, 2.5, 0, 3}};
  histogram.negative = {{{-1, 2}}, {3, 1}};
  constexpr Case kCases[] = {
      {"{{ ($value.Compact 0).PositiveSpans }} {{ ($value.Compact 2).PositiveSpans }}",
       "[{0 2} {1 1}] [{0 4}]"},
      {"{{ ($value.CopyToSchema 0).PositiveBuckets }}", "[1 2.5 3]"},
      {"{{ ($value.CopyToSchema 1).Equals $value }}", "true"},
      {"{{ $value.CopyToSchema 3 }}", "error calling CopyToSchema: cannot copy from schema 1 to 3"},
      {"{{ $value.CopyToSchema -53 }}",
       "error calling CopyToSchema: cannot reduce resolution to custom buckets schema"},
      {"{{ $value.Validate }} {{ if $value.Validate }}bad{{ else }}good{{ end }}", "<nil> good"},
      {"{{ $value.DetectReset $value }}", "false"},
      {"{{ $value.DetectReset nil }}",
       "error calling DetectReset: runtime error: invalid memory address or nil pointer "
       "dereference"},
      {"{{ $it := $value.AllBucketIterator }}{{ $it.Next }} {{ $it.At }} {{ $it.Next }} "
       "{{ $it.At.Count }}",
       "true [-1,-0.7071067811865475):1 true 3"},
      {"{{ $it := $value.AllReverseBucketIterator }}{{ $it.Next }} {{ $it.At.Count }}", "true 3"},
      {"{{ $it := $value.PositiveBucketIterator }}{{ $it.Next }} {{ $it.At }}",
       "true (0.7071067811865475,1]:1"},
      {"{{ $it := $value.NegativeBucketIterator }}{{ $it.Next }}{{ $it.Next }}{{ $it.Next }}",
       "truetruefalse"},
      {"{{ $it := $value.NegativeReverseBucketIterator }}{{ $it.Next }} {{ $it.At.Count }}",
       "true 1"},
      {"{{ $it := $value.PositiveReverseBucketIterator }}{{ $it.Next }} {{ $it.At.Count }}",
       "true 3"},
      {"{{ ($value.Copy.TrimBuckets 1.0 true).PositiveBuckets }}", "[1]"},
      {"{{ $value.Copy.ReduceResolution 0 }}", "<nil>"},
      {"{{ $value.Copy.ReduceResolution 1 }}", "cannot reduce resolution from schema 1 to 1"},
      {"{{ $value.Compact }}", "wrong number of args for Compact: want 1 got 0"},
      {"{{ $value.AllBucketIterator.Foo }}",
       "can't evaluate field Foo in type histogram.BucketIterator[float64]"},
      {"{{ ($value.Mul 2.0).Count }} {{ ($value.Div 2.0).Count }}", "25 6.25"},
  };
  for (const Case& c : kCases) Check(c, histogram);
}

TEST_CASE("templates meet histograms with custom buckets") {
  model::FloatHistogram histogram;
  histogram.schema = model::kCustomBuckets;
  histogram.count = 6;
  histogram.sum = 4;
  histogram.positive = {{{0, 3}}, {1, 2, 3}};
  histogram.custom_bounds =
      std::make_shared<const std::vector<double>>(std::vector<double>{0.5, 1});
  constexpr Case kCases[] = {
      {"{{ $it := $value.AllBucketIterator }}{{ $it.Next }} {{ $it.At }}", "true [-Inf,0.5]:1"},
      {"{{ $value.CopyToSchema 0 }}",
       "cannot reduce resolution to 0 when there are custom buckets"},
      {"{{ $value.ReduceResolution 0 }}", "cannot reduce resolution when there are custom buckets"},
      {"{{ $value.ZeroBucket }}", "histograms with custom buckets have no zero bucket"},
      {"{{ $value.NegativeBucketIterator.Next }}", "false"},
  };
  for (const Case& c : kCases) Check(c, histogram);
}

}  // namespace
}  // namespace check::gotemplate
