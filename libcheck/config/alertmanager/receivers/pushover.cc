#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    Secret("user_key", "The user or group that is notified."),
    Since(File("user_key_file", "A file to read the user from."), "0.26"),
    Secret("token", "The token of the application."),
    Since(File("token_file", "A file to read the token from."), "0.26"),
    Templated("title", "The title.", "{{ template \"pushover.default.title\" . }}"),
    Templated("message", "The text.", "{{ template \"pushover.default.message\" . }}"),
    Templated("url", "A page to look at.", "{{ template \"pushover.default.url\" . }}"),
    Templated("url_title", "What stands in the place of the URL."),
    Templated("device", "The device that is notified; all if left out."),
    Templated("sound", "The sound that is played."),
    Templated("priority", "The priority, from -2 to 2.",
              "{{ if eq .Status \"firing\" }}2{{ else }}0{{ end }}"),
    Of("retry", kStrictGoTime, "How often the user is notified until they answer.", "1m"),
    Of("expire", kStrictGoTime, "How long that goes on.", "1h"),
    Since(Of("ttl", kStrictGoTime, "After how long the message is deleted."), "0.26"),
    Flag("html", "Whether the text is HTML."),
    Since(Flag("monospace", "Whether the text is shown in letters of one width."), "0.30"),
};
constexpr Constraint kConstraints[] = {
    AtLeastOne("user_key", "user_key_file")
        .Says("one of user_key or user_key_file must be configured"),
    AtMostOne("user_key", "user_key_file")
        .Says("at most one of user_key & user_key_file must be configured"),
    AtLeastOne("token", "token_file").Says("one of token or token_file must be configured"),
    AtMostOne("token", "token_file").Says("at most one of token & token_file must be configured"),
};

void CheckPushover(Section& section) {
  if (!section.values().Bool("html") || !section.values().Bool("monospace")) return;
  section.Report(kExclusiveFields, section.Find("monospace")->key,
                 "only one of `html`, `monospace` can be set",
                 "at most one of monospace & html must be configured");
}

bool IsHtml(const Values& integration) { return integration.Bool("html"); }

constexpr TemplatedField kTemplates[] = {
    {"user_key"},
    {"token"},
    {"message", TemplatedField::Form::kHtml, IsHtml},
};

// pushover.net/api#limits
constexpr SizeLimit kLimits[] = {
    {"title", 250},
    {"message", 1024},
    {"url", 512},
};

}  // namespace

constexpr Object kPushoverConfig = {
    .name = "pushover_config",
    .doc = "Notifications to Pushover.",
    .fields = kFields,
    .constraints = kConstraints,
    .check = CheckPushover,
    .upstream = "config.plain",
};

constexpr ReceiverType kPushover = {.templates = kTemplates, .limits = kLimits};

}  // namespace check::config::alertmanager
