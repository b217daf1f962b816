#include "libcheck/workspace/policy.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/text.h"

namespace check::workspace {
namespace {

// promtool's names for what has a code here. Without one, it stands for what is always looked for.
struct UpstreamName {
  std::string_view name;
  std::string_view code;
};
constexpr UpstreamName kUpstreamNames[] = {
    {"duplicate-rules", ""},
    {"too-long-scrape-interval", "config-scrape-interval-too-long"},
};

}  // namespace

const CodeInfo* Policy::FindCode(std::string_view code) const {
  const auto at =
      std::lower_bound(codes.begin(), codes.end(), code,
                       [](const CodeInfo* i, std::string_view c) { return i->code < c; });
  return at != codes.end() && (*at)->code == code ? *at : nullptr;
}

std::vector<std::string> Policy::Apply(const CodeChoices& given) {
  std::vector<std::string> problems;
  Choices& choices = flags;
  ForEachWord(given.lint,
              [&](std::string_view word) { run_checks = run_checks && word != "none"; });
  bool only_some = false;
  ForEachWord(given.lint, [&](std::string_view word) {
    const auto* const upstream =
        std::find_if(std::begin(kUpstreamNames), std::end(kUpstreamNames),
                     [&](const UpstreamName& n) { return n.name == word; });
    if (upstream != std::end(kUpstreamNames)) word = upstream->code;
    if (word == "all") {
      if (run_checks) choices.Enable(nullptr);
    } else if (const CodeInfo* info = FindCode(word)) {
      if (!run_checks) return;
      if (!only_some) choices.Disable(nullptr);
      only_some = true;
      choices.Enable(info);
    } else if (!word.empty() && word != "none") {
      problems.push_back(
          fmt::format("unknown lint check `{}`; `pronoia lint --list` lists them", word));
    }
  });
  for (const std::string& list : given.enable) {
    ForEachWord(list, [&](std::string_view word) {
      if (const CodeInfo* info = FindCode(word)) choices.Enable(info);
    });
  }
  for (const std::string& list : given.disable) {
    ForEachWord(list, [&](std::string_view word) {
      const CodeInfo* info = FindCode(word);
      if (info == nullptr) return;
      choices.Disable(info);
      if (info->severity != Severity::kError) return;
      problems.push_back(fmt::format("--disable: `{}` is an error and cannot be disabled", word));
    });
  }
  return problems;
}

bool Policy::IsSearched(const CodeInfo& info) const {
  return run_checks || (lint::FindCheck(info.code) == nullptr && !info.code.starts_with("policy-"));
}

std::size_t Policy::MostBeforeHiding() const {
  constexpr std::size_t kMost = 10000;
  return most_findings == 0 ? 0 : std::max(kMost, most_findings);
}

std::optional<Severity> Policy::SeverityOf(const CodeInfo& info, std::string_view path) const {
  return SettingsOf(path).SeverityOf(info, path, flags);
}

std::optional<Severity> Policy::SeverityOf(const CodeInfo& info, Severity reported,
                                           std::string_view path) const {
  if (reported == Severity::kError) return reported;
  const std::optional<Severity> configured = SeverityOf(info, path);
  return configured && reported != info.severity ? reported : configured;
}

std::vector<const lint::Check*> Policy::ActiveChecks(std::string_view path) const {
  std::vector<const lint::Check*> active;
  if (!run_checks) return active;
  for (const lint::Check* check : lint::AllChecks()) {
    if (SeverityOf(check->info, path)) active.push_back(check);
  }
  return active;
}

void Policy::Take(Diagnostics& diagnostics, std::vector<Finding>& findings) const {
  for (Diagnostic& diagnostic : diagnostics.found()) {
    const std::optional<Severity> severity =
        SeverityOf(*diagnostic.info, diagnostic.severity, diagnostic.where.file->name());
    if (!severity) continue;
    diagnostic.severity = *severity;
    findings.push_back(ToFinding(diagnostic));
  }
  diagnostics.found().clear();
}

}  // namespace check::workspace
