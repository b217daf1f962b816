#ifndef LIBCHECK_TEMPLATE_FOREIGN_NAMES_H_
#define LIBCHECK_TEMPLATE_FOREIGN_NAMES_H_

#include <span>

#include "libcheck/template/environment.h"

/// Names that people write since templates elsewhere have them: those of Sprig and Helm, Grafana,
/// gomplate, and of rules in notifications. Each row says what to write.
namespace check::gotemplate {

/// Functions that labels and annotations of rules do not have.
std::span<const ForeignName> ForeignToRules();
/// Functions that notifications do not have.
std::span<const ForeignName> ForeignToNotifications();
/// Fields that a notification does not have.
std::span<const ForeignName> ForeignNotificationFields();
/// Variables that a notification does not have.
std::span<const ForeignName> ForeignNotificationVariables();

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_FOREIGN_NAMES_H_
