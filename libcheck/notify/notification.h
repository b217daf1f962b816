#ifndef LIBCHECK_NOTIFY_NOTIFICATION_H_
#define LIBCHECK_NOTIFY_NOTIFICATION_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/config/alertmanager/alertmanager_config.h"
#include "libcheck/files/file_system.h"
#include "libcheck/template/alertmanager.h"

/// What Alertmanager 0.34 sends to whom for a group of alerts, worked out without sending it.
namespace check::notify {

struct Header {
  std::string name;
  std::string value;
};

/// A request of HTTP.
struct Request {
  enum class Format : std::uint8_t { kNone, kJson, kForm };

  std::string method;
  std::string url;
  std::vector<Header> headers;  ///< In the order in which they are sent.
  std::string body;
  Format format = Format::kNone;  ///< Of the body.
};

/// What a server answers.
struct Answer {
  int status = 200;
  std::string content_type;
  std::string body;
};

struct MailPart {
  std::string content_type;  ///< "text/html; charset=UTF-8"
  std::string text;          ///< As it is before it is made quoted-printable.
};

/// An e-mail, with the dialogue in which it is handed over.
struct Mail {
  std::string server;                 ///< "mail.example.com:587"
  std::vector<std::string> commands;  ///< Of the client: "MAIL FROM:<a@example.com>"
  std::vector<Header> headers;        ///< Those that are random have `<random>` for a value.
  std::vector<MailPart> parts;
};

/// A templated field after it was expanded.
struct ExpandedField {
  /// "title", "fields[0].value", "headers.Subject"; "payload.x (key)" of the key of a mapping.
  std::string path;
  std::string text;  ///< As it is sent: cut where it was too long. `<secret>` for a secret.
  bool is_html = false;
  /// Why there is no text, in Go's words; empty if there is.
  std::string error = {};
  /// What the service takes, if the text had more than that; in the unit of the table of limits.
  const config::alertmanager::SizeLimit* exceeded = nullptr;
  std::size_t size = 0;  ///< Of the whole text, in that unit.
};

/// All that is sent by one integration for one group of alerts.
struct Notification {
  std::vector<ExpandedField> fields;  ///< In the order in which Alertmanager expands them.
  std::vector<Request> requests;      ///< Those before the fault too, if there is one.
  std::vector<Mail> mails;
  /// Why the notification is lost, as Alertmanager logs it; empty if it is not.
  std::string error;
  std::vector<std::string> notes;  ///< What else to know: "the group is resolved, and ...".
};

/// Why and to whom. What it points to must last until the notification is there.
struct Group {
  const gotemplate::NotificationData& data;
  /// Alertmanager's name for the group: `{}/{team="a"}:{alertname="Down"}`.
  std::string_view key;
};

struct Options {
  const gotemplate::NotificationTemplates& templates;
  gotemplate::GoTime now;                   ///< Of the sending.
  gotemplate::ExecutionLimits limits = {};  ///< Of each field.
  /// Secrets as they are, and read from their files, rather than `<secret>` in their place: for
  /// tests.
  bool shows_secrets = false;
  const FileSystem& files = NoFiles();
  std::string_view folder = {};  ///< That relative paths in the configuration start in.
  /// What the server answers, where the next request depends on it. Without it, or if it gives
  /// null, the answer is the most usual one: there is no issue yet, there was no message before.
  std::function<const Answer*(const Request&)> answer = {};
  /// What earlier notifications of the integration left for later ones, such as the token of a
  /// session. Null: there were none.
  std::map<std::string, std::string>* memory = nullptr;
};

/// What `integration` sends. `global` is the section of that name.
Notification Notify(const config::alertmanager::Integration& integration,
                    const schema::Values& global, const Group& group, const Options& options);

}  // namespace check::notify

#endif  // LIBCHECK_NOTIFY_NOTIFICATION_H_
