#include "libcheck/notify/sender.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "libcheck/base/base64.h"
#include "libcheck/base/header_name.h"
#include "libcheck/base/sha256.h"
#include "libcheck/base/text.h"
#include "libcheck/base/utf8.h"
#include "libcheck/config/common/client_settings.h"
#include "libcheck/notify/group.h"
#include "libcheck/notify/truncate.h"
#include "libcheck/source/secret_text.h"
#include "libcheck/template/go_json.h"

namespace check::notify {
namespace {

namespace am = config::alertmanager;
using gotemplate::Escaping;
using schema::Values;

constexpr std::string_view kUserAgent = "Alertmanager/0.34.0";

// Alertmanager: one's own `http_config` takes the place of the whole of that in `global`.
Values ClientSection(const Values& integration, const Values& global) {
  return (integration.Has("http_config") ? integration : global).Sub("http_config");
}

bool HasHeader(const Request& request, std::string_view name) {
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [&](const Header& header) { return header.name == name; });
}

std::string Below(std::string_view path, std::string_view field) {
  return path.empty() ? std::string(field) : fmt::format("{}.{}", path, field);
}

}  // namespace

Sender::Sender(const am::Integration& integration, const Values& global, const Group& group,
               const Options& options)
    : integration_(integration),
      global_(global),
      group_(group),
      options_(options),
      data_(group.data) {
  client_ = config::ReadClientSettings(ClientSection(integration.section, global), options.folder);
  if (!SendsResolved(integration)) data_ = WithoutResolved(data_, arena_);
}

bool Sender::SendsResolved(const am::Integration& integration) {
  return integration.section.Bool("send_resolved", *integration.type->section);
}

std::string Sender::KeyHash() const { return Sha256Hex(group_.key); }

std::string_view Sender::Plain(std::string_view field) const {
  if (integration().Given(field) != nullptr) return integration().Text(field);
  const schema::Field* found = schema::FindField(*integration_.type->section, field);
  return found == nullptr ? std::string_view() : found->default_value;
}

std::string_view Sender::Inherited(const Setting& setting) const {
  const std::string_view own = setting.own.empty() ? std::string_view() : Plain(setting.own);
  if (!own.empty() || setting.global.empty()) return own;
  if (global_.Given(setting.global) != nullptr) return global_.Text(setting.global);
  const schema::Field* found = schema::FindField(am::kGlobal, setting.global);
  return found == nullptr ? std::string_view() : found->default_value;
}

bool Sender::Flag(const Setting& setting) const {
  if (integration().Has(setting.own)) return integration().Bool(setting.own);
  if (global_.Given(setting.global) != nullptr) return global_.Bool(setting.global);
  const schema::Field* found = schema::FindField(am::kGlobal, setting.global);
  return found != nullptr && found->default_value == "true";
}

Url Sender::UrlOf(const Setting& setting, bool slash) const {
  const Result<Url> url = ParseUrl(Inherited(setting));
  Url read = url ? *url : Url();
  if (slash && !read.path.ends_with('/')) read.path += '/';
  return read;
}

std::string Sender::Text(std::string_view field, std::string_view instead) {
  return Cut(field, WholeText(field), instead);
}

std::string Sender::WholeText(std::string_view field) {
  Escaping escaping = Escaping::kNone;
  for (const am::TemplatedField& rule : integration_.type->type->templates) {
    if (rule.field != field || rule.form != am::TemplatedField::Form::kHtml) continue;
    if (rule.holds == nullptr || rule.holds(integration())) escaping = Escaping::kHtml;
  }
  return Expand(field, Plain(field), escaping);
}

std::string Sender::TextIn(const Values& section, std::string_view path, std::string_view field) {
  return Expand(Below(path, field), section.Text(field));
}

std::string Sender::Expand(std::string_view path, std::string_view text, Escaping escaping) {
  if (failed() || text.empty()) return {};
  memory_.output.clear();
  Result<std::string> expanded = options_.templates.Expand(
      text, escaping, gotemplate::MakeNotification(data_), options_.now, memory_, options_.limits);
  // Alertmanager: expands some fields twice.
  const bool is_known = std::any_of(
      notification_.fields.begin(), notification_.fields.end(),
      [&](const ExpandedField& field) { return field.path == path && field.error.empty(); });
  if (is_known && expanded) return *std::move(expanded);
  ExpandedField& field = notification_.fields.emplace_back();
  field.path = path;
  field.is_html = escaping == Escaping::kHtml;
  if (!expanded) {
    field.error = expanded.error().message;
    Fail(fmt::format("`{}`: {}", path, field.error));
    // Alertmanager: what was printed up to the fault, for notifiers that send all the same.
    field.text = memory_.output;
    return field.text;
  }
  field.text = *expanded;
  return *std::move(expanded);
}

std::string Sender::Cut(std::string_view field, std::string text, std::string_view instead) {
  const am::SizeLimit* limit = LimitOf(field);
  if (limit == nullptr || text.size() <= limit->most) return text;
  const bool in_bytes = limit->unit == am::SizeLimit::Unit::kBytes;
  const std::size_t size = in_bytes ? text.size() : CountRunes(text);
  if (size <= limit->most) return text;
  std::string cut = limit->excess == am::SizeLimit::Excess::kReplaced ? std::string(instead)
                    : in_bytes ? TruncateInBytes(text, limit->most)
                               : TruncateInRunes(text, limit->most);
  NoteCut(field, *limit, size, cut);
  return cut;
}

void Sender::NoteCut(std::string_view field, const am::SizeLimit& limit, std::size_t size,
                     std::string_view cut) {
  for (ExpandedField& expanded : notification_.fields) {
    if (expanded.path != field) continue;
    expanded.exceeded = &limit;
    expanded.size = size;
    expanded.text = cut;
  }
}

const am::SizeLimit* Sender::LimitOf(std::string_view field) const {
  for (const am::SizeLimit& limit : integration_.type->type->limits) {
    if (limit.field != field) continue;
    if (limit.holds == nullptr || limit.holds(integration())) return &limit;
  }
  return nullptr;
}

void Sender::NoteExcess(const am::SizeLimit& limit, std::size_t size) {
  notification_.fields.push_back({.path = "", .text = {}, .exceeded = &limit, .size = size});
}

std::string Sender::Mask(std::string_view text) const {
  return std::string(options_.shows_secrets ? text : kHiddenSecret);
}

std::string Sender::FileOf(std::string_view field) const {
  return options_.shows_secrets ? FileText(integration().Text(field)) : "<file>";
}

std::string Sender::FileText(std::string_view path) const {
  const bool is_whole = path.starts_with('/') || options_.folder.empty();
  const Result<std::string> text = options_.files.Read(
      is_whole ? std::string(path) : fmt::format("{}/{}", options_.folder, path));
  return text ? std::string(TrimSpace(*text)) : std::string();
}

std::string Sender::Secret(const Setting& setting) const {
  if (!options_.shows_secrets) return std::string(kHiddenSecret);
  const std::string own(setting.own);
  const std::string global(setting.global);
  if (integration().IsSet(own)) return std::string(integration().Text(own));
  if (integration().IsSet(own + "_file")) return FileText(integration().Text(own + "_file"));
  if (global.empty()) return {};
  if (global_.IsSet(global)) return std::string(global_.Text(global));
  return global_.IsSet(global + "_file") ? FileText(global_.Text(global + "_file")) : std::string();
}

bool Sender::IsGiven(const Setting& setting) const {
  const auto is_set = [](const Values& section, const std::string& field) {
    return !field.empty() && (section.IsSet(field) || section.IsSet(field + "_file"));
  };
  return is_set(integration(), std::string(setting.own)) ||
         is_set(global_, std::string(setting.global));
}

std::string Sender::SecretText(const Setting& setting) {
  if (options_.shows_secrets) return Expand(setting.own, Secret(setting));
  if (failed()) return {};
  // What it gives is not shown, but whether it can be expanded matters.
  const std::string_view text = Inherited(setting);
  if (text.find("{{") == std::string_view::npos) return std::string(kHiddenSecret);
  const std::string expanded = Expand(setting.own, text);
  if (failed()) return {};
  for (ExpandedField& field : notification_.fields) {
    if (field.path == setting.own) field.text = kHiddenSecret;
  }
  return std::string(kHiddenSecret);
}

void Sender::Fail(std::string why) {
  if (!failed()) notification_.error = std::move(why);
}

void Sender::IgnoreFaults() {
  if (!failed()) return;
  Note(fmt::format(
      "the message is sent although a template fails, and everything after the fault is empty: {}",
      notification_.error));
  notification_.error.clear();
}

std::string Sender::SecretOf(const http::Secret& secret) const {
  if (!options_.shows_secrets) return std::string(kHiddenSecret);
  return secret.text.empty() && !secret.file.empty() ? FileText(secret.file) : secret.text;
}

std::string Sender::Authorization() const {
  if (!authorization_.empty()) return authorization_;
  if (!client_.user.text.empty() || !client_.user.file.empty()) {
    if (!options_.shows_secrets) return fmt::format("Basic {}", kHiddenSecret);
    return "Basic " + EncodeBase64(SecretOf(client_.user) + ":" + SecretOf(client_.password));
  }
  if (!client_.authorization_type.empty()) {
    return fmt::format("{} {}", client_.authorization_type, SecretOf(client_.credentials));
  }
  return client_.oauth2.empty() ? std::string() : fmt::format("Bearer {}", kHiddenSecret);
}

void Sender::AddCommonHeaders(Request& request) const {
  std::vector<Header> first;
  if (Result<Url> url = ParseUrl(request.url); url && !url->host.empty()) {
    first.push_back({"Host", url->host});
    if (url->has_user && !HasHeader(request, "Authorization") && Authorization().empty()) {
      const std::string basic = EncodeBase64(url->user + ":" + url->password);
      request.headers.push_back({"Authorization", "Basic " + Mask(basic)});
    }
    url->has_user = false;
    url->fragment.clear();
    request.url = url->ToString();
  }
  if (!HasHeader(request, "User-Agent")) first.push_back({"User-Agent", std::string(kUserAgent)});
  if (request.method != "GET") {
    first.push_back({"Content-Length", std::to_string(request.body.size())});
  }
  if (const std::string authorization = Authorization();
      !authorization.empty() && !HasHeader(request, "Authorization")) {
    request.headers.push_back({"Authorization", authorization});
  }
  for (const auto& [name, value] : client_.headers) {
    request.headers.push_back({CanonicalHeaderName(name), SecretOf(value)});
  }
  std::stable_sort(request.headers.begin(), request.headers.end(),
                   [](const Header& a, const Header& b) { return a.name < b.name; });
  request.headers.insert(request.headers.begin(), first.begin(), first.end());
}

Answer Sender::Send(Request request, std::string_view usual) {
  if (failed()) return {};
  AddCommonHeaders(request);
  notification_.requests.push_back(std::move(request));
  if (options_.answer) {
    if (const Answer* answer = options_.answer(notification_.requests.back())) return *answer;
  }
  return {.content_type = "application/json", .body = std::string(usual)};
}

Answer Sender::PostJson(std::string url, std::string body, std::string_view usual) {
  return Send({.method = "POST",
               .url = std::move(url),
               .headers = {{"Content-Type", "application/json"}},
               .body = std::move(body) + "\n",  // Go: json.Encoder ends with a line break.
               .format = Request::Format::kJson},
              usual);
}

std::string Sender::Remembered(const std::string& name) const {
  if (options_.memory == nullptr) return {};
  const auto found = options_.memory->find(name);
  return found == options_.memory->end() ? std::string() : found->second;
}

void Sender::Remember(const std::string& name, std::string value) {
  if (options_.memory != nullptr) (*options_.memory)[name] = std::move(value);
}

std::size_t Sender::KeepAlerts(std::size_t most) {
  const std::size_t count = data_.alerts.size();
  if (most == 0 || count <= most) return 0;
  data_ = WithFirst(data_, most, arena_);
  return count - most;
}

std::string OpenDataJson(const gotemplate::NotificationData& data) {
  std::string json;
  std::string error;
  Arena memory;
  gotemplate::AppendGoJson(json, gotemplate::MakeNotification(data), std::string::npos, memory,
                           error);
  if (!json.empty()) json.pop_back();
  return json;
}

}  // namespace check::notify
