#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "libcheck/api/debug_archive.h"
#include "libcheck/files/file_writer.h"
#include "tools/command.h"
#include "tools/flags.h"
#include "tools/output.h"
#include "tools/raw_output.h"
#include "tools/server_flags.h"

// The commands that fetch what helps to debug a server.
namespace tools {
namespace {

using check::Result;
using check::api::DebugFile;
using check::api::DebugReply;

struct Options {
  std::string word;
  std::string output = "debug.tar.gz";
  std::string duration = "30s";
  ServerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

// Says on a terminal what has come, and anywhere what has not: what is true of several files once.
class Progress {
 public:
  void operator()(const DebugReply& reply) {
    if (reply.content) {
      if (shows_) WriteErr(fmt::format("{}: {} bytes\n", reply.file.name, reply.content->size()));
      return;
    }
    check::api::Fault fault = reply.content.fault;
    if (!said_.insert(fault.message).second) return;
    std::erase_if(fault.notes, [&](const std::string& note) { return !said_.insert(note).second; });
    WriteFault(fault);
  }

 private:
  bool shows_ = ::isatty(STDERR_FILENO) == 1;
  std::set<std::string> said_;
};

Exit Run(const Options& options, std::span<const DebugFile> files) {
  const Result<check::Duration> given = ReadDurationFlag("--duration", options.duration);
  if (!given) return Fail(given.error().message);
  const auto duration = std::chrono::ceil<std::chrono::seconds>(TimeoutOf(*given));
  ServerFlags flags = options.server;
  // The server answers when it has watched for so long.
  if (flags.timeout.empty()) flags.timeout = fmt::format("{}s", duration.count() + 60);
  const Result<ChosenServer> chosen = flags.Choose(options.word);
  if (!chosen) return Fail(chosen.error().message);

  const std::vector<DebugReply> replies =
      check::api::FetchDebugFiles(*chosen->server, files, duration, Progress());
  check::api::TarGz archive;
  std::size_t count = 0;
  for (const DebugReply& reply : replies) {
    if (!reply.content) continue;
    archive.Add(reply.file.name, *reply.content);
    ++count;
  }
  if (count == 0) return Exit::kFailed;
  const Result<std::string> packed = archive.Finish();
  if (!packed) return Fail(packed.error().message);
  if (options.output == "-") {
    WriteData(*packed);
  } else {
    if (const auto error = check::ReplaceFile(options.output, *packed)) return Fail(error->message);
    WriteErr(fmt::format("{} of {} files from `{}` are in `{}`\n", count, files.size(),
                         chosen->server->name(), options.output));
  }
  return count == files.size() ? Exit::kOk : Exit::kFailed;
}

std::function<Exit()> Declare(FlagSet& flags, std::span<const DebugFile> files) {
  auto options = std::make_shared<Options>();
  flags.Argument("server", &options->word, "SERVER",
                 "A URL or the name of a context (default: --context, PRONOIA_URL, "
                 "PRONOIA_CONTEXT, the current context, or localhost:9090)");
  flags.Option("-o,--output", &options->output, "FILE", "Archive to write; - for standard output");
  if (files.front().lasts) {
    flags.Option("--duration", &options->duration, "DURATION",
                 "Duration of the CPU profile and the trace");
  }
  options->server.Declare(flags, "a minute more than --duration");
  return [options, files] { return Run(*options, files); };
}

constexpr std::string_view kDescription =
    "All pages are fetched at once. If some cannot be fetched, they are reported, the archive "
    "contains the others, and the exit status is 2. An existing archive is replaced when the new "
    "one is complete.";

constexpr Example kAllExamples[] = {
    {"pronoia debug all localhost:9090", "Save profiles, a trace and metrics in debug.tar.gz"},
};
constexpr Example kPprofExamples[] = {
    {"pronoia debug pprof --duration 5s -o slow.tar.gz prod",
     "Profile the server of the context `prod` for 5 seconds"},
};
constexpr Example kMetricsExamples[] = {
    {"pronoia debug metrics localhost:9090", "Save the server's own metrics"},
};

}  // namespace

extern const Command kDebugPprofCommand = {
    .path = "debug pprof",
    .summary = "Save profiles and a trace of a server in an archive",
    .description = kDescription,
    .examples = kPprofExamples,
    .declare = [](FlagSet& flags) { return Declare(flags, check::api::DebugProfiles()); },
};

extern const Command kDebugMetricsCommand = {
    .path = "debug metrics",
    .summary = "Save the metrics of a server in an archive",
    .description = kDescription,
    .examples = kMetricsExamples,
    .declare = [](FlagSet& flags) { return Declare(flags, check::api::DebugMetrics()); },
};

extern const Command kDebugAllCommand = {
    .path = "debug all",
    .summary = "Save profiles and metrics of a server in an archive",
    .description = kDescription,
    .examples = kAllExamples,
    .declare = [](FlagSet& flags) { return Declare(flags, check::api::DebugEverything()); },
};

}  // namespace tools
