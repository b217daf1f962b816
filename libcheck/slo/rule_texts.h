#ifndef LIBCHECK_SLO_RULE_TEXTS_H_
#define LIBCHECK_SLO_RULE_TEXTS_H_

#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/source/source_file.h"

namespace check::slo {

/// The rule files that a text holds, for rules::Load: the text itself, if it is one. Of Markdown,
/// the blocks of code that hold rules. Rules without a group, as documents show them, get one.
/// Places in what is returned lead back to `file`. It lives in `arena`.
std::vector<const SourceFile*> RuleTexts(const SourceFile& file, Arena& arena);

/// Whether a text is a rule file, has rules without a group, or shows some in its blocks of code:
/// whether RuleTexts would give anything but a text without rules.
bool HoldsRules(std::string_view text);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_RULE_TEXTS_H_
