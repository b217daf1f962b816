#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/discovery/json.h"
#include "libcheck/discovery/mechanisms.h"
#include "libcheck/discovery/target_list.h"

namespace check::discovery {
namespace {

using config::prometheus::kHttpSdConfig;

// Prometheus: `^(?i:application\/json(;\s*charset=("utf-8"|utf-8))?)$`
bool IsJsonType(std::string_view type) {
  const auto trim = [](std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    return text;
  };
  std::string lower = ToLower(trim(type));
  lower.erase(lower.find_last_not_of(" \t\r\n") + 1);
  constexpr std::string_view kJson = "application/json";
  if (!lower.starts_with(kJson)) return false;
  std::string_view rest = std::string_view(lower).substr(kJson.size());
  if (rest.empty()) return true;
  if (rest.front() != ';') return false;
  rest = trim(rest.substr(1));
  return rest == "charset=utf-8" || rest == "charset=\"utf-8\"";
}

Result<Found> Discover(const schema::Values& section, const Context& context) {
  const std::string url(section.Text("url"));
  Result<http::HttpRequest> request = RequestFor(section, url, context);
  if (!request) return request.error();
  const Duration interval = section.Time("refresh_interval", kHttpSdConfig);
  request->headers.emplace_back("Accept: application/json");
  request->headers.push_back(fmt::format("X-Prometheus-Refresh-Interval-Seconds: {}",
                                         std::chrono::duration<double>(interval).count()));
  Result<Answer> answer = Fetch(context, *request);
  if (!answer) return answer.error();
  const std::string shown = http::PublicUrl(url);
  if (answer->head.status != 200) {
    return Error{fmt::format("cannot read `{}`: the server responds with {}", shown,
                             http::StatusText(answer->head.status))};
  }
  if (!IsJsonType(answer->head.content_type)) {
    return Error{fmt::format(
        "cannot read `{}`: Prometheus requires `Content-Type: application/json`, but the server "
        "sends {}",
        shown,
        answer->head.content_type.empty() ? "nothing of it" : GoQuote(answer->head.content_type))};
  }
  Result<std::vector<TargetGroup>> groups =
      ReadTargetList("answer.json", std::move(answer->body), "__meta_url", url);
  if (!groups) {
    return Error{fmt::format("cannot read `{}`: {}", shown, groups.error().message)};
  }
  Found found;
  found.groups = std::move(*groups);
  return found;
}

}  // namespace

const Mechanism kHttp = {Discover};

}  // namespace check::discovery
