// The functions that Alertmanager adds for notifications.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/base64.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/title_case.h"
#include "libcheck/base/unicode.h"
#include "libcheck/base/utf8.h"
#include "libcheck/template/alertmanager.h"
#include "libcheck/template/alertmanager_context.h"
#include "libcheck/template/go_json.h"
#include "libcheck/template/shared_functions.h"
#include "libcheck/template/time_value.h"

namespace check::gotemplate {
namespace {

NotificationContext& ContextOf(const GoCall& call) {
  return **static_cast<NotificationContext* const*>(call.execution.context());
}

const GoTime& TimeOf(const GoCall& call, std::size_t argument) {
  return *static_cast<const GoTime*>(call.arguments[argument].object);
}

bool GiveTime(GoCall& call, const GoTime& time) {
  return call.execution.Reserve(sizeof(GoTime)) &&
         Give(call, MakeTime(time, call.execution.arena()));
}

bool GiveTrimmed(GoCall& call) {
  const std::string_view text = TextOf(call);
  std::size_t begin = text.size();
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Rune rune = DecodeRune(text.substr(at));
    const std::size_t after = at + rune.size;
    if (!IsUnicodeSpace(rune.code_point)) {
      begin = std::min(begin, at);
      end = after;
    }
    at = after;
  }
  return Give(call, MakeString(begin < end ? text.substr(begin, end - begin) : ""));
}

bool GiveJoined(GoCall& call) {
  std::string text;
  bool first = true;
  for (const GoValue& element : call.arguments[1].elements()) {
    if (!std::exchange(first, false)) text += TextOf(call);
    text += element.string();
    if (text.size() > call.execution.memory_left()) break;
  }
  return GiveString(call, text);
}

bool GiveUrl(GoCall& call) { return Give(call, MakeString(TextOf(call), kGoUrl)); }

// url.QueryUnescape
bool GiveUnescaped(GoCall& call) {
  const std::string_view text = TextOf(call);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const std::string_view escape = text.substr(i, 3);
    if (escape.size() < 3 || !IsHexDigit(escape[1]) || !IsHexDigit(escape[2])) {
      return Failed(call, "invalid URL escape " + GoQuote(escape));
    }
    out += static_cast<char>(HexValue(escape[1]) * 16 + HexValue(escape[2]));
    i += 2;
  }
  return GiveString(call, out);
}

// The arguments as a list of their own.
bool GiveArguments(GoCall& call, const GoType& type) {
  if (!call.execution.Reserve(call.arguments.size() * sizeof(GoValue))) return false;
  std::vector<GoValue> elements;
  for (const GoValue& argument : call.arguments) {
    elements.push_back(type.element == &kGoAny ? argument.Boxed() : argument);
  }
  return Give(call, MakeSlice(call.execution.arena().Copy(elements), type));
}

bool GiveStrings(GoCall& call) { return GiveArguments(call, kGoStringSlice); }
bool GiveAnyList(GoCall& call) { return GiveArguments(call, kGoAnySlice); }

bool GiveAppended(GoCall& call) {
  const auto before = call.arguments[0].elements();
  const auto more = call.arguments.subspan(1);
  if (more.empty()) return Give(call, call.arguments[0]);
  if (!call.execution.Reserve((before.size() + more.size()) * sizeof(GoValue))) return false;
  std::vector<GoValue> elements(before.begin(), before.end());
  for (const GoValue& element : more) elements.push_back(element.Boxed());
  return Give(call, MakeSlice(call.execution.arena().Copy(elements), kGoAnySlice));
}

bool GiveDict(GoCall& call) {
  const auto arguments = call.arguments;
  if (arguments.size() % 2 != 0) {
    return Failed(call, "dict requires an even number of arguments");
  }
  if (!call.execution.Reserve(arguments.size() * sizeof(GoEntry))) return false;
  std::vector<GoEntry> entries;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    if (arguments[i].type != &kGoString) return Failed(call, "dict keys must be strings");
    entries.push_back({arguments[i].string(), arguments[i + 1].Boxed()});
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const GoEntry& a, const GoEntry& b) { return a.key < b.key; });
  // Of several with one key the last counts.
  std::vector<GoEntry> kept;
  for (const GoEntry& entry : entries) {
    if (!kept.empty() && kept.back().key == entry.key) kept.pop_back();
    kept.push_back(entry);
  }
  return Give(call, MakeMap(call.execution.arena().Copy(kept)));
}

bool GiveDate(GoCall& call) {
  return GiveString(call, FormatGoTime(TimeOf(call, 1), TextOf(call)));
}

bool GiveTimeIn(GoCall& call) {
  GoTime time = TimeOf(call, 1);
  const std::string_view name = TextOf(call);
  if (name == "Local") {
    time.location = &kLocalTime;
  } else if (name.empty() || name == "UTC") {
    time.location = nullptr;
  } else {
    const auto zone = TimeZone::Load(name);
    if (!zone.ok()) return Failed(call, zone.error().message);
    if (!call.execution.Reserve(sizeof(GoLocation))) return false;
    time.location =
        call.execution.arena().New<GoLocation>(GoLocation{.name = (*zone)->name(), .zone = *zone});
  }
  return GiveTime(call, time);
}

bool GiveNow(GoCall& call) { return GiveTime(call, ContextOf(call).now); }

bool GiveSince(GoCall& call) {
  return Give(call, MakeDuration(Subtract(ContextOf(call).now, TimeOf(call, 0))));
}

// A time that cannot be read is the zero time, or else an error.
template <bool must>
bool GiveParsedTime(GoCall& call) {
  std::string error;
  if (!call.execution.Reserve(sizeof(GoLocation) + TextOf(call, 1).size())) return false;
  const auto time = ParseGoTime(TextOf(call, 0), TextOf(call, 1), call.execution.arena(), error);
  if (must && !time) return Failed(call, error);
  return GiveTime(call, time.value_or(kZeroTime));
}

bool GiveJson(GoCall& call) {
  std::string json;
  const std::size_t limit = call.execution.memory_left();
  if (!AppendGoJson(json, call.arguments[0], limit, call.execution.arena(), call.error)) {
    return false;
  }
  return GiveString(call, json);
}

bool GiveBase64(GoCall& call) {
  std::string text = EncodeBase64(TextOf(call));
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return GiveString(call, text);
}

bool GiveFromBase64(GoCall& call) {
  const Base64Text decoded = DecodeBase64Url(TextOf(call));
  if (decoded.fault) {
    return Failed(call, fmt::format("illegal base64 data at input byte {}", *decoded.fault));
  }
  return GiveString(call, decoded.bytes);
}

bool GiveRouteLabel(GoCall& call) { return ContextOf(call).GiveRouteLabel(call); }

constexpr GoSignature kOfNothing = {};
constexpr GoSignature kOfAny = {.parameters = {&kGoAny}, .count = 1};
constexpr GoSignature kOfText = {.parameters = {&kGoString}, .count = 1};
constexpr GoSignature kOfTexts = {.parameters = {&kGoString, &kGoString}, .count = 2};
constexpr GoSignature kOfAnything = {.parameters = {&kGoAny}, .count = 1, .is_variadic = true};
constexpr GoSignature kOfTextAndTime = {.parameters = {&kGoString, &kGoTime}, .count = 2};

constexpr TemplateType kAnyList = {
    .kind = TemplateType::Kind::kList, .name = "a list", .element = &kAnyType};
constexpr TemplateType kTextList = {
    .kind = TemplateType::Kind::kList, .name = "a list of texts", .element = &kTextType};
constexpr TemplateType kDictionary = {
    .kind = TemplateType::Kind::kMap, .name = "a dictionary", .element = &kAnyType};

// A function that release `since` brought.
constexpr TemplateFunction Since(std::string_view since, TemplateFunction function) {
  function.since = since;
  return function;
}

constexpr TemplateFunction kFunctions[] = {
    Since("0.32", {{"append",
                    {.parameters = {&kGoAnySlice, &kGoAny}, .count = 2, .is_variadic = true},
                    GiveAppended},
                   &kAnyList,
                   {},
                   "append LIST VALUE...",
                   "A list with more values at its end."}),
    Since("0.34",
          {{"base64decode", kOfText, GiveFromBase64},
           &kTextType,
           {&kTextType},
           "base64decode TEXT",
           "The text that base64encode encoded; fails if the text is not base64 for URLs."}),
    Since("0.34", {{"base64encode", kOfText, GiveBase64},
                   &kTextType,
                   {&kTextType},
                   "base64encode TEXT",
                   "Text in base64 with the alphabet for URLs."}),
    Since("0.28", {{"date", kOfTextAndTime, GiveDate},
                   &kTextType,
                   {&kTextType, &kTimeType},
                   "date LAYOUT TIME",
                   "A time in a Go layout: `2006-01-02 15:04`."}),
    Since("0.32", {{"dict", kOfAnything, GiveDict},
                   &kDictionary,
                   {},
                   "dict KEY VALUE...",
                   "A map of texts to values, to pass several values to a template."}),
    Since("0.28", {{"humanizeDuration", kOfAny, GiveHumanizedDuration},
                   &kTextType,
                   {&kFloatType},
                   "humanizeDuration SECONDS",
                   "Seconds, or a duration, as days, hours, minutes and seconds: `1h 5m 0s`."}),
    {{"join", {.parameters = {&kGoString, &kGoStringSlice}, .count = 2}, GiveJoined},
     &kTextType,
     {&kTextType},
     "join SEPARATOR TEXTS",
     "Texts with a separator between them."},
    Since("0.32", {{"list", kOfAnything, GiveAnyList},
                   &kAnyList,
                   {},
                   "list VALUE...",
                   "A list of any values."}),
    {{"match", kOfTexts, GiveMatch},
     &kBoolType,
     {&kTextType, &kTextType},
     "match PATTERN TEXT",
     "Whether a regular expression matches anywhere in a string."},
    Since("0.34", {{"mustToDate", kOfTexts, GiveParsedTime<true>},
                   &kTimeType,
                   {&kTextType, &kTextType},
                   "mustToDate LAYOUT TEXT",
                   "The time in a text, parsed with a Go layout; fails if it cannot be parsed."}),
    Since("0.33",
          {{"now", kOfNothing, GiveNow}, &kTimeType, {}, "now", "The time of the notification."}),
    {{"reReplaceAll",
      {.parameters = {&kGoString, &kGoString, &kGoString}, .count = 3},
      GiveReplaced},
     &kTextType,
     {&kTextType, &kTextType, &kTextType},
     "reReplaceAll PATTERN REPLACEMENT TEXT",
     "Replaces all matches of a regular expression; `$1` is its first group."},
    Since("0.34", {{"routeLabels", kOfText, GiveRouteLabel},
                   &kTextType,
                   {&kTextType},
                   "routeLabels NAME",
                   "A label of the route, expanded; empty if it does not exist."}),
    {{"safeHtml", kOfText, GiveHtml},
     &kTextType,
     {&kTextType},
     "safeHtml TEXT",
     "Text that e-mails show as HTML instead of escaping it."},
    {{"safeUrl", kOfText, GiveUrl},
     &kTextType,
     {&kTextType},
     "safeUrl TEXT",
     "A URL that e-mails link to, whatever its scheme."},
    Since("0.28", {{"since", {.parameters = {&kGoTime}, .count = 1}, GiveSince},
                   &kAnyType,
                   {&kTimeType},
                   "since TIME",
                   "The duration from a time to now."}),
    {{"stringSlice", {.parameters = {&kGoString}, .count = 1, .is_variadic = true}, GiveStrings},
     &kTextList,
     {},
     "stringSlice TEXT...",
     "A list of texts, as `join` and `.Remove` take it."},
    {{"title", kOfText, GiveMapped<ToTitleOnly>},
     &kTextType,
     {&kTextType},
     "title TEXT",
     "Text with the first letter of each word in upper case, the others in lower case."},
    Since("0.34", {{"toDate", kOfTexts, GiveParsedTime<false>},
                   &kTimeType,
                   {&kTextType, &kTextType},
                   "toDate LAYOUT TEXT",
                   "The time in a text, parsed with a Go layout; year 1 if it cannot be parsed."}),
    Since("0.30",
          {{"toJson", kOfAny, GiveJson}, &kTextType, {}, "toJson VALUE", "A value as JSON."}),
    {{"toLower", kOfText, GiveMapped<ToLower>},
     &kTextType,
     {&kTextType},
     "toLower TEXT",
     "Text in lower case."},
    {{"toUpper", kOfText, GiveMapped<ToUpper>},
     &kTextType,
     {&kTextType},
     "toUpper TEXT",
     "Text in upper case."},
    Since("0.26", {{"trimSpace", kOfText, GiveTrimmed},
                   &kTextType,
                   {&kTextType},
                   "trimSpace TEXT",
                   "Text without the white space around it."}),
    Since("0.28", {{"tz", kOfTextAndTime, GiveTimeIn},
                   &kTimeType,
                   {&kTextType, &kTimeType},
                   "tz ZONE TIME",
                   "A time in a time zone: `Europe/Paris`."}),
    Since("0.30", {{"urlUnescape", kOfText, GiveUnescaped},
                   &kTextType,
                   {&kTextType},
                   "urlUnescape TEXT",
                   "Text without the escapes of a URL query."}),
};
static_assert(IsSorted(kFunctions));

}  // namespace

std::span<const TemplateFunction> AlertmanagerFunctions() { return kFunctions; }

}  // namespace check::gotemplate
