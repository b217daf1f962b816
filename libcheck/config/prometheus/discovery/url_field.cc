#include "libcheck/config/prometheus/discovery/url_field.h"

#include <fmt/format.h>

#include "libcheck/base/url.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/values.h"

namespace check::config::prometheus {

void CheckUrlField(schema::Section& section, std::string_view field, const UrlRules& rules) {
  const yaml::Entry* entry = section.FindSet(field);
  if (entry == nullptr) return;
  const auto report = [&](std::string message, std::string upstream) -> Diagnostic& {
    return section.Report(schema::kBadValue, entry->value, std::move(message), std::move(upstream));
  };
  const Result<Url> url = ParseUrl(section.values().TextOf(entry->value));
  if (!url) {
    report(fmt::format("invalid URL in `{}`: {}", field, schema::UrlFault(url.error())),
           fmt::format("{}{}", rules.prefix, url.error().message));
    return;
  }
  const bool fits =
      rules.only_http ? url->scheme == "http" || url->scheme == "https" : !url->scheme.empty();
  if (!rules.no_scheme.empty() && !fits) {
    report(url->scheme.empty() ? fmt::format("the URL in `{}` has no scheme", field)
                               : fmt::format("the scheme of `{}` is not HTTP", field),
           std::string(rules.no_scheme))
        .notes.emplace_back("add `http://` or `https://` in front");
  } else if (!rules.no_host.empty() && url->host.empty()) {
    report(fmt::format("the URL in `{}` has no host", field), std::string(rules.no_host));
  }
}

}  // namespace check::config::prometheus
