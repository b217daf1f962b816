#include <fmt/format.h>

#include <map>

#include "libcheck/base/header_name.h"
#include "libcheck/notify/mail_text.h"
#include "libcheck/notify/notifiers.h"

namespace check::notify {
namespace {

using schema::Values;

std::vector<std::string> Addresses(Sender& sender, std::string_view field,
                                   const std::string& text) {
  const auto addresses = ParseAddresses(text);
  if (addresses) return *addresses;
  sender.Fail(fmt::format("parse '{}' addresses: {}", field, addresses.error().message));
  return {};
}

bool UsesTlsFromStart(const Sender& sender, std::string_view server) {
  const Setting setting = {"force_implicit_tls", "smtp_force_implicit_tls"};
  const std::string_view forced = sender.Inherited(setting);
  return forced.empty() ? server.ends_with(":465") : sender.Flag(setting);
}

// As a server is greeted that offers what the configuration needs.
void Greet(const Sender& sender, Mail& mail) {
  const std::string hello = fmt::format("EHLO {}", sender.Inherited({"hello", "smtp_hello"}));
  mail.commands.push_back(hello);
  if (sender.Flag({"require_tls", "smtp_require_tls"}) && !UsesTlsFromStart(sender, mail.server)) {
    mail.commands.emplace_back("STARTTLS");
    mail.commands.push_back(hello);
  }
  if (sender.Inherited({"auth_username", "smtp_auth_username"}).empty()) return;
  const bool has_password = sender.IsGiven({"auth_password", "smtp_auth_password"});
  mail.commands.push_back(
      fmt::format("AUTH {} {}", has_password ? "PLAIN" : "CRAM-MD5", sender.Mask(kRandom)));
}

void AddThreading(const Sender& sender, Mail& mail) {
  const Values threading = sender.integration().Sub("threading");
  if (!threading.Bool("enabled")) return;
  const bool is_daily = threading.Text("thread_by_date") != "none";
  const std::string root =
      fmt::format("<alert-{}-{}@alertmanager>", sender.KeyHash().substr(0, 16),
                  is_daily ? gotemplate::FormatGoTime(sender.now(), "2006-01-02") : std::string());
  mail.headers.push_back({"References", root});
  mail.headers.push_back({"In-Reply-To", root});
}

void AddHeaders(Sender& sender, Mail& mail) {
  std::map<std::string, std::string> headers = {
      {"Subject", "{{ template \"email.default.subject\" . }}"},
      {"To", std::string(sender.Plain("to"))},
      {"From", std::string(sender.Inherited({"from", "smtp_from"}))}};
  const Values own = sender.integration().Sub("headers");
  for (const yaml::Entry& entry : own.entries()) {
    headers[CanonicalHeaderName(entry.key.scalar())] = own.TextOf(entry.value);
  }
  // Alertmanager: in no order.
  for (const auto& [name, text] : headers) {
    mail.headers.push_back({name, EncodeHeader(sender.Expand("headers." + name, text))});
  }
  if (!headers.contains("Message-Id")) mail.headers.push_back({"Message-Id", std::string(kRandom)});
  AddThreading(sender, mail);
  mail.headers.push_back(
      {"Date", gotemplate::FormatGoTime(sender.now(), "Mon, 02 Jan 2006 15:04:05 -0700")});
  mail.headers.push_back(
      {"Content-Type", fmt::format("multipart/alternative;  boundary={}", kRandom)});
  mail.headers.push_back({"MIME-Version", "1.0"});
}

}  // namespace

void SendEmail(Sender& sender) {
  Mail mail;
  mail.server = sender.Inherited({"smarthost", "smtp_smarthost"});
  Greet(sender, mail);
  const std::string from = sender.Expand("from", sender.Inherited({"from", "smtp_from"}));
  const std::string to = sender.Text("to");
  if (sender.failed()) return;
  const std::vector<std::string> senders = Addresses(sender, "from", from);
  if (senders.size() > 1) {
    sender.Fail(fmt::format("must be exactly one 'from' address (got: {})", senders.size()));
  }
  for (const std::string& address : senders) {
    mail.commands.push_back(fmt::format("MAIL FROM:<{}> BODY=8BITMIME", address));
  }
  for (const std::string& address : Addresses(sender, "to", to)) {
    mail.commands.push_back(fmt::format("RCPT TO:<{}>", address));
  }
  mail.commands.emplace_back("DATA");
  AddHeaders(sender, mail);
  for (const auto& [field, type] :
       {std::pair{"text", "text/plain; charset=UTF-8"}, {"html", "text/html; charset=UTF-8"}}) {
    if (sender.Plain(field).empty()) continue;
    mail.parts.push_back({type, sender.Text(field)});
  }
  sender.Send(std::move(mail));
}

}  // namespace check::notify
