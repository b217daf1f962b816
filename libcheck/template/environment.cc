#include "libcheck/template/environment.h"

#include <algorithm>

#include "libcheck/template/foreign_names.h"

namespace check::gotemplate {
namespace {

using Kind = TemplateType::Kind;

const TemplateFunction* FindIn(std::span<const TemplateFunction> functions, std::string_view name) {
  const auto found = std::lower_bound(
      functions.begin(), functions.end(), name,
      [](const TemplateFunction& f, std::string_view wanted) { return f.name < wanted; });
  return found != functions.end() && found->name == name ? &*found : nullptr;
}

}  // namespace

constexpr TemplateType kAnyType = {.name = "a value"};
constexpr TemplateType kTextType = {.kind = Kind::kText, .name = "text"};
constexpr TemplateType kBoolType = {.kind = Kind::kBool, .name = "true or false"};
constexpr TemplateType kIntegerType = {.kind = Kind::kInteger, .name = "a whole number"};
constexpr TemplateType kFloatType = {.kind = Kind::kFloat, .name = "a number"};

constexpr TemplateType kAlertLabels = {
    .kind = Kind::kMap, .name = "the alert's labels", .element = &kTextType};
constexpr TemplateType kExternalLabels = {
    .kind = Kind::kMap, .name = "the external labels", .element = &kTextType};

namespace {

// A value is a number, or a native histogram with these fields and methods.
constexpr TemplateField kHistogramFields[] = {
    {"AllBucketIterator", &kAnyType, "All buckets from the lowest on: `Next` and `At`."},
    {"AllReverseBucketIterator", &kAnyType, "All buckets from the highest on."},
    {"Compact", &kAnyType, "The histogram without empty buckets, up to so many together."},
    {"Copy", &kAnyType, "The histogram itself."},
    {"CopyToSchema", &kAnyType, "The histogram with coarser buckets."},
    {"Count", &kFloatType, "The number of observations."},
    {"CounterResetHint", &kAnyType, "The counter reset hint."},
    {"CustomValues", &kAnyType, "The bounds of custom buckets."},
    {"DetectReset", &kBoolType, "Whether the counter was reset since another histogram."},
    {"Div", &kAnyType, "The histogram divided by a number."},
    {"Equals", &kBoolType, "Whether another histogram is the same."},
    {"HasOverflow", &kBoolType, "Whether a bucket is too large to count."},
    {"Mul", &kAnyType, "The histogram times a number."},
    {"NegativeBucketIterator", &kAnyType, "The negative buckets from zero on."},
    {"NegativeBuckets", &kAnyType, "The counts of negative buckets."},
    {"NegativeReverseBucketIterator", &kAnyType, "The negative buckets up to zero."},
    {"NegativeSpans", &kAnyType, "Where the negative buckets lie."},
    {"PositiveBucketIterator", &kAnyType, "The positive buckets from zero on."},
    {"PositiveBuckets", &kAnyType, "The counts of positive buckets."},
    {"PositiveReverseBucketIterator", &kAnyType, "The positive buckets down to zero."},
    {"PositiveSpans", &kAnyType, "Where the positive buckets lie."},
    {"ReduceResolution", &kAnyType,
     "The reason why the buckets cannot be made coarser, or nothing."},
    {"Schema", &kIntegerType, "How fine the buckets are."},
    {"Size", &kIntegerType, "The memory it takes, in bytes."},
    {"String", &kTextType, "The histogram as text."},
    {"Sum", &kFloatType, "The sum of observations."},
    {"TestExpression", &kTextType, "The histogram as rule tests write it."},
    {"TrimBuckets", &kAnyType, "What lies below a number, or else above it."},
    {"UsesCustomBuckets", &kBoolType, "Whether its buckets have custom bounds."},
    {"Validate", &kAnyType, "The reason why the histogram is not valid, or nothing."},
    {"ZeroBucket", &kAnyType, "The bucket around zero."},
    {"ZeroCount", &kFloatType, "The number of observations around zero."},
    {"ZeroThreshold", &kFloatType, "How wide the bucket around zero is."},
};

}  // namespace

constexpr TemplateType kSampleValue = {
    .kind = Kind::kFloat, .name = "a value", .fields = kHistogramFields};
constexpr TemplateType kAlertValue = {
    .kind = Kind::kFloat, .name = "the alert's value", .fields = kHistogramFields};

namespace {

constexpr TemplateField kAlertFields[] = {
    {"ExternalLabels", &kExternalLabels, "The external_labels of the server."},
    {"ExternalURL", &kTextType, "The external URL of the server."},
    {"Labels", &kAlertLabels, "The labels of the series that made the alert fire."},
    {"Value", &kAlertValue, "The value of the expression."},
};
constexpr TemplateType kAlertData = {
    .kind = Kind::kStruct, .name = "the alert", .fields = kAlertFields};

constexpr TemplateVariable kAlertVariables[] = {
    {"$labels", &kAlertLabels, "The labels of the series that made the alert fire."},
    {"$externalLabels", &kExternalLabels, "The external_labels of the server."},
    {"$externalURL", &kTextType, "The external URL of the server."},
    {"$value", &kAlertValue, "The value of the expression."},
};

}  // namespace

const TemplateEnvironment& PrometheusEnvironment() {
  static const TemplateEnvironment environment = {
      .name = "an alert's label or annotation",
      .functions = AlertFunctions(),
      .variables = kAlertVariables,
      .dot = &kAlertData,
      .prefix =
          "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
          "{{$externalURL := .ExternalURL}}{{$value := .Value}}",
      .foreign_functions = ForeignToRules(),
  };
  return environment;
}

const ForeignName* FindForeign(std::span<const ForeignName> names, std::string_view name) {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const ForeignName& each) { return each.name == name; });
  return found == names.end() ? nullptr : &*found;
}

const TemplateFunction* FindFunction(const TemplateEnvironment& environment,
                                     std::string_view name) {
  const TemplateFunction* found = FindIn(environment.functions, name);
  return found != nullptr ? found : FindIn(BuiltinFunctions(), name);
}

}  // namespace check::gotemplate
