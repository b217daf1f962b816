#include "libcheck/discovery/xml.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace check::discovery {
namespace {

constexpr std::size_t kMostDepth = 200;

// A name without what stands before its colon.
std::string Local(std::string_view name) {
  const std::size_t colon = name.find(':');
  return std::string(colon == name.npos ? name : name.substr(colon + 1));
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), parser_(XML_ParserCreate(nullptr)) {
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(
        parser_,
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<Reader*>(self)->Begin(name, attributes);
        },
        [](void* self, const XML_Char*) { static_cast<Reader*>(self)->End(); });
    XML_SetCharacterDataHandler(parser_, [](void* self, const XML_Char* part, int size) {
      static_cast<Reader*>(self)->Add({part, static_cast<std::size_t>(size)});
    });
    XML_SetEntityDeclHandler(
        parser_, [](void* self, const XML_Char*, int, const XML_Char*, int, const XML_Char*,
                    const XML_Char*, const XML_Char*,
                    const XML_Char*) { static_cast<Reader*>(self)->Stop("it declares entities"); });
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { XML_ParserFree(parser_); }

  Result<XmlDocument> Run() {
    constexpr std::size_t kBlock = std::size_t{1} << 20;
    for (std::size_t at = 0; at <= text_.size(); at += kBlock) {
      const std::size_t size = std::min(kBlock, text_.size() - at);
      const bool last = at + kBlock > text_.size();
      if (XML_Parse(parser_, text_.data() + at, static_cast<int>(size), last ? 1 : 0) ==
          XML_STATUS_ERROR) {
        const std::string why = why_.empty() ? XML_ErrorString(XML_GetErrorCode(parser_)) : why_;
        return Error{fmt::format("line {}: {}", XML_GetCurrentLineNumber(parser_), why)};
      }
    }
    if (document_.elements.empty()) return Error{"line 1: no element"};
    return std::move(document_);
  }

 private:
  struct Open {
    XmlElement* element;
    std::size_t begin;  // Of what is in it.
  };

  std::size_t Here() const { return static_cast<std::size_t>(XML_GetCurrentByteIndex(parser_)); }

  void Begin(const XML_Char* name, const XML_Char** attributes) {
    if (open_.size() >= kMostDepth) return Stop("elements are nested too deeply");
    XmlElement& element = document_.elements.emplace_back();
    element.name = Local(name);
    for (; *attributes != nullptr; attributes += 2) {
      element.attributes.emplace_back(Local(attributes[0]), attributes[1]);
    }
    if (!open_.empty()) open_.back().element->children.push_back(&element);
    open_.push_back(
        {&element, Here() + static_cast<std::size_t>(XML_GetCurrentByteCount(parser_))});
  }

  void End() {
    if (open_.empty()) return;
    const Open& last = open_.back();
    // Of `<a/>` the end is where the beginning is.
    if (const std::size_t end = Here(); end > last.begin && end <= text_.size()) {
      last.element->inner = text_.substr(last.begin, end - last.begin);
    }
    open_.pop_back();
  }

  void Add(std::string_view text) {
    if (!open_.empty()) open_.back().element->text += text;
  }

  void Stop(const char* why) {
    if (why_.empty()) why_ = why;
    XML_StopParser(parser_, XML_FALSE);
  }

  std::string_view text_;
  XML_Parser parser_;
  XmlDocument document_;
  std::vector<Open> open_;
  std::string why_;
};

}  // namespace

const XmlElement* XmlElement::Find(std::string_view child) const {
  const auto found = std::find_if(children.rbegin(), children.rend(),
                                  [&](const XmlElement* each) { return each->name == child; });
  return found == children.rend() ? nullptr : *found;
}

std::string XmlElement::TextOf(std::string_view child) const {
  const XmlElement* found = Find(child);
  return found == nullptr ? std::string() : found->text;
}

std::string XmlElement::Attribute(std::string_view attribute) const {
  for (const auto& [its_name, value] : attributes) {
    if (its_name == attribute) return value;
  }
  return {};
}

Result<XmlDocument> ReadXml(std::string_view text) { return Reader(text).Run(); }

}  // namespace check::discovery
