#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    Secret("user_key", "User or group key to notify."),
    Since(File("user_key_file", "File with the user."), "0.26"),
    Secret("token", "Token of the application."),
    Since(File("token_file", "File with the token."), "0.26"),
    Templated("title", "The title.", "{{ template \"pushover.default.title\" . }}"),
    Templated("message", "The text.", "{{ template \"pushover.default.message\" . }}"),
    Templated("url", "URL shown with the message.", "{{ template \"pushover.default.url\" . }}"),
    Templated("url_title", "Title of the URL."),
    Templated("device", "Device to notify; all devices of the user if not set."),
    Templated("sound", "Sound to play."),
    Templated("priority", "Priority, from -2 to 2.",
              "{{ if eq .Status \"firing\" }}2{{ else }}0{{ end }}"),
    Of("retry", kStrictGoTime,
       "Interval between repeated emergency notifications, until acknowledged.", "1m"),
    Of("expire", kStrictGoTime, "How long to repeat emergency notifications.", "1h"),
    Since(Of("ttl", kStrictGoTime, "Time after which the message is deleted."), "0.26"),
    Flag("html", "Treat the message as HTML."),
    Since(Flag("monospace", "Show the message in a monospace font."), "0.30"),
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
    .doc = "Send notifications to Pushover.",
    .fields = kFields,
    .constraints = kConstraints,
    .check = CheckPushover,
    .upstream = "config.plain",
};

constexpr ReceiverType kPushover = {.templates = kTemplates, .limits = kLimits};

}  // namespace check::config::alertmanager
