#include "libcheck/exposition/content_type.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"
#include "libcheck/base/utf8.h"

namespace check::exposition {
namespace {

using Reader = ReaderChoice::Reader;

struct Protocol {
  std::string_view name;
  std::string_view media_type;
};
constexpr Protocol kProtocols[] = {
    {"PrometheusProto", "application/vnd.google.protobuf"},
    {"PrometheusText0.0.4", "text/plain"},
    {"PrometheusText1.0.0", "text/plain"},
    {"OpenMetricsText0.0.1", "application/openmetrics-text"},
    {"OpenMetricsText1.0.0", "application/openmetrics-text"},
};

Reader ReaderOf(std::string_view media_type) {
  if (media_type == "text/plain") return Reader::kPrometheusText;
  if (media_type == "application/openmetrics-text") return Reader::kOpenMetrics;
  if (media_type == "application/vnd.google.protobuf") return Reader::kProtobuf;
  return Reader::kNone;
}

// Takes a token, in the sense of MIME, off the front of `text`.
std::string_view TakeToken(std::string_view& text) {
  constexpr std::string_view kSpecial = "()<>@,;:\\\"/[]?=";
  std::size_t size = 0;
  while (size < text.size() && text[size] > 0x20 && text[size] < 0x7F &&
         kSpecial.find(text[size]) == kSpecial.npos) {
    ++size;
  }
  const std::string_view token = text.substr(0, size);
  text.remove_prefix(size);
  return token;
}

// Takes a token or a string in quotes off the front of `text`.
std::optional<std::string> TakeValue(std::string_view& text) {
  if (!text.starts_with('"')) {
    const std::string_view token = TakeToken(text);
    return token.empty() ? std::nullopt : std::optional<std::string>(token);
  }
  std::string value;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return value;
    }
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    value += text[i];
  }
  return std::nullopt;
}

// What is wrong with a media type, or nothing.
std::string_view MediaTypeError(std::string_view type) {
  if (TakeToken(type).empty()) return "mime: no media type";
  if (type.empty()) return {};
  if (!type.starts_with('/')) return "mime: expected slash after first token";
  type.remove_prefix(1);
  if (TakeToken(type).empty()) return "mime: expected token after slash";
  return type.empty() ? std::string_view() : "mime: unexpected content after media subtype";
}

// What is wrong with what follows a media type, or nothing.
std::string_view ParametersError(std::string_view rest) {
  constexpr std::string_view kInvalid = "mime: invalid media parameter";
  std::map<std::string, std::string> seen;
  for (rest = TrimStart(rest); !rest.empty(); rest = TrimStart(rest)) {
    if (TrimSpace(rest) == ";") return {};
    if (!rest.starts_with(';')) return kInvalid;
    rest = TrimStart(rest.substr(1));
    const std::string name = ToLower(TakeToken(rest));
    rest = TrimStart(rest);
    if (name.empty() || !rest.starts_with('=')) return kInvalid;
    rest = TrimStart(rest.substr(1));
    const auto value = TakeValue(rest);
    if (!value) return kInvalid;
    const auto [at, is_new] = seen.emplace(name, *value);
    if (!is_new && at->second != *value) return "mime: duplicate parameter name";
  }
  return {};
}

}  // namespace

ReaderChoice ChooseReader(std::string_view content_type, std::string_view fallback) {
  std::string_view fallback_type;
  for (const Protocol& protocol : kProtocols) {
    if (protocol.name == fallback) fallback_type = protocol.media_type;
  }
  const Reader fallback_reader = ReaderOf(fallback_type);
  const bool has_fallback = !fallback_type.empty();
  const std::string quoted = GoQuote(content_type);
  const std::string used = fmt::format("using fallback_scrape_protocol {}", GoQuote(fallback_type));

  if (content_type.empty()) {
    constexpr std::string_view kBlank = "non-compliant scrape target sending blank Content-Type";
    if (has_fallback) return {fallback_reader, fmt::format("{}, {}", kBlank, used)};
    return {Reader::kNone,
            fmt::format("{} and no fallback_scrape_protocol specified for target", kBlank)};
  }
  const std::size_t end = std::min(content_type.find(';'), content_type.size());
  const std::string type = ToLower(TrimSpace(content_type.substr(0, end)));
  std::string_view error = MediaTypeError(type);
  if (error.empty()) error = ParametersError(content_type.substr(end));
  if (!error.empty()) {
    if (has_fallback) {
      return {fallback_reader,
              fmt::format("could not parse received Content-Type {}, {}\n{}", quoted, used, error)};
    }
    return {
        Reader::kNone,
        fmt::format("cannot parse Content-Type {} and no fallback_scrape_protocol for target\n{}",
                    quoted, error)};
  }
  if (const Reader reader = ReaderOf(type); reader != Reader::kNone) return {reader, {}};
  if (has_fallback) {
    return {fallback_reader, fmt::format("received unsupported Content-Type {}, {}", quoted, used)};
  }
  return {Reader::kNone,
          fmt::format("received unsupported Content-Type {} and no fallback_scrape_protocol "
                      "specified for target",
                      quoted)};
}

}  // namespace check::exposition
