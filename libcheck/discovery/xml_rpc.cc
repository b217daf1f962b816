#include "libcheck/discovery/xml_rpc.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <utility>

#include "libcheck/base/utf8.h"

namespace check::discovery {
namespace {

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '&':
        escaped += "&amp;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string Written(const Json& value) {
  if (value.is_number_integer()) return fmt::format("<value><int>{}</int></value>", value.dump());
  if (!value.is_array()) {
    return fmt::format("<value><string>{}</string></value>", Escaped(TextOf(value)));
  }
  std::string items;
  for (const Json& item : value) items += Written(item);
  return fmt::format("<value><array><data>{}</data></array></value>", items);
}

// Reads as much of XML as there is in answers: elements, text, references to characters, comments
// and CDATA. Attributes and what a document begins with are skipped.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<Json> Read() {
    if (!IsValidUtf8(text_)) return Malformed();
    if (!Open("methodResponse")) return Error{"it is not an XML-RPC response"};
    if (Open("fault")) {
      const std::optional<Json> fault = ReadValue(0);
      if (!fault) return Malformed();
      return Error{fmt::format("fault {}: {}", TextOf(At(*fault, "faultCode")),
                               TextOf(At(*fault, "faultString")))};
    }
    if (!Open("params") || !Open("param")) return Malformed();
    std::optional<Json> value = ReadValue(0);
    if (!value || !Close("param") || !Close("params") || !Close("methodResponse")) {
      return Malformed();
    }
    return std::move(*value);
  }

 private:
  using Value = std::optional<Json>;  // Nothing: it is malformed.

  static Error Malformed() { return Error{"it is malformed"}; }

  void SkipUntil(std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    at_ = found == text_.npos ? text_.size() : found + end.size();
  }

  bool IsNext(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  // Space, comments, declarations and instructions.
  void SkipMisc() {
    for (;;) {
      while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos)
        ++at_;
      if (IsNext("<!--")) {
        SkipUntil("-->");
      } else if (IsNext("<?")) {
        SkipUntil("?>");
      } else if (IsNext("<!DOCTYPE")) {
        SkipUntil(">");
      } else {
        return;
      }
    }
  }

  // Passes `<name ...>`, or leaves what is there. An element without content counts as begun: its
  // end is then passed by Close.
  bool Open(std::string_view name) {
    SkipMisc();
    if (!is_empty_.empty() || !IsNext("<") || !text_.substr(at_ + 1).starts_with(name))
      return false;
    const std::size_t after = at_ + 1 + name.size();
    if (after >= text_.size() || std::string_view(" \t\r\n/>").find(text_[after]) == text_.npos) {
      return false;
    }
    at_ = after;
    SkipUntil(">");
    if (text_[at_ - 2] == '/') is_empty_ = name;
    return true;
  }

  bool Close(std::string_view name) {
    if (!is_empty_.empty()) {
      const bool fits = is_empty_ == name;
      is_empty_ = {};
      return fits;
    }
    SkipMisc();
    if (!IsNext("</") || !text_.substr(at_ + 2).starts_with(name)) return false;
    at_ += 2 + name.size();
    SkipMisc();
    if (!IsNext(">")) return false;
    ++at_;
    return true;
  }

  // Text up to the next element, with references and CDATA resolved.
  std::string Text() {
    std::string text;
    while (is_empty_.empty() && at_ < text_.size()) {
      if (IsNext("<![CDATA[")) {
        at_ += 9;
        const std::size_t end = std::min(text_.find("]]>", at_), text_.size());
        text += text_.substr(at_, end - at_);
        at_ = std::min(end + 3, text_.size());
      } else if (IsNext("<!--")) {
        SkipUntil("-->");
      } else if (text_[at_] == '<') {
        break;
      } else if (text_[at_] == '&') {
        text += Character();
      } else {
        text += text_[at_++];
      }
    }
    return text;
  }

  // What a reference such as `&amp;` or `&#x20;` stands for; itself if that is unknown.
  std::string Character() {
    constexpr std::size_t kLongest = 10;
    const std::size_t end = text_.find(';', at_);
    if (end == text_.npos || end - at_ > kLongest) return std::string(1, text_[at_++]);
    const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
    const std::string_view whole = text_.substr(at_, end + 1 - at_);
    at_ = end + 1;
    constexpr std::pair<std::string_view, std::string_view> kNamed[] = {
        {"lt", "<"}, {"gt", ">"}, {"amp", "&"}, {"quot", "\""}, {"apos", "'"}};
    for (const auto& [known, character] : kNamed) {
      if (name == known) return std::string(character);
    }
    if (name.starts_with('#')) {
      const bool is_hex = name.starts_with("#x");
      const char* const begin = name.data() + (is_hex ? 2 : 1);
      const char* const last = name.data() + name.size();
      std::uint32_t code = 0;
      const auto [stop, error] = std::from_chars(begin, last, code, is_hex ? 16 : 10);
      if (error == std::errc() && stop == last && code != 0 && code < 0x110000 &&
          (code < 0xd800 || code > 0xdfff)) {
        std::string character;
        AppendUtf8(character, code);
        return character;
      }
    }
    return std::string(whole);
  }

  Value ReadValue(int depth) {
    constexpr int kDeepest = 100;
    if (depth > kDeepest || !Open("value")) return std::nullopt;
    Value value = ReadTyped(depth);
    if (!value || !Close("value")) return std::nullopt;
    return value;
  }

  // What is in a `value`: text, unless an element says what it is.
  Value ReadTyped(int depth) {
    const std::size_t begin = at_;
    std::string text = Text();
    if (!is_empty_.empty() || IsNext("</")) return Json(std::move(text));
    at_ = begin;
    if (Open("array")) return ReadArray(depth);
    if (Open("struct")) return ReadStruct(depth);
    if (Open("nil")) return Close("nil") ? Value(Json()) : std::nullopt;
    for (const char* type : {"int", "i4", "i8", "ex:i8", "boolean", "string", "double",
                             "dateTime.iso8601", "base64"}) {
      if (!Open(type)) continue;
      text = Text();
      if (!Close(type)) return std::nullopt;
      return Scalar(type, std::move(text));
    }
    return std::nullopt;
  }

  static Value Scalar(std::string_view type, std::string text) {
    if (type == "boolean") return Json(text == "1" || text == "true");
    if (type != "int" && type != "i4" && type != "i8" && type != "ex:i8") {
      return Json(std::move(text));
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return Json(number);
  }

  Value ReadArray(int depth) {
    Json array = Json::array();
    if (!Open("data")) return Close("array") ? Value(std::move(array)) : std::nullopt;
    while (!Close("data")) {
      Value item = ReadValue(depth + 1);
      if (!item) return std::nullopt;
      array.push_back(std::move(*item));
    }
    if (!Close("array")) return std::nullopt;
    return array;
  }

  Value ReadStruct(int depth) {
    Json object = Json::object();
    while (!Close("struct")) {
      if (!Open("member") || !Open("name")) return std::nullopt;
      std::string name = Text();
      if (!Close("name")) return std::nullopt;
      Value value = ReadValue(depth + 1);
      if (!value || !Close("member")) return std::nullopt;
      object[std::move(name)] = std::move(*value);
    }
    return object;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string_view is_empty_;  // The element that has been begun and ended in one: `<value/>`.
};

}  // namespace

std::string XmlRpcCall(std::string_view method, const Json::array_t& parameters) {
  std::string list;
  for (const Json& each : parameters) list += fmt::format("<param>{}</param>", Written(each));
  return fmt::format(
      R"(<?xml version="1.0" encoding="UTF-8"?><methodCall><methodName>{}</methodName>)"
      "<params>{}</params></methodCall>",
      method, list);
}

Result<Json> ReadXmlRpc(std::string_view answer) { return Reader(answer).Read(); }

}  // namespace check::discovery
