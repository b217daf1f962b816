#ifndef TOOLS_ALERT_WHY_H_
#define TOOLS_ALERT_WHY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "libcheck/api/alertmanager.h"
#include "libcheck/model/labels.h"
#include "libcheck/report/json_text.h"
#include "libcheck/silences/held_back.h"
#include "tools/routing_file.h"

/// What is shown of what holds an alert back.
namespace tools {

/// An alert, and what was found out about it.
struct AlertAccount {
  const check::api::v2::Alert* alert = nullptr;
  bool is_known = false;  ///< The server has it.
  check::silences::HeldBack held;
};

struct AccountStyle {
  const RoutingFile* routing = nullptr;
  check::model::LabelTable* table = nullptr;  ///< In which the labels of the alerts are.
  std::string_view zone;
  std::int64_t now_ms = 0;
};

/// In the order of Alertmanager's pipeline: routes, inhibition, time intervals, silences,
/// receivers.
std::string AccountText(const AlertAccount& account, const AccountStyle& style);
check::report::Json AccountJson(const AlertAccount& account, const AccountStyle& style);

}  // namespace tools

#endif  // TOOLS_ALERT_WHY_H_
