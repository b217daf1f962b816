#ifndef LIBCHECK_RULES_FORMAT_H_
#define LIBCHECK_RULES_FORMAT_H_

#include <cstddef>
#include <string>

#include "libcheck/base/result.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/promql/format.h"
#include "libcheck/rules/load.h"
#include "libcheck/source/source_file.h"

namespace check::rules {

struct FormatOptions {
  std::size_t width = 100;  ///< Columns that a line with an expression should not go past.
  LoadOptions load = {.promql = promql::kWholeLanguage};
};

/// The text of a rule file, put in order:
///
/// - An expression stands behind its key if it fits there on one line, has no comments and needs no
///   quotes. Otherwise it is a literal block (`|-`, or the block's own chomping if it was one),
///   split over lines where it is too wide, with its comments. Outermost operators begin at the
///   block's own margin, and so does the operand on their left.
/// - The keys of a rule come in the order record or alert, expr, for, keep_firing_for, labels,
///   annotations. Not in a rule with an anchor, an alias, a merge key, or a comment line or empty
///   line between its keys.
/// - Where the file mixes ways to indent, mappings are indented by two spaces, and lists begin
///   under their key or two spaces further in, whichever is more common in the file.
/// - There is no white space at the end of lines, and one line break at the end of the file.
///
/// The text is edited in place, so that comments, quotes, anchors, empty lines and other documents
/// stay as they are. Left alone: expressions with an anchor, an alias or a tag, and those inside
/// braces; the text of labels, annotations and every other scalar; files with carriage returns that
/// end no line; files that hold no rules. A rule file in a literal block
/// of a ConfigMap is formatted as a file of its own.
///
/// If Prometheus would refuse the file, or it is no YAML to its end, `diagnostics` (which point
/// into `arena`) say why and the text comes back as it is. An Error is a fault of ours: the rules
/// would not be the same afterwards.
Result<std::string> Format(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
                           const FormatOptions& options = {});

}  // namespace check::rules

#endif  // LIBCHECK_RULES_FORMAT_H_
