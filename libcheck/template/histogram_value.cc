// Native histograms as templates meet them.
#include <utility>
#include <vector>

#include "libcheck/model/histogram.h"
#include "libcheck/template/expand.h"

namespace check::gotemplate {
namespace {

using model::Bucket;
using model::BucketSpan;
using model::FloatHistogram;

extern const GoType kHistogramPointer;

const FloatHistogram& Of(const void* object) { return *static_cast<const FloatHistogram*>(object); }
const FloatHistogram& Receiver(const GoCall& call) { return Of(call.receiver->object); }
const Bucket& BucketOf(const void* object) { return *static_cast<const Bucket*>(object); }

constexpr GoField kSpanFields[] = {
    {"Offset", &kGoInt32,
     [](const void* object, Arena&) {
       return MakeInt(static_cast<const BucketSpan*>(object)->offset, kGoInt32);
     }},
    {"Length", &kGoUint32,
     [](const void* object, Arena&) {
       return MakeUint(static_cast<const BucketSpan*>(object)->length, kGoUint32);
     }},
};
constexpr GoType kSpan = {.kind = GoKind::kStruct, .name = "histogram.Span", .fields = kSpanFields};
constexpr GoType kSpans = {.kind = GoKind::kSlice, .name = "[]histogram.Span", .element = &kSpan};
constexpr GoType kFloats = {.kind = GoKind::kSlice, .name = "[]float64", .element = &kGoFloat64};
constexpr GoType kHint = {.kind = GoKind::kUint, .name = "histogram.CounterResetHint", .bytes = 1};

GoValue List(std::span<const double> numbers, Arena& memory) {
  if (numbers.empty()) return ZeroOf(kFloats);
  std::vector<GoValue> elements;
  for (const double number : numbers) elements.push_back(MakeFloat(number));
  return MakeSlice(memory.Copy(elements), kFloats);
}

GoValue List(const std::vector<BucketSpan>& spans, Arena& memory) {
  if (spans.empty()) return ZeroOf(kSpans);
  std::vector<GoValue> elements;
  elements.reserve(spans.size());
  for (const BucketSpan& span : spans) elements.push_back(MakeObject(&span, kSpan));
  return MakeSlice(memory.Copy(elements), kSpans);
}

constexpr GoField kBucketFields[] = {
    {"Lower", &kGoFloat64,
     [](const void* object, Arena&) { return MakeFloat(BucketOf(object).lower); }},
    {"Upper", &kGoFloat64,
     [](const void* object, Arena&) { return MakeFloat(BucketOf(object).upper); }},
    {"LowerInclusive", &kGoBool,
     [](const void* object, Arena&) { return MakeBool(BucketOf(object).lower_inclusive); }},
    {"UpperInclusive", &kGoBool,
     [](const void* object, Arena&) { return MakeBool(BucketOf(object).upper_inclusive); }},
    {"Count", &kGoFloat64,
     [](const void* object, Arena&) { return MakeFloat(BucketOf(object).count); }},
    {"Index", &kGoInt32,
     [](const void* object, Arena&) { return MakeInt(BucketOf(object).index, kGoInt32); }},
};
std::string BucketText(const GoValue& value) { return BucketOf(value.object).ToString(); }
constexpr GoFunction kBucketMethods[] = {{"String", {}, [](GoCall& call) {
                                            call.result = call.execution.KeepString(
                                                BucketText(*call.receiver));
                                            return true;
                                          }}};
constexpr GoType kBucket = {.kind = GoKind::kStruct,
                            .name = "histogram.Bucket[float64]",
                            .fields = kBucketFields,
                            .methods = kBucketMethods,
                            .to_string = BucketText};

constexpr GoField kHistogramFields[] = {
    {"CounterResetHint", &kHint,
     [](const void* object, Arena&) {
       return MakeUint(static_cast<std::uint64_t>(Of(object).hint), kHint);
     }},
    {"Schema", &kGoInt32,
     [](const void* object, Arena&) { return MakeInt(Of(object).schema, kGoInt32); }},
    {"ZeroThreshold", &kGoFloat64,
     [](const void* object, Arena&) { return MakeFloat(Of(object).zero_threshold); }},
    {"ZeroCount", &kGoFloat64,
     [](const void* object, Arena&) { return MakeFloat(Of(object).zero_count); }},
    {"Count", &kGoFloat64, [](const void* object, Arena&) { return MakeFloat(Of(object).count); }},
    {"Sum", &kGoFloat64, [](const void* object, Arena&) { return MakeFloat(Of(object).sum); }},
    {"PositiveSpans", &kSpans,
     [](const void* object, Arena& memory) { return List(Of(object).positive.spans, memory); }},
    {"NegativeSpans", &kSpans,
     [](const void* object, Arena& memory) { return List(Of(object).negative.spans, memory); }},
    {"PositiveBuckets", &kFloats,
     [](const void* object, Arena& memory) { return List(Of(object).positive.counts, memory); }},
    {"NegativeBuckets", &kFloats,
     [](const void* object, Arena& memory) { return List(Of(object).negative.counts, memory); }},
    {"CustomValues", &kFloats,
     [](const void* object, Arena& memory) { return List(Of(object).bounds(), memory); }},
};

bool Give(GoCall& call, const GoValue& result) {
  call.result = result;
  return true;
}

// A histogram that a method made. Prometheus changes the histogram itself.
bool GiveHistogram(GoCall& call, FloatHistogram histogram) {
  if (!call.execution.Reserve(histogram.SizeInBytes())) return false;
  auto kept = std::make_shared<const FloatHistogram>(std::move(histogram));
  call.result = MakeObject(kept.get(), kHistogramPointer);
  call.execution.Keep(std::move(kept));
  return true;
}

bool Copy(GoCall& call) { return GiveHistogram(call, Receiver(call)); }

bool Multiply(GoCall& call) {
  FloatHistogram copy = Receiver(call);
  copy.Multiply(call.arguments[0].real);
  return GiveHistogram(call, std::move(copy));
}

bool Divide(GoCall& call) {
  FloatHistogram copy = Receiver(call);
  copy.Divide(call.arguments[0].real);
  return GiveHistogram(call, std::move(copy));
}

bool Equals(GoCall& call) {
  const void* other = call.arguments[0].object;
  return Give(call, MakeBool(other != nullptr && Receiver(call).SameAs(Of(other))));
}

bool ZeroBucket(GoCall& call) {
  const FloatHistogram& histogram = Receiver(call);
  if (histogram.uses_custom_buckets()) {
    call.error = "histograms with custom buckets have no zero bucket";
    return false;
  }
  if (!call.execution.Reserve(sizeof(Bucket))) return false;
  const double threshold = histogram.zero_threshold;
  return Give(call, MakeObject(call.execution.arena().New<Bucket>(-threshold, threshold, true, true,
                                                                  histogram.zero_count, 0),
                               kBucket));
}

constexpr GoFunction kHistogramMethods[] = {
    {"Add", {.parameters = {&kHistogramPointer}, .count = 1, .results = 4}},
    {"Copy", {}, Copy},
    {"CopyTo", {.parameters = {&kHistogramPointer}, .count = 1, .results = 0}},
    {"Div", {.parameters = {&kGoFloat64}, .count = 1}, Divide},
    {"Equals", {.parameters = {&kHistogramPointer}, .count = 1}, Equals},
    {"HasOverflow",
     {},
     [](GoCall& call) { return Give(call, MakeBool(Receiver(call).HasOverflow())); }},
    {"KahanAdd",
     {.parameters = {&kHistogramPointer, &kHistogramPointer}, .count = 2, .results = 4}},
    {"Mul", {.parameters = {&kGoFloat64}, .count = 1}, Multiply},
    {"Size",
     {},
     [](GoCall& call) {
       return Give(call, MakeInt(static_cast<std::int64_t>(Receiver(call).SizeInBytes())));
     }},
    {"String",
     {},
     [](GoCall& call) { return Give(call, call.execution.KeepString(Receiver(call).ToString())); }},
    {"Sub", {.parameters = {&kHistogramPointer}, .count = 1, .results = 4}},
    {"TestExpression",
     {},
     [](GoCall& call) {
       return Give(call, call.execution.KeepString(Receiver(call).TestExpression()));
     }},
    {"UsesCustomBuckets",
     {},
     [](GoCall& call) { return Give(call, MakeBool(Receiver(call).uses_custom_buckets())); }},
    {"ZeroBucket", {}, ZeroBucket},
};

constexpr GoType kHistogram = {.kind = GoKind::kStruct,
                               .name = "histogram.FloatHistogram",
                               .fields = kHistogramFields,
                               .methods = kHistogramMethods};
constexpr GoType kHistogramPointer = {
    .kind = GoKind::kPointer,
    .name = "*histogram.FloatHistogram",
    .element = &kHistogram,
    .to_string = [](const GoValue& value) { return Of(value.object).ToString(); }};

}  // namespace

GoValue MakeSampleValue(double value, const model::FloatHistogram* histogram) {
  return histogram != nullptr ? MakeObject(histogram, kHistogramPointer) : MakeFloat(value);
}

}  // namespace check::gotemplate
