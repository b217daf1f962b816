#include "libcheck/workspace/kinds/kinds.h"

namespace check::workspace {

// Those that hold rules are rule files.
extern const FileKind kKubernetesKind = {
    .name = "kubernetes",
    .noun = "a Kubernetes object",
    .unit = "object",
    .advice = "`pronoia check rules` reads the rules of a PrometheusRule",
    .is = [](const Outline& o) { return o.Has("apiVersion") && o.Has("kind"); },
};

}  // namespace check::workspace
