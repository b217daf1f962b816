#include "tools/command.h"

// Every subcommand, one line each, in the order `--help` lists them.
#define PRONOIA_ALL_COMMANDS(X) \
  X(CheckBlackbox)              \
  X(CheckConfig)                \
  X(CheckMetrics)               \
  X(CheckRelabel)               \
  X(CheckRules)                 \
  X(CheckServiceDiscovery)      \
  X(CheckTargets)               \
  X(CheckWebConfig)             \
  X(TestPromql)                 \
  X(TestRules)                  \
  X(Fmt)                        \
  X(PromqlFormat)               \
  X(PromqlExplain)              \
  X(PromqlLabelMatchersSet)     \
  X(PromqlLabelMatchersDelete)  \
  X(Explain)                    \
  X(Lint)                       \
  X(Schema)                     \
  X(Completion)                 \
  X(Promtool)                   \
  X(DevGenerate)

namespace tools {

#define PRONOIA_DECLARE(name) extern const Command k##name##Command;
PRONOIA_ALL_COMMANDS(PRONOIA_DECLARE)
#undef PRONOIA_DECLARE

std::span<const Command* const> AllCommands() {
#define PRONOIA_ADDRESS(name) &k##name##Command,
  static const Command* const all[] = {PRONOIA_ALL_COMMANDS(PRONOIA_ADDRESS)};
#undef PRONOIA_ADDRESS
  return all;
}

}  // namespace tools
