#include "tests/support/xml.h"

#include <cstdint>
#include <set>
#include <vector>

#include "libcheck/base/utf8.h"

namespace check::test {
namespace {

bool IsXmlCharacter(std::uint32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::string Problem() {
    for (std::string_view rest = text_; !rest.empty();) {
      const Rune rune = DecodeRune(rest);
      if (rune.code_point == kRuneError && rune.size == 1) return "bytes that are no UTF-8";
      if (!IsXmlCharacter(rune.code_point)) {
        return "the character " + std::to_string(rune.code_point);
      }
      rest.remove_prefix(rune.size);
    }
    if (!Take("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")) return "no declaration";
    while (problem_.empty() && !text_.empty()) {
      if (text_[0] == '<') {
        Tag();
      } else {
        if (open_.empty() && text_[0] != '\n') return "text outside of the document";
        Character('<');
      }
    }
    if (!problem_.empty()) return problem_;
    if (!open_.empty()) return "<" + open_.back() + "> is not closed";
    return elements_ == 0 ? "no element" : "";
  }

 private:
  bool Take(std::string_view wanted) {
    if (!text_.starts_with(wanted)) return false;
    text_.remove_prefix(wanted.size());
    return true;
  }
  std::string Name() {
    std::size_t size = 0;
    while (size < text_.size() && IsNameCharacter(text_[size])) ++size;
    const std::string name(text_.substr(0, size));
    if (name.empty()) problem_ = "no name at " + std::string(text_.substr(0, 20));
    text_.remove_prefix(size);
    return name;
  }

  // One character of text or of a value, or a reference.
  void Character(char end) {
    if (text_[0] == '&') {
      for (const std::string_view entity :
           {"&amp;", "&lt;", "&gt;", "&quot;", "&#9;", "&#10;", "&#13;"}) {
        if (Take(entity)) return;
      }
      problem_ = "a bare &";
    } else if (text_[0] == '<' && end != '<') {
      problem_ = "a < in a value";
    } else {
      text_.remove_prefix(1);
    }
  }

  void Tag() {
    Take("<");
    const bool closes = Take("/");
    const std::string name = Name();
    if (closes) {
      if (open_.empty() || open_.back() != name) problem_ = "</" + name + "> closes nothing";
      if (!open_.empty()) open_.pop_back();
      if (!Take(">")) problem_ = "</" + name + " goes on";
      return;
    }
    if (open_.empty() && elements_ > 0) problem_ = "a second root";
    ++elements_;
    std::set<std::string> attributes;
    while (problem_.empty() && Take(" ")) {
      const std::string attribute = Name();
      if (!attributes.insert(attribute).second) problem_ = attribute + " is given twice";
      if (!Take("=\"")) problem_ = attribute + " has no value";
      while (problem_.empty() && !text_.empty() && text_[0] != '"') Character('"');
      if (!Take("\"") && problem_.empty()) problem_ = attribute + " does not end";
    }
    if (Take("/>")) return;
    if (!Take(">") && problem_.empty()) problem_ = "<" + name + " does not end";
    open_.push_back(name);
  }

  std::string_view text_;
  std::string problem_;
  std::vector<std::string> open_;
  int elements_ = 0;
};

}  // namespace

std::string XmlProblem(std::string_view text) { return Reader(text).Problem(); }

}  // namespace check::test
