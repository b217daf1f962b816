#ifndef TOOLS_COMPAT_AMTOOL_CALLS_H_
#define TOOLS_COMPAT_AMTOOL_CALLS_H_

#include "tools/compat/go_openapi.h"

namespace tools::compat {

/// The calls of Alertmanager's API that amtool makes, as its client knows them.
extern const OpenApiCall kGetStatus;
extern const OpenApiCall kGetAlerts;
extern const OpenApiCall kPostAlerts;
extern const OpenApiCall kGetSilences;
extern const OpenApiCall kPostSilences;
extern const OpenApiCall kGetSilence;
extern const OpenApiCall kDeleteSilence;

/// A silence in the file of `silence import`.
extern const GoJsonType kPostableSilence;

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_CALLS_H_
