#include "libcheck/notify/hide_secrets.h"

#include <algorithm>

#include "libcheck/base/text.h"
#include "libcheck/notify/json.h"
#include "libcheck/schema/visit.h"
#include "libcheck/source/secret_text.h"

namespace check::notify {
namespace {

// Shorter ones would be found in many a word.
constexpr std::size_t kShortest = 3;

class SecretTexts final : public schema::ValueVisitor {
 public:
  void Visit(const schema::Object& /*object*/, const schema::Field& /*field*/,
             const schema::Type& type, const yaml::Node& value) override {
    const schema::Type* scalar = &type;
    while (scalar->element != nullptr) scalar = scalar->element;
    if (scalar->kind == schema::Kind::kSecret) Add(value.scalar());
  }

  // Longest first, as one may be a part of another.
  std::vector<std::string> Take() && {
    std::sort(texts_.begin(), texts_.end(), [](const std::string& a, const std::string& b) {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
    return std::move(texts_);
  }

 private:
  // As it stands in texts, in JSON, in queries and in paths.
  void Add(std::string_view text) {
    if (text.size() < kShortest || text == kHiddenSecret) return;
    const std::string json = JsonText(text);
    texts_.emplace_back(text);
    texts_.push_back(json.substr(1, json.size() - 2));
    texts_.push_back(FormEncode(text));
    texts_.push_back(PathEncode(text));
  }

  std::vector<std::string> texts_;
};

void Replace(std::string& text, std::string_view what) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos;) {
    text.replace(at, what.size(), kHiddenSecret);
    at += kHiddenSecret.size();
  }
}

}  // namespace

void HideSecrets(const config::alertmanager::Integration& integration, Notification& notification) {
  SecretTexts finder;
  const schema::Input& input = integration.section.input();
  schema::VisitValues(*input.stream.documents.front().root, config::alertmanager::kConfig, input,
                      integration.section.dialect(), finder);
  const std::vector<std::string> secrets = std::move(finder).Take();
  const auto hide = [&](std::string& text) {
    for (const std::string& secret : secrets) Replace(text, secret);
    for (const std::string_view escaped : {"%3Csecret%3E", "\\u003csecret\\u003e"}) {
      Replace(text, escaped);
    }
  };
  const auto hide_in = [&](std::vector<Header>& headers) {
    for (Header& header : headers) hide(header.value);
  };
  for (ExpandedField& field : notification.fields) {
    hide(field.text);
    hide(field.error);
  }
  for (Request& request : notification.requests) {
    hide(request.url);
    hide(request.body);
    hide_in(request.headers);
    // The length of a body without its secrets would be a wrong one.
    if (request.body.find(kHiddenSecret) == std::string::npos) continue;
    std::erase_if(request.headers,
                  [](const Header& header) { return header.name == "Content-Length"; });
  }
  for (Mail& mail : notification.mails) {
    for (std::string& command : mail.commands) hide(command);
    hide_in(mail.headers);
    for (MailPart& part : mail.parts) hide(part.text);
  }
  hide(notification.error);
  for (std::string& note : notification.notes) hide(note);
}

}  // namespace check::notify
