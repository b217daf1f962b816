#ifndef TESTS_FUZZ_RANDOM_QUERY_H_
#define TESTS_FUZZ_RANDOM_QUERY_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace check::fuzz {

/// Decisions, one for each byte, so that whoever changes the bytes changes what is decided. When
/// they are used up every decision is the first one.
class Choices {
 public:
  explicit Choices(std::string_view bytes) : bytes_(bytes) {}

  std::size_t Below(std::size_t count) {
    if (at_ >= bytes_.size() || count == 0) return 0;
    return static_cast<unsigned char>(bytes_[at_++]) % count;
  }
  bool OneIn(std::size_t count) { return Below(count) == count - 1; }
  std::string Of(std::initializer_list<std::string_view> choices) {
    return std::string(choices.begin()[Below(choices.size())]);
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

/// Series in the notation of unit tests: counters, gauges, extreme values, classic and native
/// histograms, with gaps, ends and resets.
std::vector<std::string> RandomSeries(Choices& choices);

/// An expression over those series, of the type instant vector if the choices are well made.
std::string RandomExpression(Choices& choices);

}  // namespace check::fuzz

#endif  // TESTS_FUZZ_RANDOM_QUERY_H_
