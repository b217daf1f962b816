#include "libcheck/config/blackbox/probes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "libcheck/base/ascii.h"
#include "libcheck/base/number.h"
#include "libcheck/schema/codes.h"

namespace check::config::blackbox {
namespace {

using schema::Section;
using schema::Values;

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

void CheckVersions(Section& section) {
  const Values& values = section.values();
  const bool http3 = values.Bool("enable_http3");
  for (const yaml::Node& item : values.Items("valid_http_versions")) {
    const std::string_view version = values.TextOf(item);
    if (!http3 && version == "HTTP/3.0") {
      section.Report(schema::kBadValue, item, "`HTTP/3.0` needs `enable_http3`",
                     "HTTP/3 cannot be used as a valid HTTP version when enable_http3 is false");
    } else if (http3 && (version == "HTTP/2.0" || version == "HTTP/1.1")) {
      section.Report(schema::kBadValue, item,
                     fmt::format("`{}` cannot be combined with `enable_http3`", version),
                     "HTTP/3 and HTTP/2.0/1.1 cannot be used together - only HTTP/3.0 is allowed "
                     "when enable_http3 is true");
    }
  }
  if (http3 && values.Bool("enable_http2", section.object())) {
    section.Report(schema::kDependentField, values.Find("enable_http3")->key,
                   "`enable_http3` needs `enable_http2: false`",
                   "when enable_http3 is true, enable_http2 must be set to false");
  }
}

}  // namespace

bool AcceptsEncoding(std::string_view encoding, std::string_view accept) {
  if (encoding.empty() || accept.empty()) return true;
  struct Choice {
    std::string_view encoding;
    double quality;
  };
  std::vector<Choice> choices;
  for (;;) {
    const std::size_t comma = accept.find(',');
    const std::string_view part = accept.substr(0, comma);
    const std::size_t semicolon = part.rfind(';');
    Choice choice = {Trim(part.substr(0, semicolon)), 1};
    if (semicolon != std::string_view::npos) {
      std::string_view quality = Trim(part.substr(semicolon + 1));
      if (quality.starts_with("q=")) quality.remove_prefix(2);
      choice.quality = std::round(ParseGoFloat(quality).value_or(0) * 1000) / 1000;
    }
    choices.push_back(choice);
    if (comma == std::string_view::npos) break;
    accept.remove_prefix(comma + 1);
  }
  std::stable_sort(choices.begin(), choices.end(),
                   [](const Choice& a, const Choice& b) { return a.quality > b.quality; });
  for (const Choice& choice : choices) {
    if (choice.encoding == encoding || choice.encoding == "*") return choice.quality > 0;
  }
  return false;
}

void CheckHttpProbe(Section& section) {
  const Values& values = section.values();
  if (values.IsSet("body") && values.IsSet("body_file")) {
    section.Report(schema::kExclusiveFields, values.Find("body_file")->key,
                   "only one of `body`, `body_file` can be set",
                   "setting body and body_file both are not allowed");
  }
  const std::string_view compression = values.Text("compression");
  const Values headers = values.Sub("headers");
  for (const yaml::Entry& header : headers.entries()) {
    const std::string_view name = headers.TextOf(header.key);
    const std::string_view value = headers.TextOf(header.value);
    if (LowerAscii(name) != "accept-encoding" || AcceptsEncoding(compression, value)) continue;
    section.Report(schema::kBadValue, header.value,
                   fmt::format("`compression: {}` is not accepted by `{}`", compression, name),
                   fmt::format("invalid configuration \"{}: {}\", \"compression: {}\"", name, value,
                               compression));
  }
  CheckVersions(section);
}

void CheckIcmpProbe(Section& section) {
  const std::int64_t ttl = section.values().Integer("ttl", section.object());
  if (ttl < 0) {
    section.Report(schema::kBadValue, section.Find("ttl")->value, "`ttl` cannot be negative",
                   "\"ttl\" cannot be negative");
  } else if (ttl > 255) {
    section.Report(schema::kBadValue, section.Find("ttl")->value, "`ttl` cannot be more than 255",
                   "\"ttl\" cannot exceed 255");
  }
}

}  // namespace check::config::blackbox
