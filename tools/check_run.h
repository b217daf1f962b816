#ifndef TOOLS_CHECK_RUN_H_
#define TOOLS_CHECK_RUN_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/files/inputs.h"
#include "libcheck/workspace/changes.h"
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
  bool exit_zero = false;
  SettingsFlag settings;
  std::string changed;  ///< A git revision; empty: all is reported, whether it has changed or not.
  check::workspace::BaselineFiles baseline;
  std::string format = "text";
  ColorFlag color;
  std::string output_file;  ///< Empty: standard output.
  std::string min_severity = "info";
  std::string max_findings;  ///< Empty: as many as the format is made for.
  bool statistics = false;
  bool quiet = false;
  bool verbose = false;

  /// All of them, or those of one group.
  void Declare(FlagSet& flags);
  void DeclareCodes(FlagSet& flags);
  void DeclareSettings(FlagSet& flags);
  void DeclareReport(FlagSet& flags);
  /// What also concerns commands that run tests; part of the one before.
  void DeclareOutput(FlagSet& flags);
  /// Whether the report has colours, which files get only if they are asked for.
  bool UseColor(const ColorFlag& flag) const;
  /// Whether findings are printed for people, rather than for programs.
  bool is_for_people() const { return format == "text" || format == "concise"; }
  /// How many findings of one code are reported for each file; 0: all. People stop reading sooner
  /// than programs, for which the limit only keeps a run from filling the memory.
  std::size_t MostFindings() const;
};

/// One run of such a command, from its flags to its exit status. What checks find goes into its
/// report, and nowhere else.
class CheckRun {
 public:
  explicit CheckRun(const CheckFlags& flags) : flags_(flags) {}

  /// Applies flags, and reads the settings that one of them names. False: the run cannot go on, and
  /// why has been told.
  bool Prepare();

  /// The files that `paths` stand for. Problems are told.
  std::vector<check::InputFile> FindInputs(const std::vector<std::string>& paths,
                                           const std::vector<std::string_view>& extensions);

  /// Tells of what keeps something from being looked at: the status will be kFailed.
  void Fail(const std::string& message);
  bool failed() const { return failed_; }

  /// Takes out of `report` what a baseline, --changed and --min-severity hide.
  std::optional<check::Error> Hide(const check::workspace::BaselineFiles& baseline,
                                   check::report::Run& report) const;

  /// Looks for fixes of what will be reported.
  void OfferFixes() { offers_fixes_ = true; }
  /// Reports only what `changes` concern, which have to live as long.
  void ReportOnly(const check::workspace::Changes& changes) { changes_ = &changes; }

  /// What checks are told; with the policy, once Prepare() has been called.
  check::workspace::Options& options() { return options_; }
  const check::workspace::Policy& policy() const { return options_.policy; }
  check::report::Run& report() { return report_; }

  /// Writes the report, without what the baseline and the flags hide. False: there is nothing to
  /// say to a person who has been told why already.
  bool Write(const check::report::Writer& write);
  /// Calls `print` with what writes to --output-file, or else to standard output.
  void Print(const std::function<void(const check::report::Writer&)>& print);
  /// Prints the report and gives the status.
  Exit Finish();
  Exit Status() const;

  /// Something that is no finding, for people: "pronoia: note: ..." unless --quiet is given.
  void Note(const std::string& message) const;

 private:
  bool ReadSettingsOf(const std::vector<check::InputFile>& files);
  std::size_t MostKept() const;
  bool HasSeverity(check::Severity severity) const;
  void NoteOmitted() const;

  const CheckFlags& flags_;
  check::workspace::Options options_;
  check::report::Run report_;
  const check::workspace::Changes* changes_ = nullptr;
  bool failed_ = false;
  bool offers_fixes_ = false;
};

}  // namespace tools

#endif  // TOOLS_CHECK_RUN_H_
