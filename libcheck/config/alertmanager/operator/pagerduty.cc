#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kPagerdutyPagerDutyImageFields[] = {
    Of("alt", kFilledTemplate, "Alternative text of the image."),
    Of("href", kTemplate, "Link of the image."),
    Of("src", kFilledTemplate, "URL of the image."),
};
constexpr Object kPagerdutyPagerDutyImage = {.name = "pagerduty_pager_duty_image",
                                             .doc = "Pictures.",
                                             .fields = kPagerdutyPagerDutyImageFields};
constexpr Type kPagerdutyPagerDutyImageType = SectionOf(kPagerdutyPagerDutyImage);

constexpr Field kPagerdutyPagerDutyLinkFields[] = {
    Of("alt", kFilledTemplate, "Text of the link."),
    Of("href", kTemplate, "URL of the link."),
};
constexpr Object kPagerdutyPagerDutyLink = {
    .name = "pagerduty_pager_duty_link", .doc = "Links.", .fields = kPagerdutyPagerDutyLinkFields};
constexpr Type kPagerdutyPagerDutyLinkType = SectionOf(kPagerdutyPagerDutyLink);

constexpr Field kPagerdutyResourceFields[] = {
    Of("class", kFilledTemplate, "Class of the event."),
    Of("client", kFilledTemplate, "Name of the client that sends the event."),
    Of("clientURL", kTemplate, "URL of the client that sends the event."),
    Of("component", kFilledTemplate, "Affected component."),
    Of("description", kFilledTemplate, "Short description of the problem."),
    Of("details", kKeyValuesType, "Additional details, as key-value pairs."),
    Of("group", kFilledTemplate, "Group of affected components."),
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("pagerDutyImageConfigs", ListOf(kPagerdutyPagerDutyImageType), "Pictures."),
    Of("pagerDutyLinkConfigs", ListOf(kPagerdutyPagerDutyLinkType), "Links."),
    Of("routingKey", kKeyType, "Integration key (Events API v2)."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("serviceKey", kKeyType, "Service key (Events API v1)."),
    Of("severity", kFilledTemplate, "Severity of the event."),
    Of("source", kFilledTemplate, "Source of the event."),
    Of("timeout", kDuration, "Timeout of a request."),
    Of("url", kHttpUrl, "URL of the PagerDuty API; defaults to the one in `global`."),
};

}  // namespace

constexpr Object kPagerdutyResource = {.name = "pagerduty_config",
                                       .doc = "Send notifications to PagerDuty.",
                                       .fields = kPagerdutyResourceFields};

}  // namespace check::config::alertmanager
