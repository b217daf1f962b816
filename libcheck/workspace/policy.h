#ifndef LIBCHECK_WORKSPACE_POLICY_H_
#define LIBCHECK_WORKSPACE_POLICY_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/lint/check.h"
#include "libcheck/workspace/project_settings.h"
#include "libcheck/workspace/settings.h"

namespace check::workspace {

/// What a command line says of codes. Each item is a list of them that commas separate.
struct CodeChoices {
  std::string lint;  ///< `all`, `none`, or codes: only those run.
  std::vector<std::string> enable;
  std::vector<std::string> disable;
};

/// What is reported, and how seriously: the settings of the project and the flags of the run.
/// Nothing else decides that. May be asked by several threads.
struct Policy {
  Settings settings;  ///< For every file, unless there are `projects`.
  /// The settings for each file. Null: `settings` count.
  std::shared_ptr<ProjectSettings> projects;
  Choices flags;           ///< Of the run; they win over settings.
  bool run_checks = true;  ///< Without lint checks, only what servers refuse is reported.
  /// How many findings of each code are kept for each file; 0: all.
  std::size_t most_findings = 0;
  /// How many are kept until comments and the baseline have hidden some of them; 0: all.
  std::size_t MostBeforeHiding() const;
  /// Every code there is, sorted.
  std::span<const CodeInfo* const> codes;

  /// Adds the choices of flags. Returns what is wrong with them, a sentence each.
  std::vector<std::string> Apply(const CodeChoices& choices);

  /// The settings that count for the file `path`.
  const Settings& SettingsOf(std::string_view path) const {
    return projects != nullptr ? projects->Of(path) : settings;
  }

  /// Whether a finding of `info` in the file `path` is reported, and how serious it is.
  std::optional<Severity> SeverityOf(const CodeInfo& info, std::string_view path) const;
  /// The same for one that its reporter gave a severity of its own: that has a reason, and stays.
  std::optional<Severity> SeverityOf(const CodeInfo& info, Severity reported,
                                     std::string_view path) const;

  /// The lint checks that run on the file `path`.
  std::vector<const lint::Check*> ActiveChecks(std::string_view path) const;

  /// Moves what is in `diagnostics` to `findings`, as far as it is reported.
  void Take(Diagnostics& diagnostics, std::vector<Finding>& findings) const;

  /// Every code that can occur in the file `path`: also those of policies that have a name.
  std::span<const CodeInfo* const> CodesOf(std::string_view path) const {
    const Settings& here = SettingsOf(path);
    return here.codes.empty() ? codes : std::span<const CodeInfo* const>(here.codes);
  }

  /// Whether findings of `info` are searched for at all: lint checks and policies may be off.
  bool IsSearched(const CodeInfo& info) const;

  /// Null if there is no such code.
  const CodeInfo* FindCode(std::string_view code) const;
};

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_POLICY_H_
