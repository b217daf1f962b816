#include "tools/value_kinds.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "libcheck/base/edit_distance.h"
#include "libcheck/catalog/catalog.h"
#include "libcheck/catalog/files.h"
#include "libcheck/lint/settings.h"
#include "libcheck/report/coverage.h"
#include "libcheck/report/report.h"
#include "libcheck/report/test_run.h"

namespace tools {
namespace {

using Completion = ValueKind::Completion;

std::vector<std::string> Codes() {
  std::vector<std::string> words;
  for (const check::CodeInfo* info : check::catalog::AllCodes()) words.emplace_back(info->code);
  return words;
}

std::vector<std::string> CodesAndFunctions() {
  std::vector<std::string> words = Codes();
  const auto names = check::catalog::ReferenceNames();
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

std::vector<std::string> Programs() { return {"promtool"}; }
std::vector<std::string> TraceFormats() { return {"text", "json"}; }
std::vector<std::string> Stages() { return {"scrape", "metric", "alert"}; }
std::vector<std::string> When() { return {"auto", "always", "never"}; }
std::vector<std::string> Shells() { return {"bash", "zsh", "fish"}; }
std::vector<std::string> NameSchemes() { return {"utf8", "legacy"}; }
std::vector<std::string> MetricsFormats() { return {"auto", "prometheus", "openmetrics"}; }
std::vector<std::string> MissingFiles() { return {"error", "warn", "ignore"}; }
std::vector<std::string> Versions() { return {"2.42", "3.5", "3.14"}; }
std::vector<std::string> SchemaFormats() { return {"json-schema", "markdown"}; }
std::vector<std::string> FileKinds() {
  std::vector<std::string> words;
  for (const check::catalog::FileKind& kind : check::catalog::FileKinds()) {
    words.emplace_back(kind.name);
  }
  return words;
}
std::vector<std::string> MatchTypes() { return {"=", "!=", "=~", "!~"}; }
std::vector<std::string> Features() {
  const auto names = check::lint::FeatureNames();
  return {names.begin(), names.end()};
}

constexpr ValueKind kValueKinds[] = {
    {"FILE", "a file", Completion::kFiles},
    {"PATH", "a file, a directory, a pattern, or - for standard input", Completion::kFiles},
    {"INPUT", "a file, a URL, or - for standard input", Completion::kFiles},
    {"CODE", "the code of a check", Completion::kWords, Codes, true},
    {"NAME", "a code or a function of PromQL or of templates", Completion::kWords,
     CodesAndFunctions},
    {"FORMAT", "an output format", Completion::kWords, Formats},
    {"RESULTS", "a format for test results", Completion::kWords, ResultFormats},
    {"COVERAGE", "a format for coverage", Completion::kWords, CoverageFormats},
    {"METRICS", "a format of metrics", Completion::kWords, MetricsFormats},
    {"MISSING", "what to make of missing files", Completion::kWords, MissingFiles},
    {"VERSION", "a release of Prometheus", Completion::kWords, Versions},
    {"KIND", "a kind of file", Completion::kWords, FileKinds},
    {"STAGE", "what is relabelled", Completion::kWords, Stages},
    {"TRACE", "a format for what rules do", Completion::kWords, TraceFormats},
    {"SCHEMA", "a format of schemas", Completion::kWords, SchemaFormats},
    {"PROGRAM", "a program whose part is taken", Completion::kWords, Programs},
    {"WHEN", "when to use colours", Completion::kWords, When},
    {"SHELL", "a shell", Completion::kWords, Shells},
    {"SCHEME", "which names are valid", Completion::kWords, NameSchemes},
    {"TYPE", "the type of a matcher", Completion::kWords, MatchTypes},
    {"FEATURE", "a feature flag of Prometheus", Completion::kWords, Features, true},
};

// Why `word` is not one of `words`, or nothing.
std::string Refusal(const ValueKind& kind, std::string_view word,
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

CLI::Option* TakesValue(CLI::Option* option, std::string_view name) {
  option->type_name(std::string(name));
  const ValueKind* kind = FindValueKind(name);
  if (kind == nullptr || kind->words == nullptr) return option;
  CLI::Validator known(
      [kind](std::string& value) -> std::string {
        const std::vector<std::string> words = kind->words();
        std::string_view rest = value;
        while (!rest.empty()) {
          const std::string_view word = kind->may_be_list ? rest.substr(0, rest.find(',')) : rest;
          if (std::string refusal = Refusal(*kind, word, words); !refusal.empty()) return refusal;
          rest.remove_prefix(std::min(rest.size(), word.size() + 1));
        }
        return {};
      },
      "");
  return option->check(known);
}

}  // namespace tools
