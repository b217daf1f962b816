#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kMsteamsResourceFields[] = {
    Of("httpConfig", kHttpConfigType, "HTTP client settings."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("summary", kTemplate, "Summary, shown where the card cannot be displayed."),
    Of("text", kTemplate, "The text."),
    Of("title", kTemplate, "The title."),
    Needed(Of("webhookUrl", kKeyType, "The webhook.")),
};

}  // namespace

constexpr Object kMsteamsResource = {
    .name = "msteams_config",
    .doc = "Send notifications to Microsoft Teams through a connector.",
    .fields = kMsteamsResourceFields};

}  // namespace check::config::alertmanager
