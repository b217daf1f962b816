#include "libcheck/yaml/write.h"

#include <yaml-cpp/emitter.h>

#include <cassert>
#include <vector>

#include "libcheck/base/utf8.h"
#include "libcheck/yaml/resolve.h"

namespace check::yaml {
namespace {

// Whether a plain scalar of this text is a string to everyone.
bool IsPlainString(std::string_view text) {
  if (ResolveV3(text) != ScalarType::kString || IsBoolV2(text)) return false;
  if (text == "<<" || text == "=" || text.starts_with("---") || text.starts_with("..."))
    return false;
  // YAML 1.1 has numbers in base 60, such as times: 12:30:45.
  const bool number_like = text.find_first_not_of("0123456789:._+-") == std::string_view::npos;
  if (number_like) return false;
  constexpr std::string_view kNeverFirst = "-?:,[]{}#&*!|>'\"%@`~ \t";
  if (kNeverFirst.find(text.front()) != std::string_view::npos) return false;
  if (text.back() == ' ' || text.back() == ':' || text.back() == '\t') return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos) {
    return false;
  }
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F) return false;
  }
  return true;
}

// Whether a literal block holds this text, and reads well: lines of printable ASCII, ending in one
// line break, the first of them neither empty nor indented.
bool IsLiteral(std::string_view text) {
  if (text.size() < 2 || !text.ends_with('\n') || text.ends_with("\n\n")) return false;
  if (text.front() == ' ' || text.front() == '\n' || text.find(" \n") != std::string_view::npos) {
    return false;
  }
  bool several = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n') {
      several = several || i + 1 < text.size();
    } else if (byte < 0x20 || byte == 0x7F) {
      return false;
    }
  }
  return several && IsValidUtf8(text) && text.find("\xC2\x85") == std::string_view::npos &&
         text.find("\xE2\x80\xA8") == std::string_view::npos &&
         text.find("\xE2\x80\xA9") == std::string_view::npos;
}

}  // namespace

struct Writer::Impl {
  enum class Open : std::uint8_t { kMapping, kSequence };

  Impl() {
    emitter.SetIndent(2);
    emitter.SetSeqFormat(YAML::Block);
    emitter.SetMapFormat(YAML::Block);
    emitter.SetNullFormat(YAML::LowerNull);
  }

  void Quoted(std::string_view text);

  YAML::Emitter emitter;
  std::vector<Open> open;
};

Writer::Writer() : impl_(std::make_unique<Impl>()) {}
Writer::~Writer() = default;

void Writer::BeginMapping() {
  impl_->open.push_back(Impl::Open::kMapping);
  impl_->emitter << YAML::BeginMap;
}

void Writer::BeginSequence() {
  impl_->open.push_back(Impl::Open::kSequence);
  impl_->emitter << YAML::BeginSeq;
}

void Writer::End() {
  assert(!impl_->open.empty());
  const bool mapping = impl_->open.back() == Impl::Open::kMapping;
  impl_->open.pop_back();
  if (mapping) {
    impl_->emitter << YAML::EndMap;
  } else {
    impl_->emitter << YAML::EndSeq;
  }
}

void Writer::EmptySequence() { impl_->emitter << YAML::Flow << YAML::BeginSeq << YAML::EndSeq; }

void Writer::Impl::Quoted(std::string_view text) {
  emitter << YAML::DoubleQuoted;
  // DEL, two line breaks of YAML 1.1, and two code points that are no characters: yaml-cpp would
  // leave these as they are.
  for (const std::string_view odd :
       {"\x7F", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    if (text.find(odd) != std::string_view::npos) {
      emitter << YAML::EscapeNonAscii;
      break;
    }
  }
  emitter << std::string(text);
}

void Writer::Key(std::string_view key) {
  impl_->emitter << YAML::Key;
  if (IsPlainString(key)) {
    impl_->emitter << std::string(key);
  } else {
    impl_->Quoted(key);
  }
  impl_->emitter << YAML::Value;
}

void Writer::String(std::string_view text) {
  if (IsLiteral(text)) {
    impl_->emitter << YAML::Literal << std::string(text.substr(0, text.size() - 1));
  } else if (IsPlainString(text)) {
    impl_->emitter << std::string(text);
  } else {
    impl_->Quoted(text);
  }
}

void Writer::Integer(std::int64_t value) { impl_->emitter << std::to_string(value); }
void Writer::Bool(bool value) { impl_->emitter << (value ? "true" : "false"); }
void Writer::Null() { impl_->emitter << YAML::Null; }

void Writer::Comment(std::string_view text) { impl_->emitter << YAML::Comment(std::string(text)); }

std::string Writer::Take() {
  assert(impl_->open.empty());
  assert(impl_->emitter.good());
  std::string text = impl_->emitter.c_str();
  impl_ = std::make_unique<Impl>();
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

}  // namespace check::yaml
