#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kMsteamsv2ResourceFields[] = {
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("text", kFilledTemplate, "The text."),
    Of("title", kFilledTemplate, "The title."),
    Of("webhookURL", kKeyType, "The webhook."),
};

}  // namespace

constexpr Object kMsteamsv2Resource = {.name = "msteamsv2resource",
                                       .doc = "Notifications to Microsoft Teams, by workflows.",
                                       .fields = kMsteamsv2ResourceFields};

}  // namespace check::config::alertmanager
