#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "libcheck/api/prometheus.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/server_flags.h"

// The commands that ask a server whether it is well.
namespace tools {
namespace {

using check::Result;

struct Options {
  std::string word;
  std::string wait;
  ServerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

// Whether asking again may give another answer.
bool MayChange(const check::api::Fault& fault) {
  using Kind = check::api::Fault::Kind;
  return fault.kind == Kind::kStatus || fault.kind == Kind::kConnection;
}

Exit Run(const Options& options, std::string_view what) {
  using Clock = std::chrono::steady_clock;
  auto until = Clock::now();
  if (!options.wait.empty()) {
    const Result<check::Duration> wait = ReadDurationFlag("--wait", options.wait);
    if (!wait) return Fail(wait.error().message);
    until += TimeoutOf(*wait);
  }
  ServerFlags flags = options.server;
  if (flags.timeout.empty()) flags.timeout = "10s";
  const Result<ChosenServer> chosen = flags.Choose(options.word);
  if (!chosen) return Fail(chosen.error().message);
  for (;;) {
    const auto reply = check::api::Probe(*chosen->server, fmt::format("/-/{}", what));
    if (reply) {
      // Its first line: servers of other kinds may say more.
      constexpr std::size_t kMost = 200;
      const std::string text = reply->substr(0, std::min(reply->find('\n'), kMost));
      WriteOut(fmt::format("`{}` is {}{}{}\n", chosen->server->name(), what,
                           text.empty() ? "" : ": ", text));
      return Exit::kOk;
    }
    if (Clock::now() >= until || !MayChange(reply.fault)) {
      WriteFault(reply.fault);
      // What answers is not well; what does not answer could not be asked.
      return reply.fault.kind == check::api::Fault::Kind::kStatus ? Exit::kProblems : Exit::kFailed;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
  }
}

std::function<Exit()> Declare(FlagSet& flags, std::string_view what) {
  auto options = std::make_shared<Options>();
  flags.Argument("server", &options->word, "SERVER",
                 "A URL or the name of a context (default: --context, PRONOIA_URL, "
                 "PRONOIA_CONTEXT, the current context, or localhost:9090)");
  flags.Option("--wait", &options->wait, "DURATION",
               fmt::format("Retry until it is {}, at most this long", what));
  options->server.Declare(flags, "10s");
  return [options, what = std::string(what)] { return Run(*options, what); };
}

constexpr Example kHealthyExamples[] = {
    {"pronoia check healthy localhost:9090", "Check whether the server is healthy"},
};
constexpr Example kReadyExamples[] = {
    {"pronoia check ready --wait 2m localhost:9090", "Wait until a starting server is ready"},
};

}  // namespace

extern const Command kCheckHealthyCommand = {
    .path = "check healthy",
    .summary = "Check whether a Prometheus or Alertmanager server is healthy",
    .description = "Exit status: 0 yes, 1 no, 2 the server does not respond.",
    .examples = kHealthyExamples,
    .declare = [](FlagSet& flags) { return Declare(flags, "healthy"); },
};

extern const Command kCheckReadyCommand = {
    .path = "check ready",
    .summary = "Check whether a Prometheus or Alertmanager server is ready",
    .description = "Exit status: 0 yes, 1 no, 2 the server does not respond.",
    .examples = kReadyExamples,
    .declare = [](FlagSet& flags) { return Declare(flags, "ready"); },
};

}  // namespace tools
