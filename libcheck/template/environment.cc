#include "libcheck/template/environment.h"

#include <algorithm>

namespace check::gotemplate {
namespace {

using Kind = TemplateType::Kind;

constexpr std::int8_t kAnyNumber = -1;

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
    {"CounterResetHint", &kAnyType, "What is known of counter resets."},
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
    {"ReduceResolution", &kAnyType, "Why the buckets cannot be made coarser, or nothing."},
    {"Schema", &kIntegerType, "How fine the buckets are."},
    {"Size", &kIntegerType, "The memory it takes, in bytes."},
    {"String", &kTextType, "The histogram as text."},
    {"Sum", &kFloatType, "The sum of observations."},
    {"TestExpression", &kTextType, "The histogram as rule tests write it."},
    {"TrimBuckets", &kAnyType, "What lies below a number, or else above it."},
    {"UsesCustomBuckets", &kBoolType, "Whether its buckets have custom bounds."},
    {"Validate", &kAnyType, "Why the histogram is not valid, or nothing."},
    {"ZeroBucket", &kAnyType, "The bucket around zero."},
    {"ZeroCount", &kFloatType, "The number of observations around zero."},
    {"ZeroThreshold", &kFloatType, "How wide the bucket around zero is."},
};

constexpr TemplateType kSampleLabels = {
    .kind = Kind::kMap, .name = "the labels of a query's result", .element = &kTextType};
constexpr TemplateType kSampleValue = {
    .kind = Kind::kFloat, .name = "a value", .fields = kHistogramFields};
constexpr TemplateField kSampleFields[] = {
    {"Labels", &kSampleLabels, "The labels of the series."},
    {"Value", &kSampleValue, "The value of the series."},
};
constexpr TemplateType kSample = {
    .kind = Kind::kStruct, .name = "one result of a query", .fields = kSampleFields};
constexpr TemplateType kQueryResult = {
    .kind = Kind::kList, .name = "the result of a query", .element = &kSample};
constexpr TemplateType kArguments = {
    .kind = Kind::kMap, .name = "a list of arguments", .element = &kAnyType};

}  // namespace

constexpr TemplateType kAlertValue = {
    .kind = Kind::kFloat, .name = "the alert's value", .fields = kHistogramFields};

namespace {

constexpr TemplateField kAlertFields[] = {
    {"ExternalLabels", &kExternalLabels, "The external_labels of the server."},
    {"ExternalURL", &kTextType, "The address under which the server is known."},
    {"Labels", &kAlertLabels, "The labels of the series that made the alert fire."},
    {"Value", &kAlertValue, "What the expression gave."},
};
constexpr TemplateType kAlertData = {
    .kind = Kind::kStruct, .name = "the alert", .fields = kAlertFields};

constexpr TemplateVariable kAlertVariables[] = {
    {"$labels", &kAlertLabels, "The labels of the series that made the alert fire."},
    {"$externalLabels", &kExternalLabels, "The external_labels of the server."},
    {"$externalURL", &kTextType, "The address under which the server is known."},
    {"$value", &kAlertValue, "What the expression gave."},
};

// Sorted by name, capitals first.
constexpr TemplateFunction kAlertFunctions[] = {
    {"args",
     0,
     kAnyNumber,
     &kArguments,
     {},
     "args VALUE...",
     "Gathers values as `.arg0`, `.arg1` and so on, to hand them to a template."},
    {"externalURL",
     0,
     0,
     &kTextType,
     {},
     "externalURL",
     "The address under which the server is known."},
    {"first",
     1,
     1,
     &kSample,
     {&kQueryResult},
     "first RESULT",
     "The first element of a query's result; fails if there is none."},
    {"graphLink",
     1,
     1,
     &kTextType,
     {&kTextType},
     "graphLink EXPRESSION",
     "The path of the server's graph page for an expression."},
    {"humanize",
     1,
     1,
     &kTextType,
     {&kFloatType},
     "humanize NUMBER",
     "A number with four digits and a metric prefix: `12.35k`."},
    {"humanize1024",
     1,
     1,
     &kTextType,
     {&kFloatType},
     "humanize1024 NUMBER",
     "A number with four digits and a binary prefix: `12.06ki`."},
    {"humanizeDuration",
     1,
     1,
     &kTextType,
     {&kFloatType},
     "humanizeDuration SECONDS",
     "Seconds as days, hours, minutes and seconds: `1h 5m 0s`."},
    {"humanizePercentage",
     1,
     1,
     &kTextType,
     {&kFloatType},
     "humanizePercentage RATIO",
     "A ratio as a percentage: 0.5 gives `50%`."},
    {"humanizeTimestamp",
     1,
     1,
     &kTextType,
     {&kFloatType},
     "humanizeTimestamp SECONDS",
     "A Unix time as a date and time in UTC."},
    {"label",
     2,
     2,
     &kTextType,
     {&kTextType, &kSample},
     "label NAME SAMPLE",
     "The value of a label of one element of a query's result."},
    {"match",
     2,
     2,
     &kBoolType,
     {&kTextType, &kTextType},
     "match PATTERN TEXT",
     "Whether a regular expression is found anywhere in a text."},
    {"now", 0, 0, &kFloatType, {}, "now", "The time of the evaluation in seconds since 1970."},
    {"parseDuration",
     1,
     1,
     &kFloatType,
     {&kTextType},
     "parseDuration TEXT",
     "A duration such as `1h30m` in seconds."},
    {"pathPrefix",
     0,
     0,
     &kTextType,
     {},
     "pathPrefix",
     "The path of the address under which the server is known."},
    {"query",
     1,
     1,
     &kQueryResult,
     {&kTextType},
     "query EXPRESSION",
     "Evaluates a PromQL expression and gives a list of results."},
    {"reReplaceAll",
     3,
     3,
     &kTextType,
     {&kTextType, &kTextType, &kTextType},
     "reReplaceAll PATTERN REPLACEMENT TEXT",
     "Replaces all that a regular expression matches; `$1` stands for its first group."},
    {"safeHtml",
     1,
     1,
     &kTextType,
     {&kTextType},
     "safeHtml TEXT",
     "Text that console pages need not escape; changes nothing in alerts."},
    {"sortByLabel",
     2,
     2,
     &kQueryResult,
     {&kTextType, &kQueryResult},
     "sortByLabel NAME RESULT",
     "Sorts a query's result by the value of a label."},
    {"stripDomain",
     1,
     1,
     &kTextType,
     {&kTextType},
     "stripDomain HOST",
     "A host's name without its domain; keeps the port and leaves addresses alone."},
    {"stripPort", 1, 1, &kTextType, {&kTextType}, "stripPort HOST", "A host without its port."},
    {"strvalue",
     1,
     1,
     &kTextType,
     {&kSample},
     "strvalue SAMPLE",
     "The `__value__` label of one element of a query's result."},
    {"tableLink",
     1,
     1,
     &kTextType,
     {&kTextType},
     "tableLink EXPRESSION",
     "The path of the server's table page for an expression."},
    {"title",
     1,
     1,
     &kTextType,
     {&kTextType},
     "title TEXT",
     "Text with the first letter of each word in upper case."},
    {"toDuration",
     1,
     1,
     &kAnyType,
     {&kFloatType},
     "toDuration SECONDS",
     "Seconds as a Go duration."},
    {"toLower", 1, 1, &kTextType, {&kTextType}, "toLower TEXT", "Text in lower case."},
    {"toTime",
     1,
     1,
     &kAnyType,
     {&kFloatType},
     "toTime SECONDS",
     "A Unix time as a Go time in UTC."},
    {"toUpper", 1, 1, &kTextType, {&kTextType}, "toUpper TEXT", "Text in upper case."},
    {"urlQueryEscape",
     1,
     1,
     &kTextType,
     {&kTextType},
     "urlQueryEscape TEXT",
     "Text as it can stand in the query part of an address."},
    {"value",
     1,
     1,
     &kSampleValue,
     {&kSample},
     "value SAMPLE",
     "The value of one element of a query's result."},
};

constexpr TemplateFunction kBuiltinFunctions[] = {
    {"and",
     1,
     kAnyNumber,
     &kAnyType,
     {},
     "and VALUE...",
     "The first argument that is empty, or else the last."},
    {"call",
     1,
     kAnyNumber,
     &kAnyType,
     {},
     "call FUNCTION VALUE...",
     "Calls a value that is a function."},
    {"eq",
     2,
     kAnyNumber,
     &kBoolType,
     {},
     "eq VALUE OTHER...",
     "Whether the first argument equals one of the others."},
    {"ge", 2, 2, &kBoolType, {}, "ge A B", "Whether A is greater than or equal to B."},
    {"gt", 2, 2, &kBoolType, {}, "gt A B", "Whether A is greater than B."},
    {"html", 0, kAnyNumber, &kTextType, {}, "html VALUE...", "Text escaped for HTML."},
    {"index",
     1,
     kAnyNumber,
     &kAnyType,
     {},
     "index COLLECTION KEY...",
     "Looks up a key or a position, then the next one in what was found."},
    {"js", 0, kAnyNumber, &kTextType, {}, "js VALUE...", "Text escaped for JavaScript."},
    {"le", 2, 2, &kBoolType, {}, "le A B", "Whether A is less than or equal to B."},
    {"len", 1, 1, &kIntegerType, {}, "len VALUE", "The number of elements, or of bytes of a text."},
    {"lt", 2, 2, &kBoolType, {}, "lt A B", "Whether A is less than B."},
    {"ne", 2, 2, &kBoolType, {}, "ne A B", "Whether A and B differ."},
    {"not", 1, 1, &kBoolType, {}, "not VALUE", "Whether a value is empty: false, 0, no text."},
    {"or",
     1,
     kAnyNumber,
     &kAnyType,
     {},
     "or VALUE...",
     "The first argument that is not empty, or else the last."},
    {"print",
     0,
     kAnyNumber,
     &kTextType,
     {},
     "print VALUE...",
     "Values as text, one after the other."},
    {"printf",
     1,
     kAnyNumber,
     &kTextType,
     {&kTextType},
     "printf FORMAT VALUE...",
     "Values as a format says: `%.2f`, `%s`, `%q`."},
    {"println",
     0,
     kAnyNumber,
     &kTextType,
     {},
     "println VALUE...",
     "Values as text with spaces between them and a line break."},
    {"slice", 1, 4, &kAnyType, {}, "slice TEXT FROM TO", "Part of a text or list."},
    {"urlquery",
     0,
     kAnyNumber,
     &kTextType,
     {},
     "urlquery VALUE...",
     "Text as it can stand in the query part of an address."},
};

constexpr TemplateEnvironment kPrometheusEnvironment = {
    .name = "an alert's label or annotation",
    .functions = kAlertFunctions,
    .variables = kAlertVariables,
    .dot = &kAlertData,
    .prefix =
        "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
        "{{$externalURL := .ExternalURL}}{{$value := .Value}}",
};

}  // namespace

std::span<const TemplateFunction> BuiltinFunctions() { return kBuiltinFunctions; }

const TemplateEnvironment& PrometheusEnvironment() { return kPrometheusEnvironment; }

const TemplateFunction* FindFunction(const TemplateEnvironment& environment,
                                     std::string_view name) {
  const TemplateFunction* found = FindIn(environment.functions, name);
  return found != nullptr ? found : FindIn(kBuiltinFunctions, name);
}

}  // namespace check::gotemplate
