#ifndef LIBCHECK_BASE_SHARED_TEXT_H_
#define LIBCHECK_BASE_SHARED_TEXT_H_

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace check {

/// Immutable text that its copies share, such as the path of a file with many findings. Copies may
/// be used by several threads.
class SharedText {
 public:
  SharedText() = default;
  // Meant to be used instead of a string.
  SharedText(std::string text)  // NOLINT(google-explicit-constructor)
      : text_(std::make_shared<const std::string>(std::move(text))) {}
  SharedText(const char* text) : SharedText(std::string(text)) {}  // NOLINT

  const std::string& str() const {
    static const std::string empty;
    return text_ == nullptr ? empty : *text_;
  }
  operator const std::string&() const { return str(); }  // NOLINT(google-explicit-constructor)
  operator std::string_view() const { return str(); }    // NOLINT(google-explicit-constructor)
  bool empty() const { return str().empty(); }

  friend bool operator==(const SharedText& a, const SharedText& b) {
    return a.text_ == b.text_ || a.str() == b.str();
  }
  template <std::convertible_to<std::string_view> Text>
  friend bool operator==(const SharedText& a, const Text& b) {
    return std::string_view(a.str()) == std::string_view(b);
  }

 private:
  std::shared_ptr<const std::string> text_;
};

}  // namespace check

#endif  // LIBCHECK_BASE_SHARED_TEXT_H_
