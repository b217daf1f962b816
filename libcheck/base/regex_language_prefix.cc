#include <algorithm>
#include <utility>
#include <vector>

#include "libcheck/base/regex_language.h"
#include "libcheck/base/utf8.h"

namespace check {

std::size_t RegexLanguage::LongestPrefix(std::string_view text) const {
  std::vector<std::uint32_t> now;
  std::vector<std::uint32_t> next;
  std::vector<std::size_t> seen(steps_.size(), static_cast<std::size_t>(-1));
  std::vector<std::uint32_t> todo;
  // Adds the steps that take a character, of those that `step` leads to at `at`.
  const auto add = [&](std::uint32_t step, std::size_t at, std::vector<std::uint32_t>& to) {
    todo = {step};
    while (!todo.empty()) {
      const std::uint32_t index = todo.back();
      todo.pop_back();
      if (std::exchange(seen[index], at) == at) continue;
      const Step& one = steps_[index];
      if (one.kind == Step::Kind::kFork) todo.insert(todo.end(), {one.other, one.next});
      if (one.kind == Step::Kind::kBegin && at == 0) todo.push_back(one.next);
      if (one.kind == Step::Kind::kRange || one.kind == Step::Kind::kSet) to.push_back(index);
    }
  };
  std::size_t at = 0;
  add(start_, at, now);
  while (at < text.size()) {
    const Rune rune = DecodeRune(text.substr(at));
    next.clear();
    bool any = false;
    for (const std::uint32_t index : now) {
      if (!Takes(steps_[index], rune.code_point)) continue;
      any = true;
      add(steps_[index].next, at + rune.size, next);
    }
    if (!any) return at;
    at += rune.size;
    std::swap(now, next);
  }
  return at;
}

}  // namespace check
