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
    Flag("enabled", "Put the e-mails of a group into one thread."),
    Text("thread_by_date", "When a new thread starts: `daily` or `none`."),
};
constexpr Object kThreading = {
    .name = "threading",
    .doc = "Threading of e-mails.",
    .fields = kThreadingFields,
    .upstream = "config.ThreadingConfig",
};

constexpr Field kFields[] = {
    SendResolved("false"),
    Required(Templated("to", "Recipients, separated by commas."),
             "missing to address in email config"),
    Templated("from", "Sender address; defaults to the one in `global`."),
    Text("hello", "Host name sent to the SMTP server in HELO; defaults to the one in `global`."),
    Of("smarthost", kHostPort, "SMTP server as `host:port`; defaults to the one in `global`."),
    Text("auth_username", "User name for authentication."),
    Secret("auth_password", "The password."),
    File("auth_password_file", "File with the password."),
    Secret("auth_secret", "Secret for CRAM-MD5 authentication."),
    Since(File("auth_secret_file", "File with the secret."), "0.31"),
    Text("auth_identity", "Identity for PLAIN authentication."),
    Of("headers", kTemplateMap, "Headers of the e-mail, such as `Subject`."),
    Templated("html", "HTML body of the e-mail.", "{{ template \"email.default.html\" . }}"),
    Templated("text", "Plain-text body of the e-mail."),
    {.name = "require_tls",
     .type = kBool,
     .doc = "Require TLS; defaults to the setting in `global`."},
    {.name = "tls_config",
     .type = SectionOf(kTlsConfig),
     .doc = "TLS settings for SMTP; default to those in `global`."},
    {.name = "force_implicit_tls",
     .type = kBool,
     .doc = "Use implicit TLS; by default only on port 465.",
     .since = "0.31"},
    {.name = "threading",
     .type = SectionOf(kThreading),
     .doc = "Threading of e-mails.",
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
    {&kBody, "use `html` for an HTML body, `text` for a plain-text body"},
    {&kHttp, "e-mails are not sent over HTTP: use `tls_config` for TLS settings"},
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
        .Report(kDuplicateValue, entry.key, fmt::format("duplicate header `{}`", name),
                fmt::format("duplicate header {} in email config", GoQuote(name)))
        .labels.push_back({{&section.file(), earlier->second->span}, "first defined here"});
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
    .doc = "Send notifications by e-mail.",
    .fields = kFields,
    .check = CheckEmail,
    .upstream = "config.plain",
    .relatives = kMistaken,
};

constexpr ReceiverType kEmail = {.inherited = kInherited, .templates = kTemplates};

}  // namespace check::config::alertmanager
