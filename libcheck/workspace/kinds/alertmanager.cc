#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {
namespace {

constexpr std::string_view kKeys[] = {"inhibit_rules", "mute_time_intervals", "receivers", "route",
                                      "time_intervals"};

}  // namespace

extern const FileKind kAlertmanagerKind = {
    .name = "alertmanager",
    .noun = "an Alertmanager configuration",
    .unit = "receiver",
    .advice = "check it with `amtool check-config`",
    .keys = kKeys,
};

}  // namespace check::workspace
