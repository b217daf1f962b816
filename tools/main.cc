#include <csignal>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/deep_stack.h"
#include "tools/cli_model.h"
#include "tools/command.h"
#include "tools/compat/promtool.h"

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

namespace {

int Run(int argc, char** argv) {
  // A reader that has gone is told apart by write()'s error, so that files being written aside are
  // not left behind.
  std::signal(SIGPIPE, SIG_IGN);

  // Called through a link named promtool, or as `pronoia promtool`, it takes promtool's part.
  const std::string_view name = argc > 0 ? argv[0] : "pronoia";
  const bool linked = name.substr(name.find_last_of('/') + 1) == "promtool";
  const bool named = argc > 1 && std::string_view(argv[1]) == "promtool";
  if (linked || named) {
    return tools::compat::RunPromtool(
        std::vector<std::string>(argv + (linked ? 1 : 2), argv + argc));
  }
  return tools::CommandLine().Run(argc, argv);
}

}  // namespace

int main(int argc, char** argv) {
  int status = 0;
  {
    const check::DeepThread thread([&] { status = Run(argc, argv); });
    // Signals are for the thread that works.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
  }
  return status;
}
