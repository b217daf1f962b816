#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kPagerdutyPagerDutyImageFields[] = {
    Of("alt", kFilledTemplate, "What it shows, in words."),
    Of("href", kTemplate, "Where it leads."),
    Of("src", kFilledTemplate, "Where the picture is."),
};
constexpr Object kPagerdutyPagerDutyImage = {.name = "pagerduty_pager_duty_image",
                                             .doc = "Pictures.",
                                             .fields = kPagerdutyPagerDutyImageFields};
constexpr Type kPagerdutyPagerDutyImageType = SectionOf(kPagerdutyPagerDutyImage);

constexpr Field kPagerdutyPagerDutyLinkFields[] = {
    Of("alt", kFilledTemplate, "What it shows, in words."),
    Of("href", kTemplate, "Where it leads."),
};
constexpr Object kPagerdutyPagerDutyLink = {
    .name = "pagerduty_pager_duty_link", .doc = "Links.", .fields = kPagerdutyPagerDutyLinkFields};
constexpr Type kPagerdutyPagerDutyLinkType = SectionOf(kPagerdutyPagerDutyLink);

constexpr Field kPagerdutyResourceFields[] = {
    Of("class", kFilledTemplate, "What kind of event it is."),
    Of("client", kFilledTemplate, "Who sends the event."),
    Of("clientURL", kTemplate, "A page of who sends it."),
    Of("component", kFilledTemplate, "The part that is concerned."),
    Of("description", kFilledTemplate, "What has happened."),
    Of("details", kKeyValuesType, "What else is to be said."),
    Of("group", kFilledTemplate, "The group of parts that is concerned."),
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("pagerDutyImageConfigs", ListOf(kPagerdutyPagerDutyImageType), "Pictures."),
    Of("pagerDutyLinkConfigs", ListOf(kPagerdutyPagerDutyLinkType), "Links."),
    Of("routingKey", kKeyType, "The key of an integration."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("serviceKey", kKeyType, "The key of a service, by the older API."),
    Of("severity", kFilledTemplate, "How grave it is."),
    Of("source", kFilledTemplate, "Where it has happened."),
    Of("timeout", kDuration, "How long one request may take."),
    Of("url", kHttpUrl, "Where PagerDuty is reached; as `global` says if left out."),
};

}  // namespace

constexpr Object kPagerdutyResource = {.name = "pagerduty_config",
                                       .doc = "Notifications to PagerDuty.",
                                       .fields = kPagerdutyResourceFields};

}  // namespace check::config::alertmanager
