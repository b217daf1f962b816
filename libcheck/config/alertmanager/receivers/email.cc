#include <fmt/format.h>

#include <map>

#include "libcheck/base/header_name.h"
#include "libcheck/base/quote.h"
#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kThreadingFields[] = {
    Flag("enabled", "Whether e-mails of a group refer to each other."),
    Text("thread_by_date", "Whether a thread ends each day: `daily` or `none`."),
};
constexpr Object kThreading = {
    .name = "threading",
    .doc = "How e-mails are put into threads.",
    .fields = kThreadingFields,
    .upstream = "config.ThreadingConfig",
};

constexpr Field kFields[] = {
    SendResolved("false"),
    Required(Templated("to", "Whom e-mails are for, separated by commas."),
             "missing to address in email config"),
    Templated("from", "The sender; that of `global` if left out."),
    Text("hello", "The name that the mail server is greeted by; that of `global` if left out."),
    Of("smarthost", kHostPort, "The mail server, with its port; that of `global` if left out."),
    Text("auth_username", "The user to log in as."),
    Secret("auth_password", "The password."),
    File("auth_password_file", "A file to read the password from."),
    Secret("auth_secret", "The secret, by CRAM-MD5."),
    Since(File("auth_secret_file", "A file to read the secret from."), "0.31"),
    Text("auth_identity", "The identity, by PLAIN."),
    Of("headers", kTemplateMap, "Headers of the e-mail, such as `Subject`."),
    Templated("html", "The e-mail in HTML.", "{{ template \"email.default.html\" . }}"),
    Templated("text", "The e-mail as plain text."),
    {.name = "require_tls",
     .type = kBool,
     .doc = "Whether TLS is required; as `global` says if left out."},
    {.name = "tls_config",
     .type = SectionOf(kTlsConfig),
     .doc = "How TLS is spoken with the mail server; as `global` says if left out."},
    {.name = "force_implicit_tls",
     .type = kBool,
     .doc = "Whether TLS is spoken from the start; by default it is on port 465.",
     .since = "0.31"},
    {.name = "threading",
     .type = SectionOf(kThreading),
     .doc = "How e-mails are put into threads.",
     .since = "0.30"},
};

// Fields that it never had, or no longer has.
constexpr Field kSubjectFields[] = {Text("subject", "A header.")};
constexpr Field kBodyFields[] = {Text("body", "The text."), Text("message", "The text.")};
constexpr Field kHttpFields[] = {Text("http_config", "HTTP."), Text("proxy_url", "HTTP.")};
constexpr Field kAddressFields[] = {Text("email", "An address."), Text("address", "An address.")};
constexpr Object kSubject = {.name = "subject", .doc = "A header.", .fields = kSubjectFields};
constexpr Object kBody = {.name = "body", .doc = "The text.", .fields = kBodyFields};
constexpr Object kHttp = {.name = "http", .doc = "HTTP.", .fields = kHttpFields};
constexpr Object kAddress = {.name = "address", .doc = "An address.", .fields = kAddressFields};
constexpr Relative kMistaken[] = {
    {&kSubject, "the subject is a header: write `headers: {Subject: ...}`"},
    {&kBody, "write `html` for an e-mail in HTML, `text` for a plain one"},
    {&kHttp, "e-mails are not sent by HTTP: `tls_config` says how TLS is spoken"},
    {&kAddress, "write `to`"},
};

void CheckEmail(Section& section) {
  const Values& values = section.values();
  std::map<std::string, const yaml::Node*> headers;
  for (const yaml::Entry& entry : values.Sub("headers").entries()) {
    const std::string name = CanonicalHeaderName(entry.key.scalar());
    const auto [earlier, is_new] = headers.try_emplace(name, &entry.key);
    if (is_new) continue;
    section
        .Report(kDuplicateValue, entry.key, fmt::format("the header `{}` is given twice", name),
                fmt::format("duplicate header {} in email config", GoQuote(name)))
        .labels.push_back({{&section.file(), earlier->second->span}, "first given here"});
  }
  const Values threading = values.Sub("threading");
  if (!threading.Bool("enabled")) return;
  for (const char* name : {"References", "In-Reply-To"}) {
    const auto header = headers.find(name);
    if (header == headers.end()) continue;
    section.Report(
        kExclusiveFields, *header->second,
        fmt::format("threading sets the header `{}` itself", name),
        fmt::format("conflicting configuration: threading.enabled conflicts with custom {} header",
                    name));
  }
  const std::string_view by_date = threading.Text("thread_by_date");
  if (by_date == "none" || by_date == "daily") return;
  const yaml::Entry* entry = threading.Find("thread_by_date");
  section
      .Report(kBadValue, entry != nullptr ? entry->value : section.Find("threading")->key,
              "threading needs `thread_by_date`",
              "threading.thread_by_date must be either 'none' or 'daily'")
      .notes.emplace_back("write `thread_by_date: daily` or `thread_by_date: none`");
}

constexpr Inherited kInherited[] = {
    {{"smarthost"}, {"smtp_smarthost"}, "no global SMTP smarthost set"},
    {{"from"}, {"smtp_from"}, "no global SMTP from set"},
};

constexpr TemplatedField kTemplates[] = {
    {"html", TemplatedField::Form::kHtml},
};

}  // namespace

constexpr Object kEmailConfig = {
    .name = "email_config",
    .doc = "Notifications by e-mail.",
    .fields = kFields,
    .check = CheckEmail,
    .upstream = "config.plain",
    .relatives = kMistaken,
};

constexpr ReceiverType kEmail = {.inherited = kInherited, .templates = kTemplates};

}  // namespace check::config::alertmanager
