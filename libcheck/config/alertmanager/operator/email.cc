#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kThreadByDateWords[] = {"Daily", "None"};
constexpr Field kEmailThreadingFields[] = {
    Needed(Of("threadByDate", OneOf(kThreadByDateWords),
              "When a new thread starts: `Daily` or `None`.")),
};
constexpr Object kEmailThreading = {
    .name = "email_threading", .doc = "Threading of e-mails.", .fields = kEmailThreadingFields};
constexpr Type kEmailThreadingType = SectionOf(kEmailThreading);

constexpr Field kEmailResourceFields[] = {
    Of("authIdentity", kFilled, "Identity for PLAIN authentication."),
    Of("authPassword", kKeyType, "The password."),
    Of("authSecret", kKeyType, "Secret for CRAM-MD5 authentication."),
    Of("authUsername", kFilled, "User name for authentication."),
    Of("forceImplicitTLS", kBool, "Use implicit TLS, as on port 465."),
    Of("from", kFilledTemplate, "Sender address; defaults to the one in `global`."),
    Of("headers", kKeyValuesType, "Headers of the e-mail."),
    Of("hello", kFilled,
       "Host name sent to the SMTP server in HELO; defaults to the one in `global`."),
    Of("html", kTemplate, "HTML body of the e-mail."),
    Of("requireTLS", kBool, "Require TLS."),
    Of("sendResolved", kBool, "Notify about resolved alerts."),
    Of("smarthost", kFilled, "SMTP server as `host:port`; defaults to the one in `global`."),
    Of("text", kFilledTemplate, "Plain-text body of the e-mail."),
    Of("threading", kEmailThreadingType, "Threading of e-mails."),
    Of("tlsConfig", kTlsConfigType, "TLS settings."),
    Of("to", kFilledTemplate, "Recipients, separated by commas."),
};

}  // namespace

constexpr Object kEmailResource = {
    .name = "email_config", .doc = "Send notifications by e-mail.", .fields = kEmailResourceFields};

}  // namespace check::config::alertmanager
