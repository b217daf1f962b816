#include "libcheck/exposition/scan.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "libcheck/base/ascii.h"
#include "libcheck/base/utf8.h"

namespace check::exposition {
namespace {

enum CharClass : std::uint8_t {
  kDigit = 1,
  kLabelStart = 2,   // a-z, A-Z and _
  kMetricStart = 4,  // and :
};

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes = {};
  for (int c = '0'; c <= '9'; ++c) classes[c] = kDigit;
  for (int c = 'a'; c <= 'z'; ++c) classes[c] = kLabelStart | kMetricStart;
  for (int c = 'A'; c <= 'Z'; ++c) classes[c] = kLabelStart | kMetricStart;
  classes['_'] = kLabelStart | kMetricStart;
  classes[':'] = kMetricStart;
  return classes;
}();

std::uint8_t ClassOf(char c) { return kClasses[static_cast<unsigned char>(c)]; }

// Whether `text`, which lies above in the same block, stands at `p` too. Eight bytes at a time: of
// both, more than `text` can be read.
bool StartsWith(const char* p, const char* end, std::string_view text) {
  if (static_cast<std::size_t>(end - p) <= text.size()) return false;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    std::memcpy(&a, p + at, 8);
    std::memcpy(&b, text.data() + at, 8);
    if (a != b) return false;
  }
  const std::size_t left = text.size() - at;
  if (left == 0) return true;
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::memcpy(&a, p + at, 8);
  std::memcpy(&b, text.data() + at, 8);
  // The first of the bytes that are left are the lowest on machines that begin with those.
  if constexpr (std::endian::native == std::endian::little) {
    return ((a ^ b) << (64 - 8 * left)) == 0;
  } else {
    return ((a ^ b) >> (64 - 8 * left)) == 0;
  }
}

const char* SkipDigits(const char* p) {
  while (IsDigit(*p)) ++p;
  return p;
}

// The end of what stands between quotes: the first quote, backslash or line break. The block ends
// in a line break, so there is one. Sets `has_high` if a byte before it is not ASCII.
const char* ScanQuoted(const char* p, bool& has_high) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i line_break = _mm_set1_epi8('\n');
  std::uint32_t high = 0;
  for (;; p += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i stop =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
                     _mm_cmpeq_epi8(bytes, line_break));
    const auto stops = static_cast<std::uint32_t>(_mm_movemask_epi8(stop));
    const auto signs = static_cast<std::uint32_t>(_mm_movemask_epi8(bytes));
    if (stops == 0) {
      high |= signs;
      continue;
    }
    const int at = std::countr_zero(stops);
    has_high = (high | (signs & ((std::uint32_t{1} << at) - 1))) != 0;
    return p + at;
  }
#else
  has_high = false;
  for (; *p != '"' && *p != '\\' && *p != '\n'; ++p) has_high = has_high || (*p & 0x80) != 0;
  return p;
#endif
}

// The end of a number that every reader takes and that cannot be too large, or null.
const char* ScanValue(const char* p) {
  const char* const start = p;
  if (*p == '-' || *p == '+') ++p;
  if (!IsDigit(*p)) {
    if (std::memcmp(p, "Inf", 3) == 0) return p + 3;
    if (p == start && std::memcmp(p, "NaN", 3) == 0) return p + 3;
    return nullptr;
  }
  p = SkipDigits(p);
  if (*p == '.') {
    if (!IsDigit(p[1])) return nullptr;
    p = SkipDigits(p + 1);
  }
  // 1e99 times as many digits as may stand here is a number still.
  constexpr std::ptrdiff_t kLongest = 200;
  if (p - start > kLongest) return nullptr;
  if (*p == 'e' || *p == 'E') {
    ++p;
    if (*p == '-' || *p == '+') ++p;
    const char* const exponent = p;
    p = SkipDigits(p);
    if (p == exponent || p - exponent > 2) return nullptr;
  }
  return p;
}

bool HasDuplicates(const std::vector<Label>& labels) {
  for (std::size_t i = 1; i < labels.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (labels[i].name == labels[j].name) return true;
    }
  }
  return false;
}

}  // namespace

std::size_t CountContinuationBytes(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) >> 6) == 2; }));
}

void Scanner::Reset() {
  name_ = {};
  labels_.clear();
}

// From behind the opening brace to behind the closing one, or null.
const char* Scanner::ScanLabels(const char* p, const char* end, Sample& sample) {
  constexpr std::size_t kMostLabels = 64;
  bool same = true;
  for (std::size_t count = 0;; ++count) {
    std::string_view name;
    if (count < labels_.size() && StartsWith(p, end, labels_[count])) {
      name = labels_[count].substr(0, labels_[count].size() - 2);
      p += labels_[count].size();
    } else {
      if (count == kMostLabels || (ClassOf(*p) & kLabelStart) == 0) return nullptr;
      const char* const start = p;
      while ((ClassOf(*p) & (kLabelStart | kDigit)) != 0) ++p;
      if (p[0] != '=' || p[1] != '"') return nullptr;
      name = {start, static_cast<std::size_t>(p - start)};
      p += 2;
      same = false;
      labels_.resize(count);
      labels_.emplace_back(start, p - start);
    }
    bool has_high = false;
    const char* const value = p;
    p = ScanQuoted(p, has_high);
    if (*p != '"') return nullptr;
    const std::string_view text(value, static_cast<std::size_t>(p - value));
    if (has_high) {
      if (!IsValidUtf8(text)) return nullptr;
      continuing_ += CountContinuationBytes(text);
    }
    sample.labels.push_back({name, text});
    ++p;
    if (*p == ',') {
      ++p;
      continue;
    }
    if (*p != '}') return nullptr;
    same = same && sample.labels.size() == labels_.size();
    if (!same) {
      labels_.resize(sample.labels.size());
      if (sample.Find("__name__") != nullptr || HasDuplicates(sample.labels)) {
        labels_.clear();
        return nullptr;
      }
    }
    sample.same_label_names = same;
    return p + 1;
  }
}

// After a reset nothing is remembered, which does not say that there were no labels.
void Scanner::SetNoLabels(Sample& sample) {
  sample.same_label_names = sample.same_name && labels_.empty();
  labels_.clear();
}

const char* Scanner::Scan(const char* p, const char* end, Sample& sample) {
  const char* const line = p;
  if (StartsWith(p, end, name_) && (p[name_.size()] == '{' || p[name_.size()] == ' ') &&
      !name_.empty()) {
    sample.name = name_;
    sample.same_name = true;
    p += name_.size();
  } else {
    if ((ClassOf(*p) & kMetricStart) == 0) return nullptr;
    while ((ClassOf(*p) & (kMetricStart | kDigit)) != 0) ++p;
    sample.name = {line, static_cast<std::size_t>(p - line)};
    sample.same_name = false;
    name_ = sample.name;
  }
  sample.labels.clear();
  continuing_ = 0;
  if (*p == '{') {
    if (p[1] == '}') {
      SetNoLabels(sample);
      p += 2;
    } else {
      p = ScanLabels(p + 1, end, sample);
      if (p == nullptr) {
        // What was remembered in part is no line's.
        labels_.clear();
        return nullptr;
      }
    }
  } else {
    SetNoLabels(sample);
  }
  if (*p != ' ') return nullptr;
  const char* const value = ++p;
  p = ScanValue(p);
  if (p == nullptr) return nullptr;
  sample.value = {value, static_cast<std::size_t>(p - value)};
  sample.timestamp = {};
  if (*p == ' ') {
    const char* const timestamp = ++p;
    p = SkipDigits(p);
    // More digits might not fit in 64 bits.
    if (p == timestamp || p - timestamp > 18) return nullptr;
    sample.timestamp = {timestamp, static_cast<std::size_t>(p - timestamp)};
  }
  if (*p != '\n') return nullptr;
  continuation_bytes_ += continuing_;
  return p + 1;
}

}  // namespace check::exposition
