#include <algorithm>

#include "tools/cmd_check.h"
#include "tools/command.h"

// Every subcommand, one line each, in the order `--help` lists them. Those that check files of one
// kind come from the table of kinds, and stand among the others that begin with the same word.
#define PRONOIA_ALL_COMMANDS(X) \
  X(Check)                      \
  X(CheckMetrics)               \
  X(CheckHealthy)               \
  X(CheckReady)                 \
  X(CheckRelabel)               \
  X(CheckServiceDiscovery)      \
  X(QueryInstant)               \
  X(QueryRange)                 \
  X(QuerySeries)                \
  X(QueryLabels)                \
  X(QueryMetadata)              \
  X(QueryTargets)               \
  X(QueryRules)                 \
  X(QueryAlerts)                \
  X(QueryExemplars)             \
  X(QueryStatus)                \
  X(QueryAnalyze)               \
  X(QueryRecord)                \
  X(QueryShell)                 \
  X(RoutesAlerts)               \
  X(RoutesDiff)                 \
  X(RoutesExplain)              \
  X(RoutesShow)                 \
  X(RoutesTest)                 \
  X(TemplateRender)             \
  X(AlertQuery)                 \
  X(AlertAdd)                   \
  X(AlertWhy)                   \
  X(SilenceQuery)               \
  X(SilenceWhich)               \
  X(SilenceShow)                \
  X(SilenceAdd)                 \
  X(SilenceExpire)              \
  X(SilenceUpdate)              \
  X(SilenceExtend)              \
  X(SilencePlan)                \
  X(SilenceApply)               \
  X(SilenceImport)              \
  X(SilenceExport)              \
  X(ClusterShow)                \
  X(AmConfigDiff)               \
  X(AmConfigGet)                \
  X(AmConfigLoad)               \
  X(AmConfigShow)               \
  X(AmReceiversTest)            \
  X(RulesDiff)                  \
  X(RulesList)                  \
  X(RulesSync)                  \
  X(Backtest)                   \
  X(SloBacktest)                \
  X(SloBudget)                  \
  X(SloBurn)                    \
  X(SloExplain)                 \
  X(SloGenerate)                \
  X(SloReport)                  \
  X(SloSimulate)                \
  X(SloWhatif)                  \
  X(TestPromql)                 \
  X(TestRoutes)                 \
  X(TestRules)                  \
  X(Fmt)                        \
  X(PromqlFormat)               \
  X(PromqlExplain)              \
  X(PromqlLabelMatchersSet)     \
  X(PromqlLabelMatchersDelete)  \
  X(Explain)                    \
  X(Lint)                       \
  X(ContextList)                \
  X(ContextShow)                \
  X(ContextUse)                 \
  X(PushMetrics)                \
  X(DebugPprof)                 \
  X(DebugMetrics)               \
  X(DebugAll)                   \
  X(Schema)                     \
  X(Completion)                 \
  X(Amtool)                     \
  X(Promtool)                   \
  X(DevGenerate)

namespace tools {

#define PRONOIA_DECLARE(name) extern const Command k##name##Command;
PRONOIA_ALL_COMMANDS(PRONOIA_DECLARE)
#undef PRONOIA_DECLARE

namespace {

// Puts `command` among those of the same first word, which are sorted.
void Insert(const Command& command, std::vector<const Command*>& commands) {
  const std::string_view word = command.path.substr(0, command.path.find(' ') + 1);
  auto at = commands.end();
  for (auto it = commands.begin(); it != commands.end(); ++it) {
    if ((*it)->path.starts_with(word) && (*it)->path < command.path) at = it + 1;
    if ((*it)->path.starts_with(word) && at == commands.end()) at = it;
  }
  commands.insert(at, &command);
}

}  // namespace

std::span<const Command* const> AllCommands() {
#define PRONOIA_ADDRESS(name) &k##name##Command,
  static const std::vector<Command> of_kinds = KindCommands();
  static const std::vector<const Command*> all = [] {
    std::vector<const Command*> commands = {PRONOIA_ALL_COMMANDS(PRONOIA_ADDRESS)};
    for (const Command& command : of_kinds) Insert(command, commands);
    const auto is_check = [](const Command* c) { return c->path.starts_with("check"); };
    const auto end = std::stable_partition(commands.begin(), commands.end(), is_check);
    std::sort(commands.begin(), end,
              [](const Command* a, const Command* b) { return a->path < b->path; });
    return commands;
  }();
#undef PRONOIA_ADDRESS
  return all;
}

}  // namespace tools
