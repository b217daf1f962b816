#include "libcheck/config/alertmanager/operator/receivers.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr std::string_view kThreadByDateWords[] = {"Daily", "None"};
constexpr Field kEmailThreadingFields[] = {
    Needed(Of("threadByDate", OneOf(kThreadByDateWords),
              "When a new thread begins: `Daily` or `None`.")),
};
constexpr Object kEmailThreading = {.name = "email_threading",
                                    .doc = "How mails are put into threads.",
                                    .fields = kEmailThreadingFields};
constexpr Type kEmailThreadingType = SectionOf(kEmailThreading);

constexpr Field kEmailResourceFields[] = {
    Of("authIdentity", kFilled, "The identity, by PLAIN."),
    Of("authPassword", kKeyType, "The password."),
    Of("authSecret", kKeyType, "The secret, by CRAM-MD5."),
    Of("authUsername", kFilled, "The user to log in as."),
    Of("forceImplicitTLS", kBool, "Whether TLS begins with the connection, as on port 465."),
    Of("from", kFilledTemplate, "The sender; that of `global` if left out."),
    Of("headers", kKeyValuesType, "Headers of the mail."),
    Of("hello", kFilled,
       "The name that the mail server is greeted by; that of `global` if left out."),
    Of("html", kTemplate, "The e-mail in HTML."),
    Of("requireTLS", kBool, "Whether the server has to offer TLS."),
    Of("sendResolved", kBool, "Whether it is told when alerts are resolved."),
    Of("smarthost", kFilled, "The mail server, with its port; that of `global` if left out."),
    Of("text", kFilledTemplate, "The e-mail as plain text."),
    Of("threading", kEmailThreadingType, "How mails are put into threads."),
    Of("tlsConfig", kTlsConfigType, "TLS of the connection."),
    Of("to", kFilledTemplate, "Whom e-mails are for, separated by commas."),
};

}  // namespace

constexpr Object kEmailResource = {
    .name = "email_config", .doc = "Notifications by e-mail.", .fields = kEmailResourceFields};

}  // namespace check::config::alertmanager
