// Native histograms as templates meet them.
#include <algorithm>
#include <memory>
#include <string>
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

bool Compact(GoCall& call) {
  FloatHistogram copy = Receiver(call);
  copy.Compact(static_cast<std::size_t>(std::max<std::int64_t>(call.arguments[0].integer, 0)));
  return GiveHistogram(call, std::move(copy));
}

bool TrimBuckets(GoCall& call) {
  FloatHistogram copy = Receiver(call);
  copy.Trim(call.arguments[0].real, call.arguments[1].boolean);
  return GiveHistogram(call, std::move(copy));
}

bool CopyToSchema(GoCall& call) {
  const FloatHistogram& histogram = Receiver(call);
  const std::int64_t target = call.arguments[0].integer;
  if (target == histogram.schema) return Copy(call);
  if (histogram.uses_custom_buckets()) {
    call.error =
        "cannot reduce resolution to " + std::to_string(target) + " when there are custom buckets";
  } else if (target == model::kCustomBuckets) {
    call.error = "cannot reduce resolution to custom buckets schema";
  } else if (target > histogram.schema || target < model::kMinSchema) {
    // Go would take schemas below the coarsest one that there is.
    call.error = "cannot copy from schema " + std::to_string(histogram.schema) + " to " +
                 std::to_string(target);
  } else {
    return GiveHistogram(call, histogram.InSchema(static_cast<std::int32_t>(target)));
  }
  return false;
}

// An `error` that is a method's only result: nil if `text` is empty.
bool GiveError(GoCall& call, const std::string& text) {
  if (text.empty()) return Give(call, ZeroOf(kGoError));
  const std::string_view kept = call.execution.KeepString(text).string();
  return Give(call, MakeObject(call.execution.arena().New<std::string_view>(kept), kGoError));
}

// The histogram stays as it is.
bool ReduceResolution(GoCall& call) {
  const FloatHistogram& histogram = Receiver(call);
  const std::int64_t target = call.arguments[0].integer;
  std::string error;
  if (histogram.uses_custom_buckets()) {
    error = "cannot reduce resolution when there are custom buckets";
  } else if (target == model::kCustomBuckets) {
    error = "cannot reduce resolution to custom buckets schema";
  } else if (target >= histogram.schema) {
    error = "cannot reduce resolution from schema " + std::to_string(histogram.schema) + " to " +
            std::to_string(target);
  }
  return GiveError(call, error);
}

bool DetectReset(GoCall& call) {
  const void* previous = call.arguments[0].object;
  if (previous == nullptr) {
    call.error = kNilDereference;
    return false;
  }
  return Give(call, MakeBool(Receiver(call).DetectReset(Of(previous))));
}

// What templates call an iterator: it is asked for one bucket after the other.
struct Buckets {
  std::vector<Bucket> list;
  std::size_t passed = 0;
};

constexpr GoFunction kIteratorMethods[] = {
    {"At",
     {},
     [](GoCall& call) {
       const auto& buckets = *static_cast<const Buckets*>(call.receiver->object);
       if (!call.execution.Reserve(sizeof(Bucket))) return false;
       const Bucket at = buckets.passed == 0
                             ? Bucket()
                             : buckets.list[std::min(buckets.passed, buckets.list.size()) - 1];
       return Give(call, MakeObject(call.execution.arena().New<Bucket>(at), kBucket));
     }},
    {"Next",
     {},
     [](GoCall& call) {
       // Made by one of the functions below, of this execution.
       auto& buckets = *static_cast<Buckets*>(const_cast<void*>(call.receiver->object));
       const bool has_more = buckets.passed < buckets.list.size();
       if (has_more) ++buckets.passed;
       return Give(call, MakeBool(has_more));
     }},
};
constexpr GoType kIterator = {.kind = GoKind::kStruct,
                              .name = "histogram.BucketIterator[float64]",
                              .methods = kIteratorMethods};
constexpr GoType kIteratorPointer = {
    .kind = GoKind::kPointer,
    .name = "histogram.BucketIterator[float64]",
    .element = &kIterator,
    .methods = kIteratorMethods,
    .to_string = [](const GoValue&) { return std::string("&{...}"); }};

bool GiveIterator(GoCall& call, std::vector<Bucket> list) {
  if (!call.execution.Reserve(sizeof(Buckets) + list.size() * sizeof(Bucket))) return false;
  auto kept = std::make_shared<Buckets>(Buckets{.list = std::move(list)});
  call.result = MakeObject(kept.get(), kIteratorPointer);
  call.execution.Keep(std::move(kept));
  return true;
}

template <bool kPositive, bool kReverse>
bool OneSide(GoCall& call) {
  std::vector<Bucket> list;
  for (model::SideIterator it(Receiver(call), kPositive); it.Next();) list.push_back(it.At());
  if (kReverse) std::reverse(list.begin(), list.end());
  return GiveIterator(call, std::move(list));
}

template <bool kReverse>
bool BothSides(GoCall& call) {
  return GiveIterator(call, model::AllBuckets(Receiver(call), kReverse));
}

constexpr GoFunction kHistogramMethods[] = {
    {"Add", {.parameters = {&kHistogramPointer}, .count = 1, .results = 4}},
    {"AllBucketIterator", {}, BothSides<false>},
    {"AllReverseBucketIterator", {}, BothSides<true>},
    {"Compact", {.parameters = {&kGoInt}, .count = 1}, Compact},
    {"Copy", {}, Copy},
    {"CopyTo", {.parameters = {&kHistogramPointer}, .count = 1, .results = 0}},
    {"CopyToSchema", {.parameters = {&kGoInt32}, .count = 1}, CopyToSchema},
    {"DetectReset", {.parameters = {&kHistogramPointer}, .count = 1}, DetectReset},
    {"Div", {.parameters = {&kGoFloat64}, .count = 1}, Divide},
    {"Equals", {.parameters = {&kHistogramPointer}, .count = 1}, Equals},
    {"HasOverflow",
     {},
     [](GoCall& call) { return Give(call, MakeBool(Receiver(call).HasOverflow())); }},
    {"KahanAdd",
     {.parameters = {&kHistogramPointer, &kHistogramPointer}, .count = 2, .results = 4}},
    {"Mul", {.parameters = {&kGoFloat64}, .count = 1}, Multiply},
    {"NegativeBucketIterator", {}, OneSide<false, false>},
    {"NegativeReverseBucketIterator", {}, OneSide<false, true>},
    {"PositiveBucketIterator", {}, OneSide<true, false>},
    {"PositiveReverseBucketIterator", {}, OneSide<true, true>},
    {"ReduceResolution", {.parameters = {&kGoInt32}, .count = 1}, ReduceResolution},
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
    {"TrimBuckets", {.parameters = {&kGoFloat64, &kGoBool}, .count = 2}, TrimBuckets},
    {"UsesCustomBuckets",
     {},
     [](GoCall& call) { return Give(call, MakeBool(Receiver(call).uses_custom_buckets())); }},
    {"Validate",
     {},
     [](GoCall& call) { return GiveError(call, Receiver(call).Problem().value_or("")); }},
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
