#ifndef LIBCHECK_TEMPLATE_ALERTMANAGER_CONTEXT_H_
#define LIBCHECK_TEMPLATE_ALERTMANAGER_CONTEXT_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/template/alertmanager.h"

namespace check::gotemplate {

extern const GoType kPairsType;    ///< template.Pairs
extern const GoType kStringsType;  ///< template.Strings

/// A time, and what functions say of one.
extern const TemplateType kTimeType;

/// What Alertmanager's functions share while a text is expanded. The context of an execution is a
/// pointer to a pointer to one.
class NotificationContext {
 public:
  NotificationContext(const TemplateSet& set, Escaping escaping, const GoValue& dot,
                      const GoTime& time);

  /// routeLabels: a label may call for others, but not for itself.
  bool GiveRouteLabel(GoCall& call);

  const GoTime now;

 private:
  const TemplateSet& set_;
  Escaping escaping_;
  GoValue dot_;
  const NotificationData* data_ = nullptr;  // Null if the dot is something else.
  std::map<std::string_view, std::string> expanded_;
  std::vector<std::string_view> expanding_;
};

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_ALERTMANAGER_CONTEXT_H_
