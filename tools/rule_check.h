#ifndef TOOLS_RULE_CHECK_H_
#define TOOLS_RULE_CHECK_H_

#include <optional>
#include <string>
#include <vector>

#include "libcheck/files/inputs.h"
#include "libcheck/lint/driver.h"
#include "libcheck/lint/settings.h"
#include "libcheck/report/report.h"
#include "libcheck/source/source_file.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/settings_flag.h"

namespace tools {

/// What the commands that check rules can be told.
struct RuleCheckOptions {
  std::string lint;
  std::vector<std::string> enable;
  std::vector<std::string> disable;
  bool lint_fatal = false;
  bool ignore_unknown_fields = false;
  FeatureFlag features;
  std::string names;
  std::string prometheus;
  SettingsFlag settings;
  std::string baseline;
  std::string write_baseline;
  std::string format = "text";
  ColorFlag color;

  /// Declares the flags that have to do with which checks run and how findings are printed.
  void DeclareLint(FlagSet& flags);
  void DeclareSettings(FlagSet& flags);
  void DeclareOutput(FlagSet& flags);
};

/// One run: settings are read, files checked, findings gathered and printed.
class RuleCheck {
 public:
  explicit RuleCheck(const RuleCheckOptions& options) : options_(options) {}

  /// Reads settings and applies flags. False: it cannot go on, for reasons that have been told.
  bool Prepare();
  bool ReadPrometheus();

  /// The files that `paths` stand for, or standard input. Nothing: there is none to be had.
  std::optional<check::Inputs> FindInputs(std::vector<std::string> paths);

  /// Checks rule files, and adds what is found.
  void Check(const std::vector<check::lint::Input>& files);

  /// Adds findings from elsewhere, as serious as settings and flags say, without those that they
  /// switch off.
  void Add(std::vector<check::Finding> findings);

  /// Hides what the baseline has, prints the rest and gives the status.
  Exit Finish();

  /// Tells of what keeps something from being looked at: the status will be kFailed.
  void Fail(const std::string& message);

  check::report::Run& run() { return run_; }
  const check::lint::Settings& settings() const { return settings_; }
  check::lint::Options& driver() { return driver_; }
  bool failed() const { return failed_; }
  Exit Status() const;

 private:
  void Report(const check::Diagnostics& diagnostics);
  bool ReadSettings();
  bool ApplyFlags();
  bool UseBaseline();
  bool HasSeverity(check::Severity severity) const;

  const RuleCheckOptions& options_;
  check::lint::Settings settings_;
  check::lint::Options driver_;
  check::report::Run run_;
  bool only_some_ = false;
  bool input_is_empty_ = false;
  bool failed_ = false;
};

}  // namespace tools

#endif  // TOOLS_RULE_CHECK_H_
