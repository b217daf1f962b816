#ifndef LIBCHECK_TEMPLATE_SHARED_FUNCTIONS_H_
#define LIBCHECK_TEMPLATE_SHARED_FUNCTIONS_H_

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/template/execute.h"

/// What the functions of several environments are made of, and those that several have.
namespace check::gotemplate {

inline bool Failed(GoCall& call, std::string_view error) {
  call.error = error;
  return false;
}

inline bool Give(GoCall& call, const GoValue& result) {
  call.result = result;
  return true;
}

inline bool GiveString(GoCall& call, std::string_view text) {
  return Give(call, call.execution.KeepString(text));
}

inline std::string_view TextOf(const GoCall& call, std::size_t argument = 0) {
  return call.arguments[argument].string();
}

/// A function of a text that gives a text.
template <std::string (*map)(std::string_view)>
bool GiveMapped(GoCall& call) {
  return GiveString(call, map(TextOf(call)));
}

/// Text, numbers of some types and durations, as Prometheus takes them for a number. Nothing: the
/// call's error says why.
std::optional<double> NumberOf(GoCall& call, const GoValue& value);

bool GiveHumanizedDuration(GoCall& call);  ///< humanizeDuration
bool GiveMatch(GoCall& call);              ///< match
bool GiveReplaced(GoCall& call);           ///< reReplaceAll
bool GiveHtml(GoCall& call);               ///< safeHtml

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_SHARED_FUNCTIONS_H_
