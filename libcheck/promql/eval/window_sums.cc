#include "libcheck/promql/eval/window_sums.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace check::promql {
namespace {

// Two windows to a vector, which every x86-64 and ARM64 has, and as many vectors as it takes to
// keep the processor busy.
constexpr std::size_t kLanes = 2;
constexpr std::size_t kVectors = 4;
constexpr std::size_t kSideBySide = kLanes * kVectors;

using Vector2 = double __attribute__((vector_size(kLanes * sizeof(double))));
using Mask2 = long long __attribute__((vector_size(kLanes * sizeof(double))));

Vector2 Abs(Vector2 value) {
  constexpr Mask2 kAllButSign = {0x7FFFFFFFFFFFFFFF, 0x7FFFFFFFFFFFFFFF};
  return reinterpret_cast<Vector2>(reinterpret_cast<Mask2>(value) & kAllButSign);
}

Vector2 Choose(Mask2 mask, Vector2 yes, Vector2 no) {
  return reinterpret_cast<Vector2>((reinterpret_cast<Mask2>(yes) & mask) |
                                   (reinterpret_cast<Mask2>(no) & ~mask));
}

Vector2 Load(const double* from) { return Vector2{from[0], from[1]}; }

void SumOne(const double* values, std::size_t size, KahanSum& sum) {
  for (std::size_t i = 0; i < size; ++i) sum.Add(values[i]);
}

// Windows of which each begins one value after the one before. All have at least `size` values.
void SumSliding(const double* first, std::size_t size, KahanSum* sums) {
  Vector2 sum[kVectors];
  Vector2 lost[kVectors];
  for (std::size_t v = 0; v < kVectors; ++v) {
    sum[v] = Load(first + v * kLanes);
    lost[v] = Vector2{0, 0};
  }
  for (std::size_t i = 1; i < size; ++i) {
    for (std::size_t v = 0; v < kVectors; ++v) {
      const Vector2 value = Load(first + i + v * kLanes);
      const Vector2 total = sum[v] + value;
      const Mask2 is_larger = Abs(sum[v]) >= Abs(value);
      const Vector2 larger = Choose(is_larger, sum[v], value);
      const Vector2 smaller = Choose(is_larger, value, sum[v]);
      lost[v] += (larger - total) + smaller;
      sum[v] = total;
    }
  }
  for (std::size_t v = 0; v < kVectors; ++v) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      sums[v * kLanes + lane] = {sum[v][lane], lost[v][lane]};
    }
  }
}

}  // namespace

void SumWindows(std::span<const double> floats, std::span<const Window> windows,
                std::span<KahanSum> sums) {
  std::size_t i = 0;
  while (i < windows.size()) {
    const Window& first = windows[i];
    bool sliding = i + kSideBySide <= windows.size();
    std::size_t size = first.end - first.begin;
    for (std::size_t k = 1; sliding && k < kSideBySide; ++k) {
      sliding =
          windows[i + k].begin == first.begin + k && windows[i + k].end > windows[i + k].begin;
      size = std::min(size, windows[i + k].end - windows[i + k].begin);
    }
    if (sliding && size > 1) {
      SumSliding(floats.data() + first.begin, size, &sums[i]);
      for (std::size_t k = 0; k < kSideBySide; ++k, ++i) {
        const double* const rest = floats.data() + windows[i].begin + size;
        SumOne(rest, windows[i].end - windows[i].begin - size, sums[i]);
      }
      continue;
    }
    if (first.end > first.begin) {
      sums[i] = {floats[first.begin], 0};
      SumOne(floats.data() + first.begin + 1, first.end - first.begin - 1, sums[i]);
    }
    ++i;
  }
}

}  // namespace check::promql
