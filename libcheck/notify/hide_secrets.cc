#include "libcheck/notify/hide_secrets.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/base/text.h"
#include "libcheck/notify/json.h"
#include "libcheck/schema/visit.h"
#include "libcheck/source/secret_text.h"

namespace check::notify {
namespace {

// Shorter ones would be found in many a word.
constexpr std::size_t kShortest = 3;
// What templates may have made of kHiddenSecret.
constexpr std::string_view kEscapedHidden[] = {"%3Csecret%3E", "\\u003csecret\\u003e"};

struct SecretText {
  std::string text;
  /// JSON has it with escapes only.
  bool is_not_json = false;
};

bool NeedsEscapes(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  });
}

std::string InJson(std::string_view text) {
  const std::string json = JsonText(text);
  return json.substr(1, json.size() - 2);
}

// As it is if `<`, `>` and `&` are left alone.
std::string InPlainJson(std::string_view text) {
  std::string json;
  for (const char c : text) {
    if (c == '"' || c == '\\') json += '\\';
    json += c;
  }
  return json;
}

class SecretTexts final : public schema::ValueVisitor {
 public:
  void Visit(const schema::Object& /*object*/, const schema::Field& /*field*/,
             const schema::Type& type, const yaml::Node& value) override {
    const schema::Type* scalar = &type;
    while (scalar->element != nullptr) scalar = scalar->element;
    if (scalar->kind == schema::Kind::kSecret) Add(value.scalar());
  }

  // Longest first, as one may be a part of another.
  std::vector<SecretText> Take() && {
    std::sort(texts_.begin(), texts_.end(), [](const SecretText& a, const SecretText& b) {
      return a.text.size() != b.text.size() ? a.text.size() > b.text.size() : a.text < b.text;
    });
    const auto same = [](const SecretText& a, const SecretText& b) { return a.text == b.text; };
    texts_.erase(std::unique(texts_.begin(), texts_.end(), same), texts_.end());
    return std::move(texts_);
  }

 private:
  // As it stands in texts, in JSON, in queries and in paths.
  void Add(std::string_view text) {
    if (text.size() < kShortest || text == kHiddenSecret) return;
    texts_.push_back({std::string(text), NeedsEscapes(text)});
    for (std::string each : {InJson(text), InPlainJson(text), FormEncode(text), PathEncode(text)}) {
      if (each != text) texts_.push_back({std::move(each)});
    }
  }

  std::vector<SecretText> texts_;
};

void Replace(std::string& text, std::string_view what) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos;) {
    text.replace(at, what.size(), kHiddenSecret);
    at += kHiddenSecret.size();
  }
}

// Whether a backslash at `at` in a JSON string begins an escape, rather than to end one.
bool BeginsEscape(std::string_view json, std::size_t at) {
  std::size_t before = at;
  while (before > 0 && json[before - 1] == '\\') --before;
  return (at - before) % 2 == 0;
}

// Whether `at` lies behind the first byte of an escape in a JSON string: "\n", "\u003c".
bool IsInEscape(std::string_view json, std::size_t at) {
  constexpr std::size_t kLongest = 6;
  for (std::size_t back = 1; back < kLongest && back <= at; ++back) {
    const std::size_t from = at - back;
    if (json[from] != '\\' || !BeginsEscape(json, from)) continue;
    return back == 1 || json[from + 1] == 'u';
  }
  return false;
}

// The same in JSON, which stays JSON.
void ReplaceInJson(std::string& json, std::string_view what) {
  for (std::size_t at = 0; (at = json.find(what, at)) != std::string::npos;) {
    if (IsInEscape(json, at)) {
      ++at;
      continue;
    }
    json.replace(at, what.size(), kHiddenSecret);
    at += kHiddenSecret.size();
  }
}

}  // namespace

void HideSecrets(const config::alertmanager::Integration& integration, Notification& notification) {
  SecretTexts finder;
  const schema::Input& input = integration.section.input();
  schema::VisitValues(*input.stream.documents.front().root, config::alertmanager::kConfig, input,
                      integration.section.dialect(), finder);
  const std::vector<SecretText> secrets = std::move(finder).Take();
  const auto hide = [&](std::string& text) {
    for (const SecretText& secret : secrets) Replace(text, secret.text);
    for (const std::string_view escaped : kEscapedHidden) Replace(text, escaped);
  };
  const auto hide_in_json = [&](std::string& json) {
    for (const SecretText& secret : secrets) {
      if (!secret.is_not_json) ReplaceInJson(json, secret.text);
    }
    for (const std::string_view escaped : kEscapedHidden) ReplaceInJson(json, escaped);
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
    if (request.format == Request::Format::kJson) {
      hide_in_json(request.body);
    } else {
      hide(request.body);
    }
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
