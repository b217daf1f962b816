#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

#include "libcheck/base/ascii.h"
#include "libcheck/lint/alertmanager.h"
#include "libcheck/lint/catalog.h"

namespace check::lint {
namespace {

// Words between angle brackets that are no HTML.
constexpr std::string_view kWords[] = {"token", "key",  "secret",  "password", "url",   "webhook",
                                       "id",    "user", "channel", "username", "email", "host"};

bool IsPlaceholderName(std::string_view name) {
  if (name.empty() || !IsLetter(name.front())) return false;
  bool is_joined = false;  // As names of elements are not.
  for (const char c : name) {
    if (!IsNamePart(c) && c != '-' && c != ' ' && c != '.') return false;
    is_joined = is_joined || c == '-' || c == '_' || c == ' ';
  }
  return is_joined ||
         std::find(std::begin(kWords), std::end(kWords), LowerAscii(name)) != std::end(kWords);
}

bool HasBracketedName(std::string_view text) {
  for (;;) {
    const std::size_t open = text.find('<');
    if (open == std::string_view::npos) return false;
    text.remove_prefix(open + 1);
    const std::size_t close = text.find('>');
    if (close != std::string_view::npos && IsPlaceholderName(text.substr(0, close))) return true;
  }
}

bool IsPlaceholder(std::string_view text) {
  constexpr std::string_view kPhrases[] = {"changeme",   "change_me",  "change-me", "replaceme",
                                           "replace_me", "replace-me", "todo",      "fixme"};
  if (text.find("{{") != std::string_view::npos) return false;
  if (text.size() >= 4 && text.find_first_not_of("xX") == std::string_view::npos) return true;
  return HasBracketedName(text) ||
         std::any_of(std::begin(kPhrases), std::end(kPhrases),
                     [&](std::string_view phrase) { return IsInAnyCase(text, phrase); });
}

// What is looked at is never shown: it may be where a secret belongs.
void Look(const AlertmanagerContext& context, const CodeInfo& info, const yaml::Node& node,
          std::string_view field, Diagnostics& diagnostics) {
  for (const yaml::Entry& entry : node.entries()) {
    Look(context, info, entry.value, entry.key.scalar(), diagnostics);
  }
  for (const yaml::Node& item : node.items()) Look(context, info, item, field, diagnostics);
  if (!node.IsScalar() || !IsPlaceholder(node.scalar())) return;
  diagnostics.Report(info, context.InFile(node),
                     fmt::format("`{}` still contains a placeholder", field));
}

void Run(const AlertmanagerContext& context, const CodeInfo& info, Diagnostics& diagnostics) {
  for (const yaml::Entry& entry : context.config.global.entries()) {
    Look(context, info, entry.value, entry.key.scalar(), diagnostics);
  }
  for (const auto& receiver : context.config.receivers) {
    for (const auto& integration : receiver.integrations) {
      Look(context, info, integration.section.node(), integration.type->field, diagnostics);
    }
  }
}

}  // namespace

const Check placeholder_left = {
    .info =
        {
            .code = "placeholder-left",
            .severity = Severity::kWarning,
            .summary = "a placeholder that was not replaced",
            .explanation = R"(
The value still contains the placeholder of an example: `<webhook-id>`, `CHANGEME`, `XXXXXXXX`.
Such an address or credential does not work, and the notification is lost.
)",
            .bad = R"(route:
  receiver: team-a
receivers:
  - name: team-a
    slack_configs:
      - channel: '#<channel-name>'
        api_url: https://hooks.slack.com/services/T0/B0/c
)",
            .good = R"(route:
  receiver: team-a
receivers:
  - name: team-a
    slack_configs:
      - channel: '#alerts'
        api_url: https://hooks.slack.com/services/T0/B0/c
)",
        },
    .run = Run,
};

}  // namespace check::lint
