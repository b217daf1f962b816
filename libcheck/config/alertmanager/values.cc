#include "libcheck/schema/values.h"

#include <fmt/format.h>

#include <string>

#include "libcheck/base/arena.h"
#include "libcheck/base/duration.h"
#include "libcheck/base/duration_advice.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/regex.h"
#include "libcheck/base/url.h"
#include "libcheck/config/alertmanager/schema.h"
#include "libcheck/schema/text_pattern.h"
#include "libcheck/template/parse.h"

namespace check::config::alertmanager {
namespace {

using schema::TextProblem;

// What a configuration that a server shows has in the place of secrets.
constexpr std::string_view kMask = "<secret>";

// `what` is how messages call the value, which is shown if it is no secret.
std::optional<TextProblem> UrlProblem(std::string_view text, std::string_view what) {
  const bool shows = what.starts_with('`');
  const std::string invalid = fmt::format("invalid URL{}{}", shows ? " " : "", shows ? what : "");
  const Result<Url> url = ParseUrl(text);
  if (!url) {
    return TextProblem{
        fmt::format("{}: {}", invalid, schema::UrlFault(url.error())), {}, url.error().message};
  }
  if (url->scheme != "http" && url->scheme != "https") {
    return TextProblem{text.empty()          ? "the URL is empty"
                       : url->scheme.empty() ? invalid + ": the scheme is missing"
                                             : fmt::format("the scheme of {} is not HTTP", what),
                       "add `http://` or `https://` in front",
                       fmt::format("unsupported scheme {} for URL", GoQuote(url->scheme))};
  }
  if (url->host.empty()) {
    return TextProblem{fmt::format("{} has no host", what), {}, "missing host for URL"};
  }
  return std::nullopt;
}

// Why Go's html/template refuses `text`, given no functions but its own.
std::optional<std::string> BareTemplateProblem(std::string_view text) {
  static const gotemplate::TemplateEnvironment kBare = {
      .name = "a webhook's URL", .functions = {}, .variables = {}, .dot = &gotemplate::kAnyType};
  const SourceBuffer source("", std::string(text));
  Arena arena;
  UpstreamTexts texts;
  Diagnostics found(&texts);
  if (gotemplate::ParseTemplate(source, kBare, "", arena, found) != nullptr) return std::nullopt;
  for (const Diagnostic& problem : found.found()) {
    if (!problem.upstream.empty()) return problem.upstream.str();
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> TemplatedTextProblem(std::string_view text) {
  return text.find("{{") == std::string_view::npos ? std::nullopt : BareTemplateProblem(text);
}

std::optional<TextProblem> HttpUrlProblem(std::string_view text) {
  const bool shows = text.find('@') == std::string_view::npos && text.size() <= 80;
  return UrlProblem(text, shows ? fmt::format("`{}`", text) : "the value");
}

std::optional<TextProblem> SecretUrlProblem(std::string_view text) {
  return text == kMask ? std::nullopt : UrlProblem(text, "the value");
}

std::optional<TextProblem> SecretTemplateUrlProblem(std::string_view text) {
  if (text.empty() || text == kMask) return std::nullopt;
  if (text.find("{{") != std::string_view::npos) {
    const auto fault = BareTemplateProblem(text);
    if (!fault) return std::nullopt;
    TextProblem problem = {"the template of the URL cannot be parsed", {}, {}};
    if (fault->find("not defined") != std::string::npos) {
      problem.message = "the template of the URL uses an unknown function";
      problem.note =
          "the URL of a webhook is parsed with Go's template functions only, such as `printf` and "
          "`urlquery`, before Alertmanager adds its own";
    }
    problem.upstream = "invalid template syntax: " + *fault;
    return problem;
  }
  std::optional<TextProblem> problem = UrlProblem(text, "the value");
  if (problem) problem->upstream = "invalid URL: " + problem->upstream;
  return problem;
}

std::optional<TextProblem> GoTimeProblem(std::string_view text) {
  if (ParseGoDuration(text)) return std::nullopt;
  return TextProblem{fmt::format("invalid duration `{}`", text), GoDurationAdvice(text)};
}

std::optional<TextProblem> StrictGoTimeProblem(std::string_view text) {
  const Result<Duration> time = ParseGoDuration(text);
  if (time) return std::nullopt;
  return TextProblem{fmt::format("invalid duration `{}`", text), GoDurationAdvice(text),
                     time.error().message};
}

const schema::TextPattern kHttpUrlPattern = {HttpUrlProblem, "^[Hh][Tt][Tt][Pp][Ss]?:"};
const schema::TextPattern kSecretUrlPattern = {SecretUrlProblem,
                                               "^([Hh][Tt][Tt][Pp][Ss]?:|<secret>$)"};
const schema::TextPattern kSecretTemplateUrlPattern = {
    SecretTemplateUrlProblem, "^([Hh][Tt][Tt][Pp][Ss]?:|<secret>$|$)|\\{\\{"};
const schema::TextPattern kGoTimePattern = {GoTimeProblem, schema::kGoDurationPattern};
const schema::TextPattern kStrictGoTimePattern = {StrictGoTimeProblem, schema::kGoDurationPattern};
const schema::TextPattern kHostPortPattern = {HostPortProblem, "^$|:[^:]+$"};

std::optional<TextProblem> HostPortProblem(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto refuse = [&](std::string why, std::string_view go) {
    return TextProblem{fmt::format("invalid address `{}`: {}", text, why),
                       "write `host:port`, such as `mail.example.com:587`",
                       fmt::format("address {}: {}", text, go)};
  };
  const TextProblem no_port = refuse("the port is missing", "missing port in address");
  const TextProblem colons = refuse("too many colons", "too many colons in address");
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return no_port;
  std::size_t open = 0;
  std::size_t close = 0;
  if (text.front() == '[') {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return refuse("`]` is missing", "missing ']' in address");
    if (end + 1 != colon) {
      return end + 1 < text.size() && text[end + 1] == ':' ? colons : no_port;
    }
    open = 1;
    close = end + 1;
  } else if (text.substr(0, colon).find(':') != std::string_view::npos) {
    return colons;
  }
  if (text.find('[', open) != std::string_view::npos) {
    return refuse("`[` is out of place", "unexpected '[' in address");
  }
  if (text.find(']', close) != std::string_view::npos) {
    return refuse("`]` is out of place", "unexpected ']' in address");
  }
  if (colon + 1 < text.size()) return std::nullopt;
  TextProblem problem = no_port;
  problem.upstream = fmt::format("address {}: port cannot be empty", GoQuote(text));
  return problem;
}

std::optional<TextProblem> PatternProblem(std::string_view text) {
  auto problem = SearchRegex::Compile(fmt::format("^(?:{})$", text));
  if (problem) return std::nullopt;
  // Alertmanager: complains of what it compiles, in which the expression stands.
  return TextProblem{
      RegexProblem(text).value_or("invalid regular expression"), {}, problem.error().message};
}

}  // namespace check::config::alertmanager
