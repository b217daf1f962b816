#ifndef LIBCHECK_DIAGNOSTIC_UPSTREAM_TEXT_H_
#define LIBCHECK_DIAGNOSTIC_UPSTREAM_TEXT_H_

#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace check {

/// What promtool, amtool or a server would print for faults. Given to decoders, by way of the
/// Diagnostics that they report to, by those who want upstream's verdict; for all others nothing of
/// the kind is kept. Has to live as long as the diagnostics.
class UpstreamTexts {
 public:
  UpstreamTexts() = default;
  UpstreamTexts(const UpstreamTexts&) = delete;
  UpstreamTexts& operator=(const UpstreamTexts&) = delete;

  /// May be called by several threads.
  std::string& Keep(std::string text) {
    const std::lock_guard lock(mutex_);
    return texts_.emplace_back(std::move(text));
  }

 private:
  std::mutex mutex_;
  std::deque<std::string> texts_;
};

/// What upstream would print for one fault, without the file name in front. Empty where it says
/// nothing, and where nobody collects.
class UpstreamText {
 public:
  UpstreamText() = default;
  /// Null: nothing that is assigned is kept.
  explicit UpstreamText(UpstreamTexts* texts) : texts_(texts) {}

  /// Anything that a std::string can be made of.
  template <typename Text>
  requires std::is_constructible_v<std::string, Text> UpstreamText& operator=(Text&& text) {
    if (texts_ != nullptr) text_ = &texts_->Keep(std::string(std::forward<Text>(text)));
    return *this;
  }
  UpstreamText& operator+=(std::string_view more) {
    if (text_ != nullptr) *text_ += more;
    return *this;
  }
  void clear() { text_ = nullptr; }

  /// Whether something was assigned, be it nothing.
  bool is_given() const { return text_ != nullptr; }
  bool empty() const { return text_ == nullptr || text_->empty(); }
  const std::string& str() const {
    static const std::string nothing;
    return text_ == nullptr ? nothing : *text_;
  }

 private:
  UpstreamTexts* texts_ = nullptr;
  std::string* text_ = nullptr;
};

}  // namespace check

#endif  // LIBCHECK_DIAGNOSTIC_UPSTREAM_TEXT_H_
