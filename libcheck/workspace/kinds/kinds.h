#ifndef LIBCHECK_WORKSPACE_KINDS_KINDS_H_
#define LIBCHECK_WORKSPACE_KINDS_KINDS_H_

#include "libcheck/workspace/file_kind.h"

// Every kind of file, one line each, in the order in which detection tries them. Its file in this
// folder has the same name, in small letters.
#define LIBCHECK_ALL_FILE_KINDS(X) \
  X(Settings)                      \
  X(Templates)                     \
  X(Contexts)                      \
  X(Metrics)                       \
  X(Slo)                           \
  X(Targets)                       \
  X(RouteTests)                    \
  X(Tests)                         \
  X(Alertmanager)                  \
  X(Silences)                      \
  X(Rules)                         \
  X(Kubernetes)                    \
  X(WebConfig)                     \
  X(Blackbox)                      \
  X(Prometheus)                    \
  X(ScrapeConfigs)

namespace check::workspace {

#define LIBCHECK_DECLARE(kind) extern const FileKind k##kind##Kind;
LIBCHECK_ALL_FILE_KINDS(LIBCHECK_DECLARE)
#undef LIBCHECK_DECLARE

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_KINDS_KINDS_H_
