#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kMsteamsResourceFields[] = {
    Of("httpConfig", kHttpConfigType, "How HTTP requests are made."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("summary", kTemplate, "What is said where the card cannot be shown."),
    Of("text", kTemplate, "The text."),
    Of("title", kTemplate, "The title."),
    Needed(Of("webhookUrl", kKeyType, "The webhook.")),
};

}  // namespace

constexpr Object kMsteamsResource = {.name = "msteams_config",
                                     .doc = "Notifications to Microsoft Teams, by connectors.",
                                     .fields = kMsteamsResourceFields};

}  // namespace check::config::alertmanager
