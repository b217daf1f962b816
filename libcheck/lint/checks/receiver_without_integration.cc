#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "libcheck/base/ascii.h"
#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

// Names by which people say that nobody is to be notified.
constexpr std::string_view kNobody[] = {"null",    "none",   "nobody",  "blackhole", "black-hole",
                                        "devnull", "noop",   "drop",    "void",      "empty",
                                        "silent",  "ignore", "discard", "dummy",     "watchdog"};

// "team/config/null" is what operators make of it.
bool SaysNobody(std::string_view name) {
  const std::string lower = LowerAscii(name.substr(name.rfind('/') + 1));
  return std::any_of(std::begin(kNobody), std::end(kNobody),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

void Run(const ReceiverContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  const config::alertmanager::Receiver& receiver = context.receiver;
  if (context.has_errors || !receiver.integrations.empty() || receiver.name.empty() ||
      SaysNobody(receiver.name) || !context.whole.config.route) {
    return;
  }
  bool is_used = false;
  ForEachRoute(*context.whole.config.route, [&](const config::alertmanager::Route& route) {
    is_used = is_used || route.receiver == receiver.name;
  });
  if (!is_used) return;
  Diagnostic& diagnostic = diagnostics.Report(
      info, context.InFile(ValueOf(receiver.section, "name")),
      fmt::format("the receiver `{}` has no integration, so it notifies nobody", receiver.name));
  diagnostic.notes.emplace_back("name it `null` if this is intended");
  // Alerts that no route knows of are lost without notice; for others it may well be meant.
  if (context.whole.config.route->receiver != receiver.name) diagnostic.severity = Severity::kInfo;
}

}  // namespace

const Check receiver_without_integration = {
    .info =
        {
            .code = "receiver-without-integration",
            .severity = Severity::kWarning,
            .summary = "a receiver without integrations",
            .explanation = R"(
A receiver without integrations drops its alerts. This is useful for alerts that nobody should
see; call such a receiver `null`, `none` or `blackhole`, which this check ignores.
)",
            .bad = R"(route:
  receiver: pager
receivers:
  - name: pager
)",
            .good = R"(route:
  receiver: pager
receivers:
  - name: pager
    webhook_configs: [{url: 'http://hooks/pager'}]
)",
        },
    .run = Run,
};

}  // namespace check::lint
