// The functions that Prometheus adds for alerts.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/text.h"
#include "libcheck/base/title_case.h"
#include "libcheck/base/utf8.h"
#include "libcheck/template/escape.h"
#include "libcheck/template/expand.h"
#include "libcheck/template/host.h"
#include "libcheck/template/humanize.h"
#include "libcheck/template/shared_functions.h"
#include "libcheck/template/time_value.h"

namespace check::gotemplate {
namespace {

const PrometheusTemplateInput& InputOf(const GoCall& call) {
  return *static_cast<const PrometheusTemplateInput*>(call.execution.context());
}

template <std::string (*format)(double)>
bool GiveNumber(GoCall& call) {
  const auto number = NumberOf(call, call.arguments[0]);
  return number && GiveString(call, format(*number));
}

// A Unix time as time.Time, in whole milliseconds. Nothing: the call's error says why.
std::optional<GoTime> TimeOf(GoCall& call, double seconds) {
  constexpr double kLimit = 9'223'372'036'854'775'808.0;
  const double nanoseconds = seconds * 1e9;
  if (nanoseconds > kLimit || nanoseconds < -kLimit) {
    call.error = FormatGoFloat(seconds, 'g', -1) +
                 " cannot be represented as a nanoseconds timestamp since it overflows int64";
    return std::nullopt;
  }
  const std::int64_t milliseconds = ToInt64(nanoseconds) / 1'000'000;
  std::int64_t whole = milliseconds / 1000;
  std::int64_t rest = milliseconds % 1000;
  if (rest < 0) {
    rest += 1000;
    --whole;
  }
  return GoTime{whole, static_cast<std::int32_t>(rest * 1'000'000)};
}

bool ToTime(GoCall& call) {
  const auto number = NumberOf(call, call.arguments[0]);
  if (!number) return false;
  if (!std::isfinite(*number)) return Failed(call, "value is NaN or Inf");
  const auto time = TimeOf(call, *number);
  if (!time || !call.execution.Reserve(sizeof(GoTime))) return false;
  return Give(call, MakeTimePointer(*time, call.execution.arena()));
}

bool HumanizeTimestamp(GoCall& call) {
  const auto number = NumberOf(call, call.arguments[0]);
  if (!number) return false;
  if (!std::isfinite(*number)) return GiveString(call, FormatGoFloat(*number, 'g', 4));
  const auto time = TimeOf(call, *number);
  return time && GiveString(call, FormatGoTime(*time, "2006-01-02 15:04:05.999999999 -0700 MST"));
}

bool ToDuration(GoCall& call) {
  const auto number = NumberOf(call, call.arguments[0]);
  if (!number || !call.execution.Reserve(sizeof(GoValue))) return false;
  return Give(call, MakeDurationPointer(ToInt64(*number * 1e9), call.execution.arena()));
}

bool ParseDuration(GoCall& call) {
  std::string_view text = TextOf(call);
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const auto duration = ParsePrometheusDuration(text);
  if (!duration.ok()) return Failed(call, duration.error().message);
  const std::int64_t nanoseconds = duration->count();
  return Give(call, MakeFloat(static_cast<double>(negative ? -nanoseconds : nanoseconds) / 1e9));
}

bool Now(GoCall& call) {
  return Give(call, MakeFloat(static_cast<double>(InputOf(call).time_ms) / 1000.0));
}

bool ExternalUrlText(GoCall& call) {
  const ExternalUrl* url = InputOf(call).url;
  return url != nullptr ? Give(call, MakeString(url->text)) : Failed(call, kNilDereference);
}

bool PathPrefix(GoCall& call) {
  const ExternalUrl* url = InputOf(call).url;
  return url != nullptr ? Give(call, MakeString(url->path)) : Failed(call, kNilDereference);
}

bool GraphLink(GoCall& call) {
  return GiveString(call, "/graph?g0.expr=" + FormEncode(TextOf(call)) + "&g0.tab=0");
}

bool TableLink(GoCall& call) {
  return GiveString(call, "/graph?g0.expr=" + FormEncode(TextOf(call)) + "&g0.tab=1");
}

// args: a map of arg0, arg1 and so on.
bool Args(GoCall& call) {
  const std::size_t count = call.arguments.size();
  if (!call.execution.Reserve(count * sizeof(GoEntry))) return false;
  std::vector<GoEntry> entries;
  for (std::size_t i = 0; i < count; ++i) {
    const GoValue key = call.execution.KeepString("arg" + std::to_string(i));
    entries.push_back({key.string(), call.arguments[i].Boxed()});
  }
  std::sort(entries.begin(), entries.end(),
            [](const GoEntry& a, const GoEntry& b) { return a.key < b.key; });
  return Give(call, MakeMap(call.execution.arena().Copy(entries)));
}

const SampleObject* SampleOf(const GoCall& call, std::size_t argument) {
  return static_cast<const SampleObject*>(call.arguments[argument].object);
}

std::string_view LabelOf(const SampleObject& sample, std::string_view name) {
  const auto value = MapFind(MakeStringMap(sample.labels), name);
  return value ? value->string() : std::string_view();
}

bool Query(GoCall& call) {
  const PrometheusTemplateInput& input = InputOf(call);
  if (input.queries == nullptr) return Failed(call, kNilDereference);
  const auto samples = input.queries->Query(TextOf(call), input.time_ms);
  if (!samples.ok()) return Failed(call, samples.error().message);
  Execution& execution = call.execution;
  std::size_t bytes = 0;
  for (const QuerySample& sample : *samples) {
    bytes += sizeof(SampleObject) + sizeof(GoValue) + sample.labels.size() * sizeof(TextPair);
  }
  if (!execution.Reserve(bytes)) return false;
  std::vector<GoValue> elements;
  elements.reserve(samples->size());
  for (const QuerySample& sample : *samples) {
    const auto* object = execution.arena().New<SampleObject>(
        execution.arena().Copy(sample.labels),
        MakeSampleValue(sample.value, sample.histogram).Boxed());
    elements.push_back(MakeObject(object, kSamplePointerType));
  }
  return Give(call, MakeSlice(execution.arena().Copy(elements), kQueryResultType));
}

bool First(GoCall& call) {
  const auto elements = call.arguments[0].elements();
  if (elements.empty()) return Failed(call, "first() called on vector with no elements");
  return Give(call, elements[0]);
}

bool Label(GoCall& call) {
  const SampleObject* sample = SampleOf(call, 1);
  if (sample == nullptr) return Failed(call, kNilDereference);
  return Give(call, MakeString(LabelOf(*sample, TextOf(call))));
}

bool Value(GoCall& call) {
  const SampleObject* sample = SampleOf(call, 0);
  if (sample == nullptr) return Failed(call, kNilDereference);
  return Give(call, sample->value);
}

bool StrValue(GoCall& call) {
  const SampleObject* sample = SampleOf(call, 0);
  if (sample == nullptr) return Failed(call, kNilDereference);
  return Give(call, MakeString(LabelOf(*sample, "__value__")));
}

// Prometheus: the result itself is sorted, wherever else it is held.
bool SortByLabel(GoCall& call) {
  const std::string_view name = TextOf(call);
  const auto elements = call.arguments[1].elements();
  if (!call.execution.Reserve(elements.size() * sizeof(GoValue))) return false;
  const auto label = [&](const GoValue& element) {
    return LabelOf(*static_cast<const SampleObject*>(element.object), name);
  };
  std::stable_sort(elements.begin(), elements.end(),
                   [&](const GoValue& a, const GoValue& b) { return label(a) < label(b); });
  return Give(call, call.arguments[1]);
}

constexpr GoField kSampleFields[] = {
    {"Labels", &kGoStringMap,
     [](const void* object, Arena&) {
       return MakeStringMap(static_cast<const SampleObject*>(object)->labels);
     }},
    {"Value", &kGoAny,
     [](const void* object, Arena&) { return static_cast<const SampleObject*>(object)->value; }},
};

constexpr GoSignature kOfNothing = {};
constexpr GoSignature kOfAny = {.parameters = {&kGoAny}, .count = 1};
constexpr GoSignature kOfText = {.parameters = {&kGoString}, .count = 1};
constexpr GoSignature kOfSample = {.parameters = {&kSamplePointerType}, .count = 1};

constexpr TemplateType kSampleLabels = {.kind = TemplateType::Kind::kMap,
                                        .name = "the labels of a query's result",
                                        .element = &kTextType};
constexpr TemplateField kOneSampleFields[] = {
    {"Labels", &kSampleLabels, "The labels of the series."},
    {"Value", &kSampleValue, "The value of the series."},
};
constexpr TemplateType kOneSample = {.kind = TemplateType::Kind::kStruct,
                                     .name = "one result of a query",
                                     .fields = kOneSampleFields};
constexpr TemplateType kResult = {
    .kind = TemplateType::Kind::kList, .name = "the result of a query", .element = &kOneSample};
constexpr TemplateType kArguments = {
    .kind = TemplateType::Kind::kMap, .name = "a list of arguments", .element = &kAnyType};

constexpr TemplateFunction kFunctions[] = {
    {{"args", {.parameters = {&kGoAny}, .count = 1, .is_variadic = true}, Args},
     &kArguments,
     {},
     "args VALUE...",
     "Collects values as `.arg0`, `.arg1` and so on, to pass them to a template."},
    {{"externalURL", kOfNothing, ExternalUrlText},
     &kTextType,
     {},
     "externalURL",
     "The external URL of the server."},
    {{"first", {.parameters = {&kQueryResultType}, .count = 1}, First},
     &kOneSample,
     {&kResult},
     "first RESULT",
     "The first element of a query's result; fails if there is none."},
    {{"graphLink", kOfText, GraphLink},
     &kTextType,
     {&kTextType},
     "graphLink EXPRESSION",
     "The path of the server's graph page for an expression."},
    {{"humanize", kOfAny, GiveNumber<Humanize>},
     &kTextType,
     {&kFloatType},
     "humanize NUMBER",
     "A number with four digits and a metric prefix: `12.35k`."},
    {{"humanize1024", kOfAny, GiveNumber<Humanize1024>},
     &kTextType,
     {&kFloatType},
     "humanize1024 NUMBER",
     "A number with four digits and a binary prefix: `12.06ki`."},
    {{"humanizeDuration", kOfAny, GiveHumanizedDuration},
     &kTextType,
     {&kFloatType},
     "humanizeDuration SECONDS",
     "Seconds as days, hours, minutes and seconds: `1h 5m 0s`."},
    {{"humanizePercentage", kOfAny, GiveNumber<HumanizePercentage>},
     &kTextType,
     {&kFloatType},
     "humanizePercentage RATIO",
     "A ratio as a percentage: 0.5 gives `50%`."},
    {{"humanizeTimestamp", kOfAny, HumanizeTimestamp},
     &kTextType,
     {&kFloatType},
     "humanizeTimestamp SECONDS",
     "A Unix time as a date and time in UTC."},
    {{"label", {.parameters = {&kGoString, &kSamplePointerType}, .count = 2}, Label},
     &kTextType,
     {&kTextType, &kOneSample},
     "label NAME SAMPLE",
     "The value of a label of one element of a query's result."},
    {{"match", {.parameters = {&kGoString, &kGoString}, .count = 2}, GiveMatch},
     &kBoolType,
     {&kTextType, &kTextType},
     "match PATTERN TEXT",
     "Whether a regular expression matches anywhere in a string."},
    {{"now", kOfNothing, Now},
     &kFloatType,
     {},
     "now",
     "The time of the evaluation in seconds since 1970."},
    {{"parseDuration", kOfText, ParseDuration},
     &kFloatType,
     {&kTextType},
     "parseDuration TEXT",
     "A duration such as `1h30m` in seconds."},
    {{"pathPrefix", kOfNothing, PathPrefix},
     &kTextType,
     {},
     "pathPrefix",
     "The path of the server's external URL."},
    {{"query", kOfText, Query},
     &kResult,
     {&kTextType},
     "query EXPRESSION",
     "Evaluates a PromQL expression and returns a list of results.",
     TemplateFunction::Role::kQueries},
    {{"reReplaceAll",
      {.parameters = {&kGoString, &kGoString, &kGoString}, .count = 3},
      GiveReplaced},
     &kTextType,
     {&kTextType, &kTextType, &kTextType},
     "reReplaceAll PATTERN REPLACEMENT TEXT",
     "Replaces all matches of a regular expression; `$1` is its first group."},
    {{"safeHtml", kOfText, GiveHtml},
     &kTextType,
     {&kTextType},
     "safeHtml TEXT",
     "Text that is not escaped on console pages; has no effect in alerts."},
    {{"sortByLabel", {.parameters = {&kGoString, &kQueryResultType}, .count = 2}, SortByLabel},
     &kResult,
     {&kTextType, &kResult},
     "sortByLabel NAME RESULT",
     "Sorts a query's result by the value of a label."},
    {{"stripDomain", kOfText, GiveMapped<StripDomain>},
     &kTextType,
     {&kTextType},
     "stripDomain HOST",
     "A host name without its domain; keeps the port, and leaves addresses unchanged."},
    {{"stripPort", kOfText, GiveMapped<StripPort>},
     &kTextType,
     {&kTextType},
     "stripPort HOST",
     "A host without its port."},
    {{"strvalue", kOfSample, StrValue},
     &kTextType,
     {&kOneSample},
     "strvalue SAMPLE",
     "The `__value__` label of one element of a query's result."},
    {{"tableLink", kOfText, TableLink},
     &kTextType,
     {&kTextType},
     "tableLink EXPRESSION",
     "The path of the server's table page for an expression."},
    {{"title", kOfText, GiveMapped<ToTitle>},
     &kTextType,
     {&kTextType},
     "title TEXT",
     "Text with the first letter of each word in upper case."},
    {{"toDuration", kOfAny, ToDuration},
     &kAnyType,
     {&kFloatType},
     "toDuration SECONDS",
     "Seconds as a Go duration."},
    {{"toLower", kOfText, GiveMapped<ToLower>},
     &kTextType,
     {&kTextType},
     "toLower TEXT",
     "Text in lower case."},
    {{"toTime", kOfAny, ToTime},
     &kAnyType,
     {&kFloatType},
     "toTime SECONDS",
     "A Unix time as a Go time in UTC."},
    {{"toUpper", kOfText, GiveMapped<ToUpper>},
     &kTextType,
     {&kTextType},
     "toUpper TEXT",
     "Text in upper case."},
    {{"urlQueryEscape", kOfText, GiveMapped<FormEncode>},
     &kTextType,
     {&kTextType},
     "urlQueryEscape TEXT",
     "Text escaped for the query part of a URL."},
    {{"value", kOfSample, Value},
     &kSampleValue,
     {&kOneSample},
     "value SAMPLE",
     "The value of one element of a query's result."},
};
static_assert(IsSorted(kFunctions));

}  // namespace

constexpr GoType kSampleType = {
    .kind = GoKind::kStruct, .name = "template.sample", .fields = kSampleFields};
constexpr GoType kSamplePointerType = {
    .kind = GoKind::kPointer, .name = "*template.sample", .element = &kSampleType};
constexpr GoType kQueryResultType = {
    .kind = GoKind::kSlice, .name = "template.queryResult", .element = &kSamplePointerType};

std::span<const TemplateFunction> AlertFunctions() { return kFunctions; }

}  // namespace check::gotemplate
