#ifndef LIBCHECK_CONFIG_ALERTMANAGER_RECEIVER_CHANGES_H_
#define LIBCHECK_CONFIG_ALERTMANAGER_RECEIVER_CHANGES_H_

#include <optional>
#include <string>
#include <vector>

#include "libcheck/config/alertmanager/alertmanager_config.h"

namespace check::config::alertmanager {

/// A setting of a receiver, or of `global`, that is not the same in two configurations. It can be
/// shown: secrets are hidden, so that both texts can be alike.
struct ReceiverChange {
  std::string receiver;  ///< Empty: `global`.
  std::string field;     ///< "slack_configs[0].channel"; empty: the receiver as a whole.
  std::optional<std::string> before;  ///< Nothing: it was not there.
  std::optional<std::string> after;
};

/// What differs between receivers of the same name and between the fields of `global`, in the order
/// of the new configuration; receivers that only one has are a change as a whole.
std::vector<ReceiverChange> CompareReceivers(const AlertmanagerConfig& before,
                                             const AlertmanagerConfig& after);

}  // namespace check::config::alertmanager

#endif  // LIBCHECK_CONFIG_ALERTMANAGER_RECEIVER_CHANGES_H_
