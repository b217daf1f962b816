#ifndef LIBCHECK_TEMPLATE_REFERENCES_H_
#define LIBCHECK_TEMPLATE_REFERENCES_H_

#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/template/ast.h"
#include "libcheck/template/environment.h"

namespace check::gotemplate {

/// `$labels.job`, `.Labels.job`, `index $labels "job"`, `.job` inside `with $labels`: a label of
/// the alert, not of something a query gave.
struct LabelReference {
  std::string_view name;
  Span span;  ///< Of the name; in a call of `index`, with its quotes.
};

/// `query "up == 0"`, with the expression written out.
struct QueryReference {
  const String* literal = nullptr;
  const SourceFile* expression = nullptr;  ///< The string's text, to parse and to point into.
};

/// What an alert's template reads.
struct References {
  std::vector<LabelReference> labels;
  std::vector<LabelReference> external_labels;
  std::vector<Span> values;  ///< `$value`, `.Value`: whole.
  std::vector<QueryReference> queries;
};

/// Lists what `tree`, parsed from `source`, reads. Whatever the text does not prove is omitted:
/// names worked out as the template runs, variables that are assigned to, data handed to a defined
/// template. `found` is cleared first, so that its memory can be used for many templates.
void FindReferences(const SourceFile& source, const Tree& tree,
                    const TemplateEnvironment& environment, Arena& arena, References& found);

/// The text of a string in the template `source` as a file of its own. Made in `arena`; `literal`
/// must outlive it.
const SourceFile* EmbedString(const SourceFile& source, const String& literal, Arena& arena);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_REFERENCES_H_
