#ifndef LIBCHECK_YAML_SCAN_H_
#define LIBCHECK_YAML_SCAN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/yaml/node.h"
#include "libcheck/yaml/problem.h"

namespace check::yaml {

/// A piece of YAML, as libyaml and its ports split it.
struct Token {
  enum class Type : std::uint8_t {
    kStreamStart,
    kStreamEnd,
    kVersionDirective,  ///< `text` is "1.1".
    kTagDirective,      ///< `text` is the handle, `more` the prefix.
    kDocumentStart,
    kDocumentEnd,
    kBlockSequenceStart,
    kBlockMappingStart,
    kBlockEnd,
    kFlowSequenceStart,
    kFlowSequenceEnd,
    kFlowMappingStart,
    kFlowMappingEnd,
    kBlockEntry,
    kFlowEntry,
    kKey,
    kValue,
    kAlias,   ///< `text` is the name.
    kAnchor,  ///< `text` is the name.
    kTag,     ///< `text` is the handle, `more` the suffix.
    kScalar,  ///< `text` is what it says.
  };

  Type type = Type::kStreamStart;
  Style style = Style::kPlain;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string_view text = {};
  std::string_view more = {};
};

/// Splits text into tokens exactly where go-yaml v3 does, so that what it accepts and refuses is
/// the same to the last quirk. It differs from libyaml in how comments, tabs, question marks in
/// flow collections and tags are read.
///
/// A key without `?` is only known for one when its `:` comes: until then, tokens wait in a queue
/// where KEY can still be put before them.
class Scanner {
 public:
  struct Input {
    std::string_view text;       ///< Valid UTF-8, without a NUL, but followed by one.
    std::string_view original;   ///< The same bytes: what the tokens view.
    std::uint32_t start = 0;     ///< Past a byte order mark.
    bool only_newlines = false;  ///< The text holds no other line break than LF.
  };
  Scanner(const Input& input, Arena& arena, std::size_t max_depth);

  /// The next token, or null once something is wrong: see failure(). Good until Skip().
  const Token* Peek() {
    if (!ready_ && !Prepare()) return nullptr;
    return &tokens_[head_];
  }
  void Skip();

  const Failure& failure() const { return failure_; }

 private:
  using Type = Token::Type;

  struct SimpleKey {
    bool possible = false;
    bool required = false;
    std::uint32_t begin = 0;
    std::uint32_t line = 0;  // Where its line begins.
    std::uint32_t number = 0;
  };

  // scan.cc
  bool Prepare();
  bool FetchNext();
  bool FetchIndicatorOrScalar();
  void SkipToToken();
  void SkipComments();
  void SkipLineComment();
  bool FetchStreamEnd();
  bool FetchDocumentIndicator();
  bool FetchFlowStart(Type type);
  bool FetchFlowEnd(Type type);
  bool FetchFlowEntry();
  bool FetchBlockEntry();
  bool FetchKey();
  bool FetchValue();
  bool CheckKey(SimpleKey& key, bool& valid);
  bool SaveSimpleKey();
  bool RemoveSimpleKey();
  bool RollIndent(std::int64_t column, std::int64_t number, Type type, std::uint32_t at);
  void UnrollIndent(std::int64_t column, std::uint32_t at);

  // scan_scalar.cc
  bool FetchPlain();
  bool FetchQuoted(bool single);
  bool FetchBlockScalar(bool literal);
  bool ScanPlain(Token& token);
  bool ScanQuoted(bool single, Token& token);
  void Unquote(const char* begin, const char* end, bool& copied);
  bool FoldQuoted(std::uint32_t start, bool escaped);
  bool ScanEscape(std::uint32_t start);
  bool ScanBlockScalar(bool literal, Token& token);
  bool ScanBlockHeader(std::uint32_t start, int& chomping, std::int64_t& increment);
  bool ScanBlockBreaks(std::uint32_t start, std::int64_t& indent, std::string& breaks);
  const char* EndOfLine(const char* p) const;

  // scan_tag.cc
  bool FetchDirective();
  bool FetchAnchor(Type type);
  bool FetchTag();
  bool ScanVersion(std::uint32_t start, Token& token);
  bool ScanVersionNumber(std::uint32_t start);
  bool ScanTagDirective(std::uint32_t start, Token& token);
  bool ScanTagHandle(bool directive, std::uint32_t start, std::string_view& handle);
  bool ScanTagUri(bool directive, std::string_view head, std::uint32_t start,
                  std::string_view& uri);
  bool ScanTagEscape(std::uint32_t start, std::string& uri);

  bool Fail(Problem problem, std::uint32_t context);
  std::uint32_t Offset(const char* p) const { return static_cast<std::uint32_t>(p - base_); }
  std::uint32_t Here() const { return past_end_ ? size_ + 1 : Offset(at_); }
  std::int64_t Column() const { return past_end_ ? 0 : at_ - line_; }
  std::string_view View(const char* begin, const char* end) const {
    return original_.substr(static_cast<std::size_t>(begin - base_),
                            static_cast<std::size_t>(end - begin));
  }
  void StartLine(std::size_t break_length) {
    at_ += break_length;
    line_ = at_;
  }
  std::uint32_t NextNumber() const {
    return parsed_ + static_cast<std::uint32_t>(tokens_.size() - head_);
  }
  std::uint32_t& LevelOf(std::uint32_t number) { return levels_[head_ + (number - parsed_)]; }
  Token& Push(Type type, std::uint32_t begin, std::uint32_t end);
  void PushScalar(const Token& token);
  void Insert(std::uint32_t number, Type type, std::uint32_t at);

  const char* base_;
  std::uint32_t size_;
  std::string_view original_;
  Arena& arena_;
  std::size_t max_depth_;
  bool only_newlines_;

  const char* at_;
  const char* line_;       // Where the current line begins.
  bool past_end_ = false;  // An unfinished last line has been ended.
  bool started_ = false;
  bool ready_ = false;  // The token at head_ can be given out.
  bool simple_key_allowed_ = true;
  std::uint32_t flow_level_ = 0;
  std::int64_t indent_ = -1;
  std::vector<std::int64_t> indents_;
  std::vector<SimpleKey> keys_;    // One for each flow level, and one for the block level.
  std::uint32_t saved_level_ = 0;  // For levels_, of the next token.

  // Tokens are numbered as they are queued. A number does not move along when KEY is put before its
  // token, so `levels_` says of numbers, not of tokens, at which flow level (plus one) a key may
  // begin there: that is go-yaml's notion, and decides how far it looks ahead.
  std::vector<Token> tokens_;
  std::vector<std::uint32_t> levels_;
  std::size_t head_ = 0;
  std::uint32_t parsed_ = 0;  // Tokens given out.

  // Reused between scalars: text as far as it is decoded, and the line breaks after the first that
  // wait for more text.
  std::string scratch_;
  std::string_view breaks_first_;
  std::string breaks_;
  Failure failure_;
};

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_SCAN_H_
