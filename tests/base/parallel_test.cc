#include "libcheck/base/parallel.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "libcheck/base/arena.h"

namespace check {
namespace {

TEST_CASE("work in parallel is done once for each index") {
  for (const std::size_t count : {0U, 1U, 2U, 1000U}) {
    std::vector<int> done(count);
    ParallelFor(count, [&](std::size_t i, std::size_t worker) {
      done[i] += worker < ThreadCount() ? 1 : 100;
    });
    CHECK(std::all_of(done.begin(), done.end(), [](int n) { return n == 1; }));
  }
}

TEST_CASE("an arena keeps what it was given apart and aligned, and can be used again") {
  Arena arena;
  for (int round = 0; round < 3; ++round) {
    std::vector<std::uint64_t*> numbers;
    std::vector<std::string_view> texts;
    for (std::uint64_t i = 0; i < 10'000; ++i) {
      numbers.push_back(arena.New<std::uint64_t>(i));
      texts.push_back(arena.Copy(std::string_view("abc").substr(0, i % 4)));
    }
    const std::vector<char> large(3 << 20, 'x');
    CHECK(arena.Copy(large).back() == 'x');
    for (std::uint64_t i = 0; i < numbers.size(); ++i) {
      REQUIRE(*numbers[i] == i);
      REQUIRE(reinterpret_cast<std::uintptr_t>(numbers[i]) % alignof(std::uint64_t) == 0);
      REQUIRE(texts[i] == std::string_view("abc").substr(0, i % 4));
    }
    arena.Reset();
  }
}

}  // namespace
}  // namespace check
