#ifndef LIBCHECK_NOTIFY_ANSWER_H_
#define LIBCHECK_NOTIFY_ANSWER_H_

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace check::notify {

/// A step to a value in JSON: the name of a member, or of a list's item its number.
using JsonPath = std::initializer_list<std::string_view>;

/// What a server answered, read as JSON. What is not there, or is of another kind, is empty.
class AnswerJson {
 public:
  explicit AnswerJson(std::string_view text);
  ~AnswerJson();
  AnswerJson(const AnswerJson&) = delete;
  AnswerJson& operator=(const AnswerJson&) = delete;

  /// A text at `path`: {"issues", "0", "key"}.
  std::string Text(JsonPath path) const;
  bool Has(JsonPath path) const;
  /// The text `wanted` of the first item in the list `list` whose `name` is `value`.
  std::string FindText(const std::string& list, const std::string& name, std::string_view value,
                       const std::string& wanted) const;

 private:
  struct Tree;
  std::unique_ptr<Tree> tree_;
};

/// Whether `text` is JSON, as Go's json.Valid sees it.
bool IsJson(std::string_view text);
/// `text`, which is JSON, without white space between its words and with Go's escapes for HTML.
std::string CompactJson(std::string_view text);

}  // namespace check::notify

#endif  // LIBCHECK_NOTIFY_ANSWER_H_
