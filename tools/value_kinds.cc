#include "tools/value_kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <utility>

#include "libcheck/base/edit_distance.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "libcheck/config/alertmanager/features.h"
#include "libcheck/reference/reference.h"
#include "libcheck/report/coverage.h"
#include "libcheck/report/report.h"
#include "libcheck/report/test_run.h"
#include "libcheck/result/format.h"
#include "libcheck/slo/layouts.h"
#include "libcheck/slo/policy.h"
#include "libcheck/workspace/file_kind.h"
#include "libcheck/workspace/settings.h"
#include "tools/command.h"

namespace tools {
namespace {

using Completion = ValueKind::Completion;

std::vector<std::string> Codes() {
  std::vector<std::string> words;
  for (const check::CodeInfo* info : check::reference::AllCodes()) words.emplace_back(info->code);
  return words;
}

std::vector<std::string> AllNoneAndCodes() {
  std::vector<std::string> words = Codes();
  words.insert(words.begin(), {"all", "none"});
  return words;
}

std::vector<std::string> CodesAndFunctions() {
  std::vector<std::string> words = Codes();
  const auto names = check::reference::ReferenceNames();
  words.insert(words.end(), names.begin(), names.end());
  return words;
}

std::vector<std::string> Formats() {
  std::vector<std::string> words;
  for (const check::report::Format& format : check::report::AllFormats()) {
    words.emplace_back(format.name);
  }
  return words;
}

std::vector<std::string> ResultFormats() {
  std::vector<std::string> words;
  for (const check::report::TestFormat& format : check::report::AllTestFormats()) {
    words.emplace_back(format.name);
  }
  return words;
}

std::vector<std::string> CoverageFormats() {
  std::vector<std::string> words;
  for (const check::report::CoverageFormat* format : check::report::AllCoverageFormats()) {
    words.emplace_back(format->name);
  }
  return words;
}

std::vector<std::string> AlertmanagerFeatures() {
  std::vector<std::string> words;
  for (const auto& feature : check::config::alertmanager::Features()) {
    words.emplace_back(feature.name);
  }
  return words;
}

std::vector<std::string> ValueFormats() {
  std::vector<std::string> words;
  for (const check::result::Format& format : check::result::AllFormats()) {
    words.emplace_back(format.name);
  }
  return words;
}

std::vector<std::string> ListFormats() { return {"table", "csv", "json"}; }
std::vector<std::string> OutcomeFormats() { return {"text", "json", "csv"}; }
std::vector<std::string> SilenceStates() { return {"active", "pending", "expired", "all"}; }
std::vector<std::string> AlertStates() {
  return {"active", "silenced", "inhibited", "muted", "all"};
}
std::vector<std::string> TargetStates() { return {"active", "dropped", "any"}; }
std::vector<std::string> Severities() { return {"error", "warning", "info"}; }
std::vector<std::string> RuleTypes() { return {"alert", "record"}; }
std::vector<std::string> Sorts() { return {"value", "label"}; }
std::vector<std::string> Programs() { return {"promtool"}; }
std::vector<std::string> RouteFormats() { return {"tree", "json", "dot"}; }
std::vector<std::string> DiffFormats() { return {"text", "json", "markdown"}; }
std::vector<std::string> TraceFormats() { return {"text", "json"}; }
std::vector<std::string> Stages() { return {"scrape", "metric", "alert"}; }
std::vector<std::string> When() { return {"auto", "always", "never"}; }
std::vector<std::string> Calendars() { return {"day", "week", "month", "quarter", "year"}; }
std::vector<std::string> RuleFormats() { return {"rules", "prometheusrule"}; }
std::vector<std::string> Layouts() {
  std::vector<std::string> words;
  for (const check::slo::Layout* layout : check::slo::Layouts()) words.emplace_back(layout->name);
  return words;
}
std::vector<std::string> PageFormats() { return {"html", "json"}; }
std::vector<std::string> FigureFormats() { return {"text", "json", "csv", "plot"}; }
std::vector<std::string> Formulas() { return {"promql"}; }
std::vector<std::string> SeriesStarts() { return {"from-zero", "strict"}; }
std::vector<std::string> Policies() {
  std::vector<std::string> words;
  for (const check::slo::NamedPolicy& policy : check::slo::NamedPolicies()) {
    words.emplace_back(policy.name);
  }
  return words;
}
std::vector<std::string> Shells() { return {"bash", "zsh", "fish"}; }
std::vector<std::string> NameSchemes() { return {"utf8", "legacy"}; }
std::vector<std::string> MetricsFormats() { return {"auto", "prometheus", "openmetrics"}; }
std::vector<std::string> PushProtocols() { return {"auto", "1", "2"}; }
std::vector<std::string> MissingFiles() { return {"error", "warn", "ignore"}; }
std::vector<std::string> Versions() { return {"2.42", "2.53", "3.5", "3.14"}; }
std::vector<std::string> AlertmanagerVersions() { return {"0.27", "0.32", "0.33", "0.34"}; }
std::vector<std::string> TemplateTypes() { return {"text", "html"}; }
std::vector<std::string> AlertStatuses() { return {"firing", "resolved"}; }
std::vector<std::string> RenderingFormats() { return {"text", "json"}; }
std::vector<std::string> SchemaFormats() { return {"json-schema", "markdown"}; }
std::vector<std::string> FileKinds() {
  std::vector<std::string> words;
  for (const check::workspace::NamedSchema& schema : check::workspace::Schemas()) {
    words.emplace_back(schema.name);
  }
  // Those of several formats can be had together.
  for (const check::workspace::FileKind* kind : check::workspace::FileKinds()) {
    if (kind->schemas_of != nullptr) words.emplace_back(kind->name);
  }
  std::ranges::sort(words);
  return words;
}
std::vector<std::string> MatchTypes() { return {"=", "!=", "=~", "!~"}; }
std::vector<std::string> Features() {
  const auto names = check::workspace::FeatureNames();
  return {names.begin(), names.end()};
}

// Each word of the names of commands, once.
std::vector<std::string> CommandWords() {
  std::vector<std::string> words;
  for (const Command* command : AllCommands()) {
    if (command->hidden) continue;
    for (std::string_view rest = command->path; !rest.empty();) {
      const std::string word(check::TakeUpTo(rest, ' '));
      if (std::ranges::find(words, word) == words.end()) words.push_back(word);
    }
  }
  return words;
}

// Takes a number off `text`; nothing if it does not begin with one.
std::optional<unsigned> TakeNumber(std::string_view& text) {
  unsigned number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end.ec != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end.ptr - text.data()));
  return number;
}

// x.y or x.y.z, with or without a `v` in front and `-rc.1` or the like behind.
std::string VersionProblem(std::string_view value) {
  struct Line {
    unsigned major;
    unsigned last_minor;
  };
  // The last of the second, and the one that is being made.
  constexpr Line kLines[] = {{2, 55}, {3, 15}};
  std::string_view rest = value;
  if (rest.starts_with('v')) rest.remove_prefix(1);
  const auto take = [&](char before) {
    if (!rest.starts_with(before)) return std::optional<unsigned>();
    rest.remove_prefix(1);
    return TakeNumber(rest);
  };
  const auto major = TakeNumber(rest);
  const auto minor = take('.');
  const bool has_patch = rest.starts_with('.');
  const bool is_whole = major && minor && (!has_patch || take('.'));
  if (!is_whole || (!rest.empty() && !rest.starts_with('-'))) {
    return fmt::format("`{}` is not a release of Prometheus; write one as 3.13 or 3.13.1", value);
  }
  for (const Line& line : kLines) {
    if (*major == line.major && *minor <= line.last_minor) return {};
  }
  return fmt::format("`{}` is not a release that is known; those are 2.0 to 2.{} and 3.0 to 3.{}",
                     value, kLines[0].last_minor, kLines[1].last_minor);
}

// 0.y or 0.y.z, in the same way.
std::string AlertmanagerVersionProblem(std::string_view value) {
  constexpr unsigned kNewest = 34;
  std::string_view rest = value;
  if (rest.starts_with('v')) rest.remove_prefix(1);
  const bool is_zero = rest.starts_with("0.");
  rest.remove_prefix(is_zero ? 2 : 0);
  const auto minor = TakeNumber(rest);
  const bool is_whole = rest.empty() || rest.starts_with('.') || rest.starts_with('-');
  if (is_zero && minor && *minor <= kNewest && is_whole) return {};
  return fmt::format("`{}` is not a release of Alertmanager that is known; the newest is 0.{}",
                     value, kNewest);
}

// For what is validated where it is used, which knows more.
std::string AnyIsFine(std::string_view /*value*/) { return {}; }

bool IsWholeNumber(std::string_view value) {
  constexpr std::size_t kMostDigits = 18;  // Of 64 bits.
  return !value.empty() && value.size() <= kMostDigits &&
         value.find_first_not_of("0123456789") == std::string_view::npos &&
         (value == "0" || value.front() != '0');
}

std::string NumberProblem(std::string_view value) {
  return IsWholeNumber(value) ? std::string() : fmt::format("`{}` is not a whole number", value);
}

std::string CountProblem(std::string_view value) {
  if (IsWholeNumber(value) && value != "0") return {};
  return fmt::format("`{}` is not a whole number of at least 1", value);
}

std::string ZoneProblem(std::string_view value) {
  const auto error = check::CheckTimeZone(value);
  return error ? error->message : "";
}

std::string PercentProblem(std::string_view value) {
  const std::string text(value);
  char* end = nullptr;
  const long double percent = std::strtold(text.c_str(), &end);
  const bool is_number = !text.empty() && end == text.c_str() + text.size();
  if (is_number && percent >= 0 && percent <= 100) return {};
  return fmt::format("`{}` is not a number from 0 to 100", value);
}

constexpr ValueKind kValueKinds[] = {
    {"FILE", "FILE", "a file", Completion::kFiles},
    {"PATH", "PATH", "a file, a directory, a pattern, or - for standard input", Completion::kFiles},
    {"INPUT", "INPUT", "a file, a URL, or - for standard input", Completion::kFiles},
    {"CODE", "CODE", "the code of a check", Completion::kWords, Codes, true, nullptr,
     "`pronoia lint --list` lists the codes"},
    {"TOPIC", "NAME", "a code or a function of PromQL or of templates", Completion::kWords,
     CodesAndFunctions, false, nullptr, "`pronoia lint --list` lists the codes"},
    {"CHECKS", "CHECKS", "`all`, `none` or codes of checks", Completion::kWords, AllNoneAndCodes,
     true, AnyIsFine, "`pronoia lint --list` lists the codes"},
    {"FORMAT", "FORMAT", "an output format", Completion::kWords, Formats},
    {"RESULTS", "FORMAT", "a format for test results", Completion::kWords, ResultFormats},
    {"VALUES", "FORMAT", "a format for what queries give", Completion::kWords, ValueFormats},
    {"LIST", "FORMAT", "a format for lists", Completion::kWords, ListFormats},
    {"OUTCOME", "FORMAT", "a format for what alerts did", Completion::kWords, OutcomeFormats},
    {"SILENCES", "STATE", "a state of silences", Completion::kWords, SilenceStates, true},
    {"ALERTS", "STATE", "a state of alerts", Completion::kWords, AlertStates, true},
    {"SEVERITY", "SEVERITY", "a severity", Completion::kWords, Severities},
    {"TARGETS", "STATE", "which targets", Completion::kWords, TargetStates},
    {"RULES", "TYPE", "a type of rules", Completion::kWords, RuleTypes},
    {"SORT", "ORDER", "an order", Completion::kWords, Sorts},
    {"COVERAGE", "FORMAT", "a format for coverage", Completion::kWords, CoverageFormats},
    {"METRICS", "FORMAT", "a format of metrics", Completion::kWords, MetricsFormats},
    {"PROTOCOL", "VERSION", "a version of remote write", Completion::kWords, PushProtocols},
    {"MISSING", "LEVEL", "what to make of missing files", Completion::kWords, MissingFiles},
    {"VERSION", "VERSION", "a release of Prometheus", Completion::kWords, Versions, false,
     VersionProblem},
    {"AM_VERSION", "VERSION", "a release of Alertmanager", Completion::kWords, AlertmanagerVersions,
     false, AlertmanagerVersionProblem},
    {"TEMPLATE_TYPE", "TYPE", "a type of template", Completion::kWords, TemplateTypes},
    {"RENDERING", "FORMAT", "a format for what a receiver sends", Completion::kWords,
     RenderingFormats},
    {"ALERT_STATUS", "STATUS", "the status of an alert", Completion::kWords, AlertStatuses},
    {"KIND", "KIND", "a kind of file", Completion::kWords, FileKinds},
    {"STAGE", "STAGE", "what is relabelled", Completion::kWords, Stages},
    {"TRACE", "FORMAT", "a format for what rules do", Completion::kWords, TraceFormats},
    {"DIFF", "FORMAT", "a format for differences", Completion::kWords, DiffFormats},
    {"ROUTES", "FORMAT", "a format for routes", Completion::kWords, RouteFormats},
    {"SCHEMA", "FORMAT", "a format of schemas", Completion::kWords, SchemaFormats},
    {"PROGRAM", "PROGRAM", "a program whose part is taken", Completion::kWords, Programs},
    {"WHEN", "WHEN", "when to use colours", Completion::kWords, When},
    {"SHELL", "SHELL", "a shell", Completion::kWords, Shells},
    {"SCHEME", "SCHEME", "which names are valid", Completion::kWords, NameSchemes},
    {"MATCH_TYPE", "TYPE", "the type of a matcher", Completion::kWords, MatchTypes},
    {"ALERTMANAGER-FEATURE", "FEATURE", "a feature flag of Alertmanager", Completion::kWords,
     AlertmanagerFeatures, true},
    {"FEATURE", "FEATURE", "a feature flag of Prometheus", Completion::kWords, Features, true},
    {"FIGURES", "FORMAT", "a format for figures", Completion::kWords, FigureFormats},
    {"FORMULA", "METHOD", "what to compare with", Completion::kWords, Formulas},
    {"FIRST-VALUE", "MODE", "how to take a first value", Completion::kWords, SeriesStarts},
    {"PAGE", "FORMAT", "a format for pages", Completion::kWords, PageFormats},
    {"POLICY", "POLICY", "a policy of alerts", Completion::kWords, Policies},
    {"POLICIES", "POLICY,...", "a policy of alerts", Completion::kWords, Policies, true},
    {"LAYOUT", "LAYOUT", "a layout of rules", Completion::kWords, Layouts},
    {"RULE_FORMAT", "FORMAT", "a format of rule files", Completion::kWords, RuleFormats},
    {"CALENDAR", "PERIOD", "a unit of the calendar", Completion::kWords, Calendars},
    {"COMMAND", "COMMAND", "a command", Completion::kWords, CommandWords, false, AnyIsFine,
     "`pronoia help` lists the commands"},
    {"CONTEXT", "CONTEXT", "the name of a context", Completion::kNothing},
    {"ZONE", "ZONE", "a time zone", Completion::kNothing, nullptr, false, ZoneProblem},
    {"NUMBER", "NUMBER", "a whole number", Completion::kNothing, nullptr, false, NumberProblem},
    {"COUNT", "COUNT", "a whole number of at least 1", Completion::kNothing, nullptr, false,
     CountProblem},
    {"PERCENT", "PERCENT", "a number from 0 to 100", Completion::kNothing, nullptr, false,
     PercentProblem},
    {"COLUMNS", "COLUMNS", "a whole number of at least 1", Completion::kNothing, nullptr, false,
     CountProblem},
};

// Why `word` is not one of `words`, or nothing.
std::string WordRefusal(const ValueKind& kind, std::string_view word,
                        const std::vector<std::string>& words) {
  if (std::find(words.begin(), words.end(), word) != words.end()) return {};
  const std::vector<std::string_view> candidates(words.begin(), words.end());
  std::string message = fmt::format("`{}` is not {}", word, kind.doc);
  if (const auto match = check::ClosestMatch(word, candidates)) {
    return message + fmt::format("; did you mean `{}`?", *match);
  }
  if (words.size() <= 12) message += fmt::format("; choose from {}", fmt::join(words, ", "));
  return message;
}

}  // namespace

std::span<const ValueKind> ValueKinds() { return kValueKinds; }

const ValueKind* FindValueKind(std::string_view type_name) {
  const auto* kind = std::find_if(std::begin(kValueKinds), std::end(kValueKinds),
                                  [&](const ValueKind& k) { return k.name == type_name; });
  return kind == std::end(kValueKinds) ? nullptr : kind;
}

std::string Placeholder(std::string_view type_name) {
  const ValueKind* kind = FindValueKind(type_name);
  return std::string(kind == nullptr ? type_name : kind->placeholder);
}

std::string ValuesText(std::string_view type_name) {
  const ValueKind* kind = FindValueKind(type_name);
  if (kind == nullptr || kind->words == nullptr) return {};
  if (!kind->listed_by.empty()) return fmt::format("; {}", kind->listed_by);
  const std::vector<std::string> words = kind->words();
  const std::string list = fmt::format("{}", fmt::join(words, ", "));
  if (kind->problem != nullptr) return "; such as " + list;
  if (words.size() == 1) return "; only " + list;
  return kind->may_be_list ? fmt::format("; one or more of {}, separated by commas", list)
                           : "; one of " + list;
}

std::string Refusal(const ValueKind& kind, std::string_view value) {
  if (kind.problem != nullptr) return kind.problem(value);
  if (kind.words == nullptr) return {};
  const std::vector<std::string> words = kind.words();
  while (!value.empty()) {
    const std::string_view word =
        kind.may_be_list ? check::TakeUpTo(value, ',') : std::exchange(value, {});
    if (std::string refusal = WordRefusal(kind, word, words); !refusal.empty()) return refusal;
  }
  return {};
}

}  // namespace tools
