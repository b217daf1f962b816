#include "tools/server_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "libcheck/base/edit_distance.h"
#include "libcheck/config/common/http_client_file.h"
#include "libcheck/diagnostic/finding.h"
#include "libcheck/files/file_system.h"
#include "libcheck/report/report.h"
#include "tools/flags.h"
#include "tools/output.h"

namespace tools {
namespace {

using check::Error;
using check::Result;
using check::workspace::Context;
using check::workspace::Contexts;

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// What is wrong with a file that tells how to ask, on standard error.
void PrintProblems(const check::Diagnostics& problems) {
  check::report::Run run;
  for (const check::Diagnostic& problem : problems.found()) {
    run.findings.push_back(check::ToFinding(problem));
  }
  WriteErr(check::report::FindFormat("text")->Render(run, {.colour = false}));
}

Result<Context> FindContext(const Contexts& contexts, std::string_view name) {
  if (const Context* found = contexts.Find(name)) return *found;
  if (contexts.contexts.empty()) {
    return Error{fmt::format("unknown context `{}`: there are none in `{}`", name, contexts.path)};
  }
  std::vector<std::string_view> names;
  for (const Context& context : contexts.contexts) names.push_back(context.name);
  const auto meant = check::ClosestMatch(name, names);
  return Error{fmt::format("unknown context `{}` in `{}`; {}", name, contexts.path,
                           meant ? fmt::format("did you mean `{}`?", *meant)
                                 : fmt::format("there are `{}`", fmt::join(names, "`, `")))};
}

Result<check::http::ClientSettings> ReadClientFile(const std::string& path) {
  Result<std::string> text = check::Disk().Read(path);
  if (!text) return text.error();
  const check::SourceBuffer file(path, std::move(*text));
  check::Diagnostics problems;
  check::config::HttpClientFile read = check::config::ReadHttpClientFile(file, problems);
  if (!problems.found().empty()) PrintProblems(problems);
  if (!read.valid) return Error{fmt::format("`{}` cannot be used", path)};
  return std::move(read.settings);
}

// "Name: value", from that or from "Name=value", as promtool has it.
Result<std::string> ReadHeader(std::string_view text) {
  const std::size_t at = text.find_first_of("=:");
  if (at == text.npos || at == 0) {
    return Error{"--header: expected a name and a value, such as `X-Scope-OrgID: team-a`"};
  }
  std::string_view value = text.substr(at + 1);
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return fmt::format("{}: {}", text.substr(0, at), value);
}

}  // namespace

extern const ServerKind kPrometheusServer = {
    .api = &check::api::kPrometheusApi,
    .variable = "PRONOIA_URL",
    .default_url = "http://localhost:9090",
    .field = "url",
    .url = &Context::url,
    .http_config_file = &Context::http_config_file,
};

extern const ServerKind kAlertmanagerServer = {
    .api = &check::api::kAlertmanagerApi,
    .variable = "PRONOIA_ALERTMANAGER_URL",
    .default_url = "http://localhost:9093",
    .field = "alertmanager",
    .url = &Context::alertmanager,
    .http_config_file = &Context::alertmanager_http_config_file,
};

void ServerFlags::Declare(FlagSet& flags, std::string_view default_timeout) {
  flags.Option("--context", &context, "CONTEXT", "Use the server of this context");
  flags.Option(
      "--http.config.file", &http_config_file, "FILE",
      "HTTP client settings, as for promtool and amtool: credentials, TLS, proxy, headers");
  flags.Option("--header", &headers, "HEADER", "Add a header to each request: \"Name: value\"");
  flags.Option("--tenant", &tenant, "TENANT", "Tenant of a Mimir, Cortex or Thanos server");
  flags.Option("--unix-socket", &unix_socket, "FILE", "Connect to this Unix socket");
  flags.Option("--timeout", &timeout, "DURATION",
               fmt::format("How long to wait for a response (default {})", default_timeout));
  flags.Option("--retries", &retries, "NUMBER",
               "Number of retries if the server is unreachable or busy");
}

bool LooksLikeServer(std::string_view word) {
  if (check::http::IsHttpUrl(word)) return true;
  const std::string_view host = word.substr(0, word.find('/'));
  const std::size_t colon = host.rfind(':');
  const bool has_port = colon != host.npos && colon > 0 && colon + 1 < host.size() &&
                        host.find_first_not_of("0123456789", colon + 1) == host.npos;
  const std::string_view name = host.substr(0, colon);
  return has_port && (name.front() == '[' ||
                      name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                             "0123456789.-_") == name.npos);
}

Result<Contexts> LoadContexts() {
  const std::string path = check::workspace::ContextsPath();
  Contexts none = {.path = path};
  if (path.empty()) return none;
  Result<std::string> text = check::Disk().Read(path);
  if (!text) {
    if (text.error().number == ENOENT || text.error().number == ENOTDIR) return none;
    return text.error();
  }
  const check::SourceBuffer file(path, std::move(*text));
  check::Diagnostics problems;
  Contexts contexts = check::workspace::ReadContexts(file, problems);
  if (!problems.HasErrors()) return contexts;
  PrintProblems(problems);
  return Error{"cannot use the contexts"};
}

Result<check::api::ServerOptions> ServerFlags::Options(std::string_view word,
                                                       std::optional<Context>& found) const {
  std::string url(word);
  if (!url.empty() && !context.empty()) {
    return Error{"a server and --context cannot be given together"};
  }
  std::string name = context;
  if (url.empty() && name.empty()) url = Variable(kind->variable);
  if (url.empty() && name.empty()) name = Variable("PRONOIA_CONTEXT");
  if (url.empty() || !(LooksLikeServer(url) || url.find(',') != url.npos)) {
    const Result<Contexts> contexts = LoadContexts();
    if (!contexts) return contexts.error();
    if (url.empty() && name.empty()) name = contexts->current;
    if (!url.empty() && contexts->Find(url) != nullptr) name = std::exchange(url, {});
    if (!url.empty() && url.find_first_of(".:/") == url.npos && url != "localhost") {
      const Result<Context> none = FindContext(*contexts, url);
      return Error{fmt::format("{}; write `http://{}` if it is a host", none.error().message, url)};
    }
    if (!name.empty()) {
      Result<Context> chosen = FindContext(*contexts, name);
      if (!chosen) return chosen.error();
      found = std::move(*chosen);
      url = *found.*kind->url;
      if (url.empty()) {
        return Error{fmt::format("context `{}` has no `{}`", found->name, kind->field)};
      }
    }
  }
  if (url.empty()) url = kind->default_url;

  check::api::ServerOptions options = {.url = url, .unix_socket = unix_socket, .api = kind->api};
  options.tenant = tenant.empty() && found ? found->tenant : tenant;
  options.most_retries = static_cast<int>(std::min<std::size_t>(retries, 100));
  for (const std::string& text : headers) {
    Result<std::string> header = ReadHeader(text);
    if (!header) return header.error();
    options.headers.push_back(std::move(*header));
  }
  const std::string& wait = timeout.empty() && found ? found->timeout : timeout;
  if (!wait.empty()) {
    const Result<check::Duration> duration = ReadDurationFlag("--timeout", wait);
    if (!duration) return duration.error();
    options.timeout = TimeoutOf(*duration);
  }
  const std::string& file =
      http_config_file.empty() && found ? *found.*kind->http_config_file : http_config_file;
  options.client.proxy.from_environment = file.empty();
  if (!file.empty()) {
    Result<check::http::ClientSettings> client = ReadClientFile(file);
    if (!client) return client.error();
    options.client = std::move(*client);
  }
  return options;
}

Result<ChosenServer> ServerFlags::Choose(std::string_view word) const {
  std::optional<Context> found;
  const Result<check::api::ServerOptions> options = Options(word, found);
  if (!options) return options.error();
  ChosenServer chosen = {.transport = check::http::LazyCurlTransport()};
  Result<check::api::Server> server =
      check::api::Server::Make(*options, check::Disk(), *chosen.transport);
  if (!server) return server.error();
  chosen.server = std::move(*server);
  if (found) {
    chosen.format = found->format;
    chosen.time_zone = found->time_zone;
  }
  return chosen;
}

void WriteFault(const check::api::Fault& fault) {
  WriteError(fault.message);
  for (const std::string& note : fault.notes) WriteErr("  note: " + note + "\n");
}

}  // namespace tools
