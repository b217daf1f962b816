#ifndef TOOLS_CHECK_RUN_H_
#define TOOLS_CHECK_RUN_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/files/inputs.h"
#include "libcheck/workspace/run.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/settings_flag.h"

namespace tools {

/// What every command that checks something can be told: what is reported, how seriously, what is
/// hidden, and how it is printed.
struct CheckFlags {
  check::workspace::CodeChoices codes;
  bool lint_fatal = false;
  SettingsFlag settings;
  check::workspace::BaselineFiles baseline;
  std::string format = "text";
  ColorFlag color;

  /// All of them, or those of one group.
  void Declare(FlagSet& flags);
  void DeclareCodes(FlagSet& flags);
  void DeclareSettings(FlagSet& flags);
  /// Whether findings are printed for people, rather than for programs.
  bool is_for_people() const { return format == "text" || format == "concise"; }
};

/// One run of such a command, from its flags to its exit status. What checks find goes into its
/// report, and nowhere else.
class CheckRun {
 public:
  explicit CheckRun(const CheckFlags& flags) : flags_(flags) {}

  /// Reads settings and applies flags. False: the run cannot go on, and why has been told.
  bool Prepare();

  /// The files that `paths` stand for. Problems are told.
  std::vector<check::InputFile> FindInputs(const std::vector<std::string>& paths,
                                           const std::vector<std::string_view>& extensions);

  /// Tells of what keeps something from being looked at: the status will be kFailed.
  void Fail(const std::string& message);
  bool failed() const { return failed_; }

  /// Looks for fixes of what will be reported.
  void OfferFixes() { offers_fixes_ = true; }

  /// What checks are told; with the policy, once Prepare() has been called.
  check::workspace::Options& options() { return options_; }
  const check::workspace::Policy& policy() const { return options_.policy; }
  check::report::Run& report() { return report_; }

  /// Writes the report, without what the baseline hides. False: there is nothing to say to a
  /// person who has been told why already.
  bool Write(const check::report::Writer& write);
  /// Prints the report and gives the status.
  Exit Finish();
  Exit Status() const;

 private:
  bool HasSeverity(check::Severity severity) const;

  const CheckFlags& flags_;
  check::workspace::Options options_;
  check::report::Run report_;
  bool failed_ = false;
  bool offers_fixes_ = false;
};

}  // namespace tools

#endif  // TOOLS_CHECK_RUN_H_
