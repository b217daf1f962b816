#ifndef LIBCHECK_API_JSON_ITERATOR_H_
#define LIBCHECK_API_JSON_ITERATOR_H_

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace check::api {

/// Reads JSON as the Go package json-iterator does, which promtool takes servers' answers apart
/// with: what it accepts, and where it stumbles and how it says so, are part of promtool's output.
/// The first error stays; reading goes on, as there, so that what wraps an error is the same.
class JsonIterator {
 public:
  explicit JsonIterator(std::string_view text) : text_(text) {}

  /// Whether something was wrong other than that the text is over.
  bool failed() const { return state_ == State::kFailed; }
  const std::string& error() const { return error_; }
  void Fail(std::string_view operation, std::string_view why);
  /// Puts `prefix` before the error, if there is one.
  void Wrap(std::string_view prefix);

  /// The next character that is not a space, which is taken; 0 at the end.
  char NextToken();
  void Unread();

  bool ReadNil();
  std::string ReadString();
  /// Digits, signs, dots and exponents, whether or not they are a number.
  std::string_view ReadNumber();
  /// Whether an array has another element, called before each.
  bool ReadArray();
  /// The name of the object's next field; empty at its end.
  std::string ReadObject();
  void Skip();
  /// The text of a value, which is skipped.
  std::string_view SkipAndReturn();

  /// An object whose fields are `fields`, in small letters or as given, for each of which `read` is
  /// called with its place in the list; others are skipped. `names` stand in errors.
  struct Field {
    std::string_view name;
    std::string_view go_name;
  };
  void ReadStruct(std::string_view type, std::initializer_list<Field> fields,
                  const std::function<void(std::size_t)>& read);
  /// A list, or null, which are distinguished by the answer.
  bool ReadSlice(std::string_view type, const std::function<void()>& read);
  /// To be called when all is read: nothing may follow.
  void End();

 private:
  enum class State { kGood, kOver, kFailed };

  char ReadByte();
  bool Load();
  void SkipLiteral(std::string_view rest);
  void SkipNumber();
  bool TrySkipNumber();
  void SkipString();
  void SkipArray();
  void SkipObject();
  void SkipFloat(const std::string& operation);
  void FailAsNumber(std::string_view number);
  std::string ReadEscapedString();
  void ReadEscape(char c, std::string& out);
  std::uint32_t ReadHex();
  bool Enter();

  std::string_view text_;
  std::size_t head_ = 0;
  std::size_t depth_ = 0;
  State state_ = State::kGood;
  std::string error_;
};

}  // namespace check::api

#endif  // LIBCHECK_API_JSON_ITERATOR_H_
