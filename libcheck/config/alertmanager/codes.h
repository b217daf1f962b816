#ifndef LIBCHECK_CONFIG_ALERTMANAGER_CODES_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_CODES_H_

#include <span>

#include "libcheck/diagnostic/diagnostic.h"

/// What a check of an alertmanager.yml can report, beside what is wrong with single sections.
namespace check::config::alertmanager {

extern const CodeInfo kMatcherClassicOnly;
extern const CodeInfo kMatcherDisagreement;
extern const CodeInfo kCommonEmpty;
extern const CodeInfo kGroupLabelEmpty;
extern const CodeInfo kNoTemplateFile;
extern const CodeInfo kUndefinedName;
extern const CodeInfo kUnreadableTemplates;

/// All of them, sorted by code.
std::span<const CodeInfo* const> Codes();

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_CODES_H_
