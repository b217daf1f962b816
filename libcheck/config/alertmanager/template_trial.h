#ifndef LIBCHECK_CONFIG_ALERTMANAGER_TEMPLATE_TRIAL_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_TEMPLATE_TRIAL_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/config/alertmanager/template_cases.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/template/alertmanager.h"

namespace check::config::alertmanager {

/// A text to try.
struct TriedText {
  std::string_view text;
  /// Where it was written; null for one that was made up to call a template of a file.
  const SourceFile* source = nullptr;
  gotemplate::Escaping escaping = gotemplate::Escaping::kNone;
  bool sends_resolved = true;  ///< Whether there are notifications of resolved alerts alone.
  bool is_sent_despite_faults = false;
};

/// What came of a text that could be expanded.
struct TriedLengths {
  std::string usual;  ///< For one alert.
  std::string many;   ///< For kManyAlerts of them.
};

/// Expands templates for notifications as they may come, and reports what goes wrong: templates
/// that fail, JSON that breaks, values in URLs that are not escaped. What is wrong whatever comes
/// should have been reported before: it is not reported again.
class TemplateTrial {
 public:
  /// `sources` are the texts that faults are reported in, those of Try besides.
  TemplateTrial(const gotemplate::NotificationTemplates& templates,
                std::vector<const SourceFile*> sources, SampleNames names,
                Diagnostics& diagnostics);

  /// Nothing if it fails for all notifications, or if so much has been tried that no more is.
  std::optional<TriedLengths> Try(const TriedText& text);

 private:
  // What a node printed.
  struct Piece {
    const SourceFile* source;  // Null: it is in none that is reported in.
    Span node;
    bool is_text;
    std::size_t begin;
    std::size_t size;
  };
  struct Outcome {
    std::optional<std::string> output;
    std::string error;  // If there is no output.
    gotemplate::ExecutionTrace trace;
    std::vector<Piece> pieces;
  };
  class Recorder;

  Outcome Run(const TriedText& text, const NotificationCase& with);
  const SourceFile* SourceOf(std::string_view text, const SourceFile* executed) const;
  void ReportFailure(const TriedText& text, const Outcome& outcome, const NotificationCase& with);
  void CheckJson(const Outcome& other, const NotificationCase& with);
  void CheckEscapes(const Outcome& usual, const Outcome& special);
  bool Report(const CodeInfo& info, const SourceFile* source, Span span, std::string message,
              std::string note);

  const gotemplate::NotificationTemplates& templates_;
  std::vector<const SourceFile*> sources_;
  SampleNames names_;
  Diagnostics& diagnostics_;
  std::size_t known_;  // How many diagnostics there were before.
  Arena memory_;
  gotemplate::ExecutionMemory execution_;
  std::uint64_t steps_left_;                          // For all texts together.
  std::vector<NotificationCase> usual_;               // One of each style.
  std::vector<std::vector<NotificationCase>> edges_;  // Of each style; empty until needed.
  std::set<std::tuple<const SourceFile*, std::uint32_t, const CodeInfo*>> reported_;
};

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_TEMPLATE_TRIAL_H_
