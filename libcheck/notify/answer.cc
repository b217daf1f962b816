#include "libcheck/notify/answer.h"

#include <nlohmann/json.hpp>

namespace check::notify {

using nlohmann::json;

struct AnswerJson::Tree {
  json root;

  const json* Find(JsonPath path) const {
    const json* at = &root;
    for (const std::string_view step : path) {
      if (at->is_array()) {
        const bool is_first = step == "0" && !at->empty();
        if (!is_first) return nullptr;
        at = &at->front();
        continue;
      }
      const auto found = at->is_object() ? at->find(std::string(step)) : at->end();
      if (!at->is_object() || found == at->end()) return nullptr;
      at = &*found;
    }
    return at;
  }
};

AnswerJson::AnswerJson(std::string_view text) : tree_(std::make_unique<Tree>()) {
  tree_->root = json::parse(text, nullptr, false);
}
AnswerJson::~AnswerJson() = default;

std::string AnswerJson::Text(JsonPath path) const {
  const json* found = tree_->Find(path);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

bool AnswerJson::Has(JsonPath path) const {
  const json* found = tree_->Find(path);
  return found != nullptr && !found->is_null();
}

std::string AnswerJson::FindText(const std::string& list, const std::string& name,
                                 std::string_view value, const std::string& wanted) const {
  const json* items = tree_->Find({list});
  if (items == nullptr || !items->is_array()) return {};
  for (const json& item : *items) {
    if (!item.is_object() || !item.contains(name) || item[name] != value) continue;
    const auto found = item.find(wanted);
    if (found != item.end() && found->is_string()) return found->get<std::string>();
  }
  return {};
}

bool IsJson(std::string_view text) { return json::accept(text); }

std::string CompactJson(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_text && c == '\\') {
      out.append(text.substr(i++, 2));
    } else if (c == '"') {
      in_text = !in_text;
      out += c;
    } else if (in_text && (c == '<' || c == '>' || c == '&')) {
      out += "\\u00";
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[static_cast<unsigned char>(c) & 0xF];
    } else if (in_text &&
               (text.substr(i).starts_with("\u2028") || text.substr(i).starts_with("\u2029"))) {
      out += text.substr(i).starts_with("\u2028") ? "\\u2028" : "\\u2029";
      i += 2;
    } else if (in_text || (c != ' ' && c != '\t' && c != '\n' && c != '\r')) {
      out += c;
    }
  }
  return out;
}

}  // namespace check::notify
