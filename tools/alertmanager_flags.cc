#include "tools/alertmanager_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "libcheck/api/alertmanager.h"
#include "libcheck/base/text.h"
#include "libcheck/base/time_expression.h"
#include "tools/output.h"

namespace tools {
namespace {

namespace api = check::api;
using check::Error;
using check::Result;

constexpr std::chrono::seconds kDefaultTimeout(30);
// That another member of a cluster is given to answer before the next one is asked.
constexpr std::chrono::milliseconds kPatience = std::chrono::seconds(5);

// Whether somebody answers there, be it to say no.
bool Answers(const api::Fault& fault) {
  return fault.kind != api::Fault::Kind::kConnection && (fault.status < 502 || fault.status > 504);
}

// The first of `urls` that answers.
Result<api::Server> FirstThatAnswers(api::ServerOptions options,
                                     const std::vector<std::string>& urls,
                                     check::http::HttpTransport& transport, bool verbose) {
  std::string failures;
  for (const std::string& url : urls) {
    options.url = url;
    api::ServerOptions hasty = options;
    hasty.timeout = std::min(options.timeout, kPatience);
    hasty.most_retries = 0;
    const Result<api::Server> asked = api::Server::Make(hasty, check::Disk(), transport);
    if (!asked) return asked.error();
    const auto reply = api::v2::Receivers(*asked);
    if (reply || Answers(reply.fault)) {
      if (verbose) WriteErr(fmt::format("asking `{}`\n", asked->name()));
      return api::Server::Make(options, check::Disk(), transport);
    }
    if (verbose) WriteErr(fmt::format("{}; trying the next one\n", reply.fault.message));
    failures += fmt::format("{}{}", failures.empty() ? "" : "; ", reply.fault.message);
  }
  return Error{fmt::format("none of {} Alertmanagers responds: {}", urls.size(), failures)};
}

}  // namespace

void AlertmanagerFlags::Declare(FlagSet& flags) {
  flags.Option("--alertmanager", &urls, "URL",
               "URL of Alertmanager, or of several members of a cluster separated by commas (the "
               "first that responds is used), or the name of a context");
  times.Declare(flags);
  server.Declare(flags, "30s");
  flags.Switch("-v,--verbose", &verbose, "Report which Alertmanager is used");
}

Result<ChosenServer> AlertmanagerFlags::Choose() const {
  std::optional<check::workspace::Context> found;
  Result<api::ServerOptions> options =
      server.Options(fmt::format("{}", fmt::join(urls, ",")), found);
  if (!options) return options.error();
  if (server.timeout.empty() && (!found || found->timeout.empty())) {
    options->timeout = kDefaultTimeout;
  }
  std::vector<std::string> list;
  check::ForEachWord(options->url,
                     [&](std::string_view url) { list.emplace_back(check::TrimSpace(url)); });
  ChosenServer chosen = {.transport = check::http::LazyCurlTransport()};
  Result<api::Server> made = list.size() < 2
                                 ? api::Server::Make(*options, check::Disk(), *chosen.transport)
                                 : FirstThatAnswers(*options, list, *chosen.transport, verbose);
  if (!made) return made.error();
  if (verbose && list.size() < 2) WriteErr(fmt::format("asking `{}`\n", made->name()));
  chosen.server = std::move(*made);
  if (found) {
    chosen.format = found->format;
    chosen.time_zone = found->time_zone;
  }
  return chosen;
}

Exit FailWith(const api::Fault& fault) {
  WriteFault(fault);
  return Exit::kFailed;
}

std::optional<AskedAlertmanager> AlertmanagerFlags::Open() const {
  Result<ChosenServer> chosen = Choose();
  if (!chosen) {
    WriteError(chosen.error().message);
    return std::nullopt;
  }
  std::string zone = times.Zone(chosen->time_zone);
  if (const auto problem = check::CheckTimeZone(zone)) {
    WriteError(fmt::format("--tz: {}", problem->message));
    return std::nullopt;
  }
  return AskedAlertmanager{std::move(*chosen), std::move(zone)};
}

}  // namespace tools
