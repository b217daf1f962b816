#include "libcheck/mimir/config_api.h"

#include <utility>

#include "libcheck/base/text.h"
#include "libcheck/http/http.h"

namespace check::mimir {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 10;

}  // namespace

// Errors are JSON as Prometheus has it, or text.
extern const api::ApiKind kMimirApi = {
    .name = "the configuration API of Mimir or Cortex",
    .not_here =
        "the server is not Mimir, its configuration API is disabled, or its path differs: set it "
        "with `--cortex` or `--api-path`",
    .ask_less = "query less",
    .read_error = [](std::string_view body,
                     api::Fault& fault) { return api::kPrometheusApi.read_error(body, fault); },
    .error_text = [](const api::Fault& fault) { return api::kPrometheusApi.error_text(fault); },
};

std::optional<api::Fault> NoSuccess(http::HttpResponse& answer, const api::Server& server) {
  const Result<std::string> body = http::ReadBody(*answer.body, kMostBytes);
  if (!body || !TrimSpace(*body).starts_with('<')) return std::nullopt;
  return api::NotTheApi(answer.url, "is a page", TrimSpace(*body), server.api());
}

std::optional<api::Fault> PostYaml(const api::Server& server, std::string_view path,
                                   std::string yaml) {
  http::HttpRequest request = server.Request(path);
  request.method = "POST";
  request.headers.emplace_back("Content-Type: application/yaml");
  request.body = std::move(yaml);
  request.most_redirects = 0;
  Result<http::HttpResponse> answer = server.transport().Send(request);
  if (!answer) {
    return api::ConnectionFault(request, answer.error(), server.timeout(), server.api());
  }
  if (answer->url.empty()) answer->url = request.url;
  if (answer->status / 100 == 2) return NoSuccess(*answer, server);
  const Result<std::string> body = http::ReadBody(*answer->body, kMostBytes);
  return api::StatusFault(request, *answer, body ? *body : "", server.api());
}

}  // namespace check::mimir
