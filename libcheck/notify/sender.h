#ifndef LIBCHECK_NOTIFY_SENDER_H_
#define LIBCHECK_NOTIFY_SENDER_H_

#include <string>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/base/url.h"
#include "libcheck/http/client_settings.h"
#include "libcheck/notify/json.h"
#include "libcheck/notify/notification.h"

namespace check::notify {

/// What Go's client calls itself, where Alertmanager does not say.
inline constexpr std::string_view kGoUserAgent = "Go-http-client/1.1";
/// What stands for a value that is another one each time.
inline constexpr std::string_view kRandom = "<random>";

/// A name in the integration, and the one in `global` that stands in for it.
struct Setting {
  std::string_view own;
  std::string_view global = {};
};

/// What the files of the receivers have to hand: the fields of the integration, expanded, and where
/// requests go. Like Alertmanager's notifiers, it goes on with empty texts after the first template
/// that fails; what is sent after that is not kept.
class Sender {
 public:
  Sender(const config::alertmanager::Integration& integration, const schema::Values& global,
         const Group& group, const Options& options);

  static bool SendsResolved(const config::alertmanager::Integration& integration);

  const schema::Values& integration() const { return integration_.section; }
  const gotemplate::NotificationData& data() const { return data_; }
  bool IsResolved() const { return data_.status == "resolved"; }
  std::string_view key() const { return group_.key; }
  /// The SHA-256 of the key: what services know the group by.
  std::string KeyHash() const;
  /// Goes on with no more than the first `most` alerts, unless that is 0, and what these have in
  /// common. Gives how many are omitted.
  std::size_t KeepAlerts(std::size_t most);
  const gotemplate::GoTime& now() const { return options_.now; }
  bool shows_secrets() const { return options_.shows_secrets; }

  /// A field as it is written, or its default.
  std::string_view Plain(std::string_view field) const;
  /// The same; what is empty is taken from `global`.
  std::string_view Inherited(const Setting& setting) const;
  bool Flag(const Setting& setting) const;
  /// A URL of Setting. `slash`: its path is made to end with one.
  Url UrlOf(const Setting& setting, bool slash = false) const;

  /// A field, expanded and cut to what the service takes. `instead` is sent instead of a text that
  /// is too long, where the table of limits says so.
  std::string Text(std::string_view field, std::string_view instead = {});
  /// The same, whatever its size.
  std::string WholeText(std::string_view field);
  /// A field of a section within the integration, called `path` there: "fields[0]".
  std::string TextIn(const schema::Values& section, std::string_view path, std::string_view field);
  /// Any text, called `path` in what is reported.
  std::string Expand(std::string_view path, std::string_view text,
                     gotemplate::Escaping escaping = gotemplate::Escaping::kNone);
  /// `text`, which `field` became, as much of it as the service takes.
  std::string Cut(std::string_view field, std::string text, std::string_view instead = {});
  /// Reports that `field` became `cut`, since its `size` was over the limit.
  void NoteCut(std::string_view field, const config::alertmanager::SizeLimit& limit,
               std::size_t size, std::string_view cut);
  /// The limit for `field`, or for the body of the request if that is empty; null: there is none.
  const config::alertmanager::SizeLimit* LimitOf(std::string_view field) const;
  /// Reports that the body, of `size`, was too long for `limit`.
  void NoteExcess(const config::alertmanager::SizeLimit& limit, std::size_t size);

  /// A secret, or `<secret>`: the text of a field or what its file (the name with `_file`) says.
  std::string Secret(const Setting& setting) const;
  /// The same, expanded as a template.
  std::string SecretText(const Setting& setting);
  /// What a file says that a field names, without white space around it; `<file>` where files are
  /// not read.
  std::string FileOf(std::string_view field) const;
  /// `text`, or `<secret>`.
  std::string Mask(std::string_view text) const;

  bool failed() const { return !notification_.error.empty(); }
  /// The notification is lost; the first reason counts.
  void Fail(std::string why);
  /// Carries on as if no template had failed, with a note. Alertmanager: some notifiers do not
  /// look.
  void IgnoreFaults();
  void Note(std::string note) { notification_.notes.push_back(std::move(note)); }

  /// Keeps the request, with the headers that all have. `usual`: what a server answers if nobody
  /// says otherwise.
  Answer Send(Request request, std::string_view usual = {});
  Answer PostJson(std::string url, std::string body, std::string_view usual = {});
  void Send(Mail mail) {
    if (!failed()) notification_.mails.push_back(std::move(mail));
  }
  /// Whether a field, its file or what stands in for them in `global` is set.
  bool IsGiven(const Setting& setting) const;
  /// Whether the integration's own `http_config` sets `Authorization`.
  bool OwnsAuthorization() const { return config::alertmanager::HasAuthorization(integration()); }
  /// `Authorization` is this, whatever `http_config` says.
  void SetAuthorization(std::string value) { authorization_ = std::move(value); }

  /// What an earlier notification left, or nothing.
  std::string Remembered(const std::string& name) const;
  void Remember(const std::string& name, std::string value);

  Notification Take() && { return std::move(notification_); }

 private:
  std::string Authorization() const;
  std::string SecretOf(const http::Secret& secret) const;
  std::string FileText(std::string_view path) const;
  void AddCommonHeaders(Request& request) const;

  const config::alertmanager::Integration& integration_;
  const schema::Values& global_;
  const Group& group_;
  const Options& options_;
  gotemplate::NotificationData data_;
  Arena arena_;  // Of `data_`, where it is not the group's.
  http::ClientSettings client_;
  std::string authorization_;
  gotemplate::ExecutionMemory memory_;
  Notification notification_;
};

/// template.Data as JSON without its last brace, to be followed by more members.
std::string OpenDataJson(const gotemplate::NotificationData& data);

}  // namespace check::notify

#endif  // LIBCHECK_NOTIFY_SENDER_H_
