#include "tools/notification_output.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/url.h"
#include "libcheck/report/printable.h"

namespace tools {
namespace {

namespace notify = check::notify;
using check::config::alertmanager::SizeLimit;
using check::report::Json;

std::string_view UnitOf(const SizeLimit& limit) {
  return limit.unit == SizeLimit::Unit::kBytes ? "bytes" : "characters";
}

// What became of a text that was too long.
std::string ExcessText(const notify::ExpandedField& field) {
  const SizeLimit& limit = *field.exceeded;
  const std::string size = fmt::format("{} of {} {}", limit.most, field.size, UnitOf(limit));
  switch (limit.excess) {
    case SizeLimit::Excess::kCut:
      return "cut to " + size;
    case SizeLimit::Excess::kReplaced:
      return fmt::format("replaced: it has {} {}, and the service accepts {}", field.size,
                         UnitOf(limit), limit.most);
    case SizeLimit::Excess::kDetails:
      return fmt::format(
          "the details are omitted: the message has {} bytes, and the service accepts {}",
          field.size, limit.most);
    case SizeLimit::Excess::kAlerts:
      return fmt::format(
          "all alerts but the first are omitted: the message has {} bytes, and the service accepts "
          "{}",
          field.size, limit.most);
  }
  return {};
}

// The lines of `text` behind `label`, and further ones below its end. Line breaks at the end of the
// text are not shown.
std::string Labelled(std::string_view label, std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::string out;
  for (bool is_first = true; is_first || !text.empty(); is_first = false) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string line = is_first ? std::string(label) : std::string(label.size(), ' ');
    line += check::report::Printable(text.substr(0, end));
    line.resize(line.find_last_not_of(' ') + 1);
    out += line + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string FieldsText(const std::vector<notify::ExpandedField>& fields) {
  std::size_t width = 0;
  for (const notify::ExpandedField& field : fields) width = std::max(width, field.path.size());
  std::string out;
  for (const notify::ExpandedField& field : fields) {
    if (!field.path.empty()) {
      out += Labelled(fmt::format("  {:<{}}  ", field.path, width),
                      field.error.empty() ? field.text : "error: " + field.error);
    }
    if (field.exceeded != nullptr) {
      out += fmt::format("  {:<{}}  ({})\n", "", width, ExcessText(field));
    }
  }
  return out;
}

std::string HeadersText(const std::vector<notify::Header>& headers) {
  std::string out;
  for (const notify::Header& header : headers) {
    out += fmt::format("  {}: {}\n", header.name, check::report::Printable(header.value));
  }
  return out;
}

std::string BodyText(const notify::Request& request) {
  if (request.format == notify::Request::Format::kForm) {
    std::string out;
    for (const auto& [name, value] : check::ParseForm(request.body)) {
      out += Labelled(fmt::format("  {} = ", name), value);
    }
    return out;
  }
  const Json json = Json::parse(request.body, nullptr, false);
  const std::string body =
      json.is_discarded() ? request.body : json.dump(2, ' ', false, Json::error_handler_t::replace);
  return body.empty() ? std::string() : Labelled("  ", body);
}

std::string RequestText(const notify::Request& request) {
  std::string out = fmt::format("{} {}\n", request.method, check::report::Printable(request.url));
  out += HeadersText(request.headers);
  if (const std::string body = BodyText(request); !body.empty()) out += "\n" + body;
  return out;
}

std::string MailText(const notify::Mail& mail) {
  std::string out = fmt::format("mail by {}\n", check::report::Printable(mail.server));
  for (const std::string& command : mail.commands) {
    out += fmt::format("  {}\n", check::report::Printable(command));
  }
  out += "\n" + HeadersText(mail.headers);
  // Their texts are among the fields.
  for (const notify::MailPart& part : mail.parts) {
    out += fmt::format("\n  {}: {} bytes, as the field `{}`\n", part.content_type, part.text.size(),
                       part.content_type.starts_with("text/html") ? "html" : "text");
  }
  return out;
}

Json ToJson(const std::vector<notify::Header>& headers) {
  Json list = Json::array();
  for (const notify::Header& header : headers) {
    list.push_back(Json{{"name", header.name}, {"value", header.value}});
  }
  return list;
}

Json ToJson(const notify::ExpandedField& field) {
  Json json = {{"name", field.path}, {"text", field.text}, {"html", field.is_html}};
  json["error"] = field.error.empty() ? Json() : Json(field.error);
  if (field.exceeded != nullptr) {
    json["cut"] = {
        {"limit", field.exceeded->most}, {"size", field.size}, {"unit", UnitOf(*field.exceeded)}};
  }
  return json;
}

Json ToJson(const notify::Request& request) {
  Json json = {{"method", request.method},
               {"url", request.url},
               {"headers", ToJson(request.headers)},
               {"body", request.body}};
  if (request.format == notify::Request::Format::kJson) {
    Json body = Json::parse(request.body, nullptr, false);
    if (!body.is_discarded()) json["json"] = std::move(body);
  } else if (request.format == notify::Request::Format::kForm) {
    json["form"] = Json::object();
    for (const auto& [name, value] : check::ParseForm(request.body)) json["form"][name] = value;
  }
  return json;
}

Json ToJson(const notify::Mail& mail) {
  Json parts = Json::array();
  for (const notify::MailPart& part : mail.parts) {
    parts.push_back(Json{{"content_type", part.content_type}, {"text", part.text}});
  }
  return {{"server", mail.server},
          {"commands", mail.commands},
          {"headers", ToJson(mail.headers)},
          {"parts", std::move(parts)}};
}

template <typename Item>
Json ListOf(const std::vector<Item>& items) {
  Json list = Json::array();
  for (const Item& item : items) list.push_back(ToJson(item));
  return list;
}

}  // namespace

std::string NotificationText(const SentByIntegration& sent) {
  const notify::Notification& notification = sent.notification;
  std::string out = fmt::format("{}[{}]\n", sent.type, sent.index);
  out += FieldsText(notification.fields);
  for (const notify::Request& request : notification.requests) out += "\n" + RequestText(request);
  for (const notify::Mail& mail : notification.mails) out += "\n" + MailText(mail);
  return out;
}

Json NotificationJson(const SentByIntegration& sent) {
  const notify::Notification& notification = sent.notification;
  return {{"type", sent.type},
          {"index", sent.index},
          {"error", notification.error.empty() ? Json() : Json(notification.error)},
          {"notes", notification.notes},
          {"fields", ListOf(notification.fields)},
          {"requests", ListOf(notification.requests)},
          {"mails", ListOf(notification.mails)}};
}

}  // namespace tools
