#ifndef LIBCHECK_WORKSPACE_KINDS_ALERTMANAGER_OBJECTS_H_
#define LIBCHECK_WORKSPACE_KINDS_ALERTMANAGER_OBJECTS_H_

#include "libcheck/workspace/file_kind.h"

namespace check::workspace {

/// Whether the file is Kubernetes objects.
bool HasObjects(const Outline& outline);

/// Whether one of its objects holds a configuration of Alertmanager, as far as names tell, and none
/// holds rules: those are for the command that checks them.
bool HoldsAlertmanagerConfig(const Outline& outline);

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_KINDS_ALERTMANAGER_OBJECTS_H_
