#ifndef TOOLS_COMPAT_KINGPIN_TOKENS_H_
#define TOOLS_COMPAT_KINGPIN_TOKENS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tools/compat/kingpin.h"

namespace tools::compat {

struct Token {
  enum class Kind : std::uint8_t {
    kLong,
    kShort,
    kWord,
    kError,  ///< A file of arguments cannot be read: `text` says why.
    kEnd,
  } kind = Kind::kEnd;
  std::string text;  ///< Without dashes.

  bool is_flag() const { return kind == Kind::kLong || kind == Kind::kShort; }
  std::string shown() const {
    return (kind == Kind::kLong ? "--" : kind == Kind::kShort ? "-" : "") + text;
  }
};

/// Cuts a command line into tokens. Which flags have a value in the same word depends on what is
/// known of them so far.
class Tokens {
 public:
  explicit Tokens(std::vector<std::string> words)
      : original_(std::move(words)), rest_(original_.rbegin(), original_.rend()) {}

  const Token& Peek(const std::vector<const Flag*>& flags);
  Token Next(const std::vector<const Flag*>& flags);
  /// The next one is this.
  void PutBack(Token token) { peeked_.push_back(std::move(token)); }

 private:
  Token Cut(const std::vector<const Flag*>& flags);
  Token CutLong(const std::string& text);
  Token CutShort(const std::string& text, const std::vector<const Flag*>& flags);

  const std::vector<std::string> original_;
  std::vector<std::string> rest_;  // Reversed: the next word is the last.
  std::size_t taken_ = 0;
  bool only_words_ = false;
  std::vector<Token> peeked_;  // Reversed as well.
};

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_KINGPIN_TOKENS_H_
