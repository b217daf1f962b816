#ifndef LIBCHECK_DIAGNOSTIC_FINDING_H_
#define LIBCHECK_DIAGNOSTIC_FINDING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "libcheck/base/shared_text.h"
#include "libcheck/diagnostic/diagnostic.h"

namespace check {

/// A place in a file on disk, with what is needed to show it once the file's text is gone.
struct Place {
  SharedText path;       ///< As the user named it; "-" for standard input.
  LineColumn begin;      ///< Of the first byte.
  LineColumn end;        ///< One past the last byte.
  Span bytes;            ///< Offsets into the file.
  Span characters = {};  ///< The same, counted in code points.
  /// The columns of `begin` and `end`, counted in code points from 1.
  Span character_columns = {1, 1};
  /// The line `begin` is on, without its line break. Of a very long line, what is around the
  /// marked part, with `...` for what was cut off.
  std::string excerpt;
  bool is_cut = false;  ///< Whether it is not the whole line.
  Span marked = {};  ///< The part of `excerpt` that is meant. Empty: the spot in front of `begin`.
  /// Hash of the marked text's lines with white space folded, for baselines: stays the same when
  /// the lines move.
  std::uint64_t fingerprint = 0;
};

/// A second place that helps explain the first.
struct PlaceLabel {
  Place where;
  std::string message;
};

/// A Diagnostic that stands by itself: the source text, and whatever was parsed from it, may be
/// freed. This is what suppression, baselines and every report work on.
struct Finding {
  const CodeInfo* info;
  Severity severity;
  Place where;
  std::string message;
  std::vector<PlaceLabel> labels = {};
  std::vector<std::string> notes = {};
};

/// The place of `where` on disk. Excerpts of very long lines are cut, keeping the marked part.
Place ToPlace(const Location& where);

Finding ToFinding(const Diagnostic& diagnostic);

}  // namespace check

#endif  // LIBCHECK_DIAGNOSTIC_FINDING_H_
