#ifndef LIBCHECK_API_JSON_STREAM_H_
#define LIBCHECK_API_JSON_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/files/byte_source.h"

namespace check::api {

/// Reads a JSON document from front to back as it comes, holding no more of it than a block and
/// the text that is being read. Whoever reads says what should come next; where something else
/// comes, or the source fails, that call and all further ones return false, and why() tells.
class JsonStream {
 public:
  static constexpr std::size_t kBlock = std::size_t{64} << 10;

  /// `block` is how much is read at a time: less for what is known to be small.
  explicit JsonStream(ByteSource& source, std::size_t block = kBlock);

  /// From now on Text() takes no number, as programs in Go do not.
  void SetStrict() { is_strict_ = true; }

  /// Calls `member(key)` for each member of the object that comes next. It has to read the value;
  /// `key` is good until it does.
  template <typename Member>
  bool Object(Member&& member) {
    if (!Enter('{')) return false;
    if (Take('}')) return Leave();
    do {
      std::string_view key;
      if (!String(key)) return false;
      key_ = key;
      if (!Expect(':') || !member(std::string_view(key_))) return false;
    } while (Take(','));
    return Expect('}') && Leave();
  }

  /// Calls `element()`, which has to read one, for each element of the array that comes next.
  template <typename Element>
  bool Array(Element&& element) {
    if (!Enter('[')) return false;
    if (Take(']')) return Leave();
    do {
      if (!element()) return false;
    } while (Take(','));
    return Expect(']') && Leave();
  }

  /// The first byte of what comes next, which is not read; 0 at the end.
  char Peek();
  /// Reads `c`, which is not 0, if that comes next.
  bool Take(char c) {
    if (*at_ != c && Peek() != c) return false;
    ++at_;
    return true;
  }
  bool Expect(char c) { return Take(c) || Unexpected(); }
  /// A string; `text` is good until the next call.
  bool String(std::string_view& text);
  /// A string, a number as it is written, or null, which leaves `text` as it is.
  bool Text(std::string& text);
  /// A number, or one in a string.
  bool Number(double& number);
  bool Boolean(bool& value);
  /// null, if that comes next.
  bool TakeNull();
  /// Any value.
  bool Skip();
  /// Any value, as it is written.
  bool Raw(std::string& text);
  /// The end of the document, behind which is nothing but white space.
  bool End();

  /// For who reads much of the same: what is at hand of the text, at least `size` bytes unless the
  /// end is nearer. Behind it is a null byte. Advance() says how far it has been read.
  std::string_view Ahead(std::size_t size) {
    if (static_cast<std::size_t>(end_ - at_) < size && !is_end_) Refill(size);
    return {at_, static_cast<std::size_t>(end_ - at_)};
  }
  void Advance(std::size_t size) { at_ += size; }

  /// Says that what was read is not what it should be. Returns false.
  bool Fail(std::string_view why);
  /// Empty while all is well.
  const std::string& why() const { return why_; }
  /// Whether the source failed, with this.
  const Error* source_error() const { return source_failed_ ? &source_error_ : nullptr; }
  /// How the document begins, if no more than a block has been read. The last call.
  std::string_view Head();

 private:
  bool Enter(char bracket);
  bool Leave() {
    --depth_;
    return true;
  }
  bool Unexpected();
  bool Escaped(std::string_view& text);
  bool Escape();
  /// A number, or a word that stands for itself.
  bool Bare(std::string_view& text);
  void Refill(std::size_t size);
  void Receive(std::size_t& have);

  ByteSource& source_;
  std::string buffer_;
  const char* at_ = nullptr;   // Next byte.
  const char* end_ = nullptr;  // Of what has been received; a null byte is there.
  std::size_t read_ = 0;       // What was before the buffer.
  bool is_end_ = false;        // Nothing comes behind the buffer.
  bool source_ended_ = false;
  int depth_ = 0;
  bool is_strict_ = false;
  std::string key_, unescaped_;
  std::string* raw_ = nullptr;  // Gets what is read, from `raw_at_` of the buffer on.
  std::size_t raw_at_ = 0;
  std::string why_;
  bool source_failed_ = false;
  Error source_error_;
};

}  // namespace check::api

#endif  // LIBCHECK_API_JSON_STREAM_H_
