#include "libcheck/config/alertmanager/receivers/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kLinkFields[] = {
    Templated("href", "URL of the link."),
    Templated("text", "Text of the link."),
};
constexpr Object kLink = {
    .name = "link",
    .doc = "A link in an incident.",
    .fields = kLinkFields,
    .upstream = "pagerduty.PagerdutyLink",
};
constexpr Field kImageFields[] = {
    Templated("src", "URL of the image."),
    Templated("alt", "Alternative text of the image."),
    Templated("href", "Link of the image."),
};
constexpr Object kImage = {
    .name = "image",
    .doc = "An image in an incident.",
    .fields = kImageFields,
    .upstream = "pagerduty.PagerdutyImage",
};
constexpr Type kLinkType = SectionOf(kLink);
constexpr Type kImageType = SectionOf(kImage);

constexpr Field kFields[] = {
    SendResolved("true"),
    kHttpConfigField,
    Secret("service_key", "Service key (Events API v1)."),
    Since(File("service_key_file", "File with the service key."), "0.25"),
    Secret("routing_key", "Integration key (Events API v2)."),
    Since(File("routing_key_file", "File with the integration key."), "0.25"),
    HttpUrl("url", "URL of the PagerDuty API; defaults to the one in `global`."),
    Templated("client", "Name of the client that sends the event.",
              "{{ template \"pagerduty.default.client\" . }}"),
    Templated("client_url", "URL of the client that sends the event.",
              "{{ template \"pagerduty.default.clientURL\" . }}"),
    Templated("description", "Short description of the problem.",
              "{{ template \"pagerduty.default.description\" .}}"),
    Of("details", MapOf(kAny, "map[string]interface {}"),
       "Additional details, as key-value pairs."),
    Of("images", ListOf(kImageType, "[]pagerduty.PagerdutyImage"), "Pictures."),
    Of("links", ListOf(kLinkType, "[]pagerduty.PagerdutyLink"), "Links."),
    Since(Templated("source", "Source of the event.", "client"), "0.25"),
    Templated("severity", "Severity of the event.", "error"),
    Templated("class", "Class of the event."),
    Templated("component", "Affected component."),
    Templated("group", "Group of affected components."),
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
    .doc = "Send notifications to PagerDuty.",
    .fields = kFields,
    .constraints = kConstraints,
    .upstream = "pagerduty.plain",
};

constexpr ReceiverType kPagerduty = {
    .inherited = kInherited, .templates = kTemplates, .limits = kLimits};

}  // namespace check::config::alertmanager
