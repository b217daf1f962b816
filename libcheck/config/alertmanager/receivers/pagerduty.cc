#include "libcheck/config/alertmanager/receivers/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kLinkFields[] = {
    Templated("href", "Where the link leads."),
    Templated("text", "What it is called."),
};
constexpr Object kLink = {
    .name = "link",
    .doc = "A link in an incident.",
    .fields = kLinkFields,
    .upstream = "pagerduty.PagerdutyLink",
};
constexpr Field kImageFields[] = {
    Templated("src", "Where the picture is."),
    Templated("alt", "What it shows, in words."),
    Templated("href", "Where it leads."),
};
constexpr Object kImage = {
    .name = "image",
    .doc = "A picture in an incident.",
    .fields = kImageFields,
    .upstream = "pagerduty.PagerdutyImage",
};
constexpr Type kLinkType = SectionOf(kLink);
constexpr Type kImageType = SectionOf(kImage);

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    Secret("service_key", "The key of a service, by the older API."),
    Since(File("service_key_file", "A file to read the key of the service from."), "0.25"),
    Secret("routing_key", "The key of an integration."),
    Since(File("routing_key_file", "A file to read the key of the integration from."), "0.25"),
    HttpUrl("url", "Where PagerDuty is reached; as `global` says if left out."),
    Templated("client", "Who sends the event.", "{{ template \"pagerduty.default.client\" . }}"),
    Templated("client_url", "A page of who sends it.",
              "{{ template \"pagerduty.default.clientURL\" . }}"),
    Templated("description", "What has happened.",
              "{{ template \"pagerduty.default.description\" .}}"),
    Of("details", MapOf(kAny, "map[string]interface {}"), "What else is to be said."),
    Of("images", ListOf(kImageType, "[]pagerduty.PagerdutyImage"), "Pictures."),
    Of("links", ListOf(kLinkType, "[]pagerduty.PagerdutyLink"), "Links."),
    Since(Templated("source", "Where it has happened.", "client"), "0.25"),
    Templated("severity", "How grave it is.", "error"),
    Templated("class", "What kind of event it is."),
    Templated("component", "The part that is concerned."),
    Templated("group", "The group of parts that is concerned."),
    Since(kTimeoutField, "0.30"),
};
constexpr Constraint kConstraints[] = {
    AtLeastOne("routing_key", "service_key", "routing_key_file", "service_key_file")
        .Says("missing service or routing key in PagerDuty config"),
    AtMostOne("routing_key", "routing_key_file")
        .Says("at most one of routing_key & routing_key_file must be configured"),
    AtMostOne("service_key", "service_key_file")
        .Says("at most one of service_key & service_key_file must be configured"),
};
constexpr Inherited kInherited[] = {
    {{"url"}, {"pagerduty_url"}, "no global PagerDuty URL set"},
};

constexpr TemplatedField kTemplates[] = {
    {"service_key"},
    {"routing_key"},
    {"details", TemplatedField::Form::kNestedValues},
};

// developer.pagerduty.com/docs/send-alert-event
constexpr SizeLimit kLimits[] = {
    {"description", 1024},
    {"", 512'000, SizeLimit::Unit::kBytes, SizeLimit::Excess::kDetails},
};

}  // namespace

constexpr Object kPagerdutyConfig = {
    .name = "pagerduty_config",
    .doc = "Notifications to PagerDuty.",
    .fields = kFields,
    .constraints = kConstraints,
    .upstream = "pagerduty.plain",
};

constexpr ReceiverType kPagerduty = {
    .inherited = kInherited, .templates = kTemplates, .limits = kLimits};

}  // namespace check::config::alertmanager
