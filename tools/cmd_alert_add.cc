#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/time_expression.h"
#include "tools/alert_words.h"
#include "tools/alertmanager_flags.h"
#include "tools/command.h"
#include "tools/query_flags.h"

// The command that sends an alert.
namespace tools {
namespace {

namespace v2 = check::api::v2;
using check::Result;

struct Options {
  std::vector<std::string> labels;
  std::vector<std::string> annotations;
  std::string start, end;
  std::string generator_url;
  AlertmanagerFlags server;
};

Exit Fail(const std::string& message) {
  WriteError(message);
  return Exit::kFailed;
}

// The zero time if nothing is said: the server chooses.
Result<check::OffsetTime> ReadTime(std::string_view flag, const std::string& text,
                                   std::string_view zone, check::Toward toward) {
  if (text.empty()) return check::OffsetTime();
  const Result<std::int64_t> time = check::ParseTime(text, Now(), zone, toward);
  if (!time) return check::Error{fmt::format("{}: {}", flag, time.error().message)};
  return check::OffsetTime{*time};
}

Exit Run(const Options& options) {
  v2::Alert alert = {.generator_url = options.generator_url};
  auto labels = ReadPairs(options.labels, "label", true);
  if (!labels) return Fail(labels.error().message);
  alert.labels = std::move(*labels);
  auto annotations = ReadPairs(options.annotations, "annotation");
  if (!annotations) return Fail(annotations.error().message);
  alert.annotations = std::move(*annotations);
  const auto asked = options.server.Open();
  if (!asked) return Exit::kFailed;
  const auto start = ReadTime("--start", options.start, asked->zone, check::Toward::kPast);
  if (!start) return Fail(start.error().message);
  const auto end = ReadTime("--end", options.end, asked->zone, check::Toward::kFuture);
  if (!end) return Fail(end.error().message);
  alert.starts_at = *start;
  alert.ends_at = *end;
  const auto reply = v2::PostAlerts(asked->server(), std::span(&alert, 1));
  return reply ? Exit::kOk : FailWith(reply.fault);
}

constexpr Example kExamples[] = {
    {"pronoia alert add TestAlert severity=page --annotation summary='only a test' --end +10m",
     "Send an alert that ends by itself"},
    {"pronoia alert add TestAlert severity=page --end now", "Resolve it"},
};

}  // namespace

extern const Command kAlertAddCommand = {
    .path = "alert add",
    .summary = "Send an alert to an Alertmanager",
    .description =
        "Sends an alert with the given labels, of which a first word without `=` is the name. "
        "Without --start it begins now; without --end it is resolved after the `resolve_timeout` "
        "of the Alertmanager, 5m by default. Receivers are notified of it as of any other.",
    .ending = kAlertmanagerEnding,
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("label", &options->labels, "NAME=VALUE", "The labels of the alert",
                     {.required = true});
      flags.Option("--annotation", &options->annotations, "NAME=VALUE", "An annotation");
      flags.Option("--start", &options->start, "TIME", "When it began: `-10m`, `14:00`, RFC 3339");
      flags.Option("--end", &options->end, "TIME", "When it ends: `+10m`, `now`, RFC 3339");
      flags.Option("--generator-url", &options->generator_url, "URL", "What caused it");
      options->server.Declare(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
