#ifndef LIBCHECK_TEMPLATE_DEFAULT_TEMPLATES_H_
#define LIBCHECK_TEMPLATE_DEFAULT_TEMPLATES_H_

#include <string>

namespace check::gotemplate {

/// Definitions that give what those of Alertmanager 0.34 give: the texts of all receivers
/// ("slack.default.title") and what they are made of ("__subject").
std::string DefaultTemplates();

/// "email.default.subject" and "email.default.html".
std::string DefaultEmailTemplates();

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_DEFAULT_TEMPLATES_H_
