#ifndef LIBCHECK_REPORT_REPORT_H_
#define LIBCHECK_REPORT_REPORT_H_

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/finding.h"
#include "libcheck/diagnostic/fix.h"

namespace check::report {

/// One checked file: renderers that list files (JUnit, Checkstyle) name those without findings too.
struct CheckedFile {
  std::string path;
  std::string_view unit = {};  ///< What is counted in it: "rule". Empty: nothing.
  std::size_t count = 0;
};

/// Findings of one code in one file that a limit left out.
struct Omitted {
  std::string path;
  const CodeInfo* info = nullptr;
  Severity severity = Severity::kInfo;
  std::size_t count = 0;
};

/// All that a run has to say.
struct Run {
  std::vector<CheckedFile> files;  ///< In the order of the input.
  /// What is counted, even if there is no file that holds any; empty: what the files say.
  std::string_view unit = {};
  std::vector<Finding> findings;   ///< Sorted: by file, then place.
  std::vector<Omitted> omitted;    ///< In the order of files; see limits.h.
  std::size_t suppressed = 0;      ///< Findings hidden by comments.
  std::size_t baselined = 0;       ///< Findings hidden by the baseline.
  std::size_t stale_baseline = 0;  ///< Entries of the baseline that nothing matches any more.
  /// The only right repairs of findings, by where these are in `findings`.
  std::map<std::size_t, Fix> fixes;
  /// Findings that were fixed, and are not in `findings`, if fixing was asked for.
  std::optional<std::size_t> fixed = std::nullopt;
};

/// The fix of `finding`, one of `run.findings`; null if it has none.
const Fix* FixOf(const Run& run, const Finding& finding);

struct Style {
  bool colour = false;
  bool summary = true;  ///< Whether formats for people end with one.
  std::string_view tool_version;
};

/// How many of each unit the files hold, in the order in which units occur.
std::vector<std::pair<std::string_view, std::size_t>> Totals(const Run& run);

/// Takes the next piece of a report.
using Writer = std::function<void(std::string_view piece)>;

/// An output format. What is written ends in a line break unless it is empty, and is well-formed
/// whatever bytes the findings hold.
struct Format {
  std::string_view name;  ///< "text", "concise", "json", "sarif"...
  std::string_view doc;   ///< One sentence.
  /// Hands a report on in pieces, since it can be far larger than what it tells of.
  void (*write)(const Run& run, const Style& style, const Writer& write);
  /// Whether its readers know files by their path from the root of the repository: see Repository.
  bool from_root = false;

  /// The whole report.
  std::string Render(const Run& run, const Style& style) const;
};

/// Writes what `render` appends for each of `findings`, in their order. Calls it from several
/// threads.
void WriteFindings(std::span<const Finding> findings, const Writer& write,
                   const std::function<void(const Finding&, std::string& out)>& render);

/// Every format, in the order `--help` lists them.
std::span<const Format> AllFormats();
const Format* FindFormat(std::string_view name);

}  // namespace check::report

#endif  // LIBCHECK_REPORT_REPORT_H_
