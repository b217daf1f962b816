#ifndef LIBCHECK_DIAGNOSTIC_DIAGNOSTIC_H_
#define LIBCHECK_DIAGNOSTIC_DIAGNOSTIC_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/diagnostic/upstream_text.h"
#include "libcheck/source/source_file.h"

namespace check {

enum class Severity : std::uint8_t {
  kInfo,     ///< Worth knowing. Never changes the exit status.
  kWarning,  ///< Loads, but probably does not do what its author meant.
  kError,    ///< Prometheus or Alertmanager would refuse it.
};

std::string_view ToString(Severity severity);

/// One kind of problem the toolkit can report: everything about it that does not depend on the
/// input. Help texts, manual pages, completions and SARIF rules are all written from this.
struct CodeInfo {
  std::string_view code;         ///< Stable and kebab-case: "alert-missing-for".
  Severity severity;             ///< Unless settings say otherwise.
  std::string_view summary;      ///< A phrase to follow the code in a list.
  std::string_view explanation;  ///< What goes wrong, and when it is fine. Markdown.
  std::string_view bad = {};     ///< A complete file that earns this diagnostic.
  std::string_view good = {};    ///< The same file put right.
  bool on_by_default = true;     ///< Whether it is reported unless settings or flags say so.
};

/// A second place that helps explain the first.
struct Label {
  Location where;
  std::string message;
};

/// One problem found in the user's input.
struct Diagnostic {
  const CodeInfo* info;
  Severity severity;
  Location where;
  std::string message;
  std::vector<Label> labels = {};
  std::vector<std::string> notes = {};
  UpstreamText upstream = {};
  /// What upstream says on decoding the file for the second time, where that is something else.
  UpstreamText upstream_again = {};
  bool ends_early = false;  ///< The input stops where it cannot: more of it might put it right.
};

/// Where parsers and checks put what they find. They report and carry on; only the caller decides
/// whether what was found is enough to stop for.
class Diagnostics {
 public:
  /// `upstream`: takes what upstream would say; null: nobody wants to know.
  explicit Diagnostics(UpstreamTexts* upstream = nullptr) : upstream_(upstream) {}

  UpstreamTexts* upstream() const { return upstream_; }

  /// Adds a problem and returns it so that labels and notes can be attached. The reference is good
  /// until the next Report().
  Diagnostic& Report(const CodeInfo& info, Location where, std::string message) {
    Diagnostic& diagnostic =
        found_.emplace_back(Diagnostic{&info, info.severity, where, std::move(message)});
    diagnostic.upstream = diagnostic.upstream_again = UpstreamText(upstream_);
    return diagnostic;
  }

  const std::vector<Diagnostic>& found() const { return found_; }
  std::vector<Diagnostic>& found() { return found_; }

  bool HasErrors() const;

 private:
  UpstreamTexts* upstream_;
  std::vector<Diagnostic> found_;
};

}  // namespace check

#endif  // LIBCHECK_DIAGNOSTIC_DIAGNOSTIC_H_
