#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <utility>

#include "libcheck/base/ascii.h"
#include "libcheck/base/regex_language.h"
#include "libcheck/base/utf8.h"

namespace check {
namespace {

constexpr std::size_t kMaxWork = 300'000;
constexpr std::size_t kMaxStates = 3'000;
constexpr std::uint32_t kFirstSurrogate = 0xD800;
constexpr std::uint32_t kLastSurrogate = 0xDFFF;

// The code point of a range that reads best; nothing if there is none that texts may have.
std::optional<std::uint32_t> PickRune(RuneRange range) {
  constexpr RuneRange kLiked[] = {{'a', 'z'}, {'0', '9'}, {'A', 'Z'}, {'-', '-'},
                                  {'_', '_'}, {'!', '~'}, {' ', ' '}, {0xA1, kMaxRune}};
  for (const RuneRange& liked : kLiked) {
    const std::uint32_t first = std::max(range.first, liked.first);
    if (first > std::min(range.last, liked.last)) continue;
    if (first < kFirstSurrogate || first > kLastSurrogate) return first;
    if (range.last > kLastSurrogate) return kLastSurrogate + 1;
    return std::nullopt;
  }
  if (range.first != '\n') return range.first;
  if (range.last > '\n') return '\n' + 1;
  return std::nullopt;
}

}  // namespace

// Runs the automatons of several languages side by side: a state is the set of the steps that all
// of them are at.
class TextFinder {
 public:
  TextFinder(std::span<const RegexLanguage* const> all, std::span<const RegexLanguage* const> none)
      : wanted_(all.size()) {
    for (const auto& languages : {all, none}) {
      for (const RegexLanguage* language : languages) {
        offsets_.push_back(static_cast<std::uint32_t>(owners_.size()));
        owners_.resize(owners_.size() + language->steps_.size(),
                       static_cast<std::uint32_t>(languages_.size()));
        languages_.push_back(language);
      }
    }
    marks_.resize(owners_.size());
  }

  TextSearch Find() {
    State start;
    Begin(start);
    TextSearch search;
    if (!Add(std::move(start), 0, 0, search)) {
      for (std::size_t i = 0; i < states_.size(); ++i) {
        if (states_.size() > kMaxStates || work_ > kMaxWork) {
          search.work = work_;
          return search;
        }
        if (Follow(i, search)) break;
      }
      if (search.outcome != TextSearch::Outcome::kFound) {
        search.outcome = TextSearch::Outcome::kNone;
      }
    }
    search.work = work_;
    return search;
  }

  // Of a single language.
  bool Matches(std::string_view text) {
    State state;
    Begin(state);
    bool at_begin = true;
    while (!text.empty() && !state.empty()) {
      const Rune rune = DecodeRune(text);
      text.remove_prefix(rune.size);
      state = Next(state, rune.code_point);
      at_begin = false;
    }
    return text.empty() && Accepts(state, at_begin);
  }

 private:
  using Step = RegexLanguage::Step;
  using State = std::vector<std::uint32_t>;

  struct Hash {
    std::size_t operator()(const State& state) const {
      std::size_t hash = state.size();
      for (const std::uint32_t step : state) hash = (hash ^ step) * 0x9E3779B97F4A7C15U;
      return hash;
    }
  };
  struct Seen {
    const State* state;  // Belongs to `known_`.
    std::size_t from;
    std::uint32_t rune;
  };

  const Step& At(std::uint32_t step) const {
    const std::uint32_t owner = owners_[step];
    return languages_[owner]->steps_[step - offsets_[owner]];
  }

  void Begin(State& state) {
    ++generation_;
    for (std::size_t i = 0; i < languages_.size(); ++i) {
      Reach(offsets_[i] + languages_[i]->start_, true, false, state);
    }
    std::sort(state.begin(), state.end());
  }

  State Next(const State& state, std::uint32_t rune) {
    State next;
    ++generation_;
    for (const std::uint32_t step : state) {
      const std::uint32_t owner = owners_[step];
      ++work_;
      if (!languages_[owner]->Takes(At(step), rune)) continue;
      Reach(offsets_[owner] + At(step).next, false, false, next);
    }
    std::sort(next.begin(), next.end());
    return next;
  }

  // Adds the steps that `from` leads to without taking anything.
  void Reach(std::uint32_t from, bool at_begin, bool at_end, State& state) {
    pending_.push_back(from);
    while (!pending_.empty()) {
      const std::uint32_t step = pending_.back();
      pending_.pop_back();
      if (marks_[step] == generation_) continue;
      marks_[step] = generation_;
      ++work_;
      const Step& at = At(step);
      const std::uint32_t offset = offsets_[owners_[step]];
      switch (at.kind) {
        case Step::Kind::kFork:
          pending_.push_back(offset + at.other);
          pending_.push_back(offset + at.next);
          break;
        case Step::Kind::kBegin:
          if (at_begin) pending_.push_back(offset + at.next);
          break;
        case Step::Kind::kEnd:
          if (at_end) {
            pending_.push_back(offset + at.next);
          } else {
            state.push_back(step);
          }
          break;
        default:
          state.push_back(step);
      }
    }
  }

  // Whether a text that ends here is in all languages that are wanted, and in no other.
  bool Accepts(const State& state, bool at_begin) {
    State ended;
    ++generation_;
    for (const std::uint32_t step : state) Reach(step, at_begin, true, ended);
    std::size_t matched = 0;
    for (const std::uint32_t step : ended) {
      if (At(step).kind != Step::Kind::kMatch) continue;
      if (owners_[step] >= wanted_) return false;
      ++matched;  // Each language has one such step.
    }
    return matched == wanted_;
  }

  // Whether there may be more to come for each language that is wanted.
  bool IsAlive(const State& state) const {
    std::size_t alive = 0;
    std::uint32_t last = UINT32_MAX;
    for (const std::uint32_t step : state) {
      if (owners_[step] >= wanted_) break;
      if (owners_[step] != last) ++alive;
      last = owners_[step];
    }
    return alive == wanted_;
  }

  // Whether `state` ends the search.
  bool Add(State state, std::size_t from, std::uint32_t rune, TextSearch& search) {
    if (!IsAlive(state)) return false;
    const auto [known, is_new] = known_.try_emplace(std::move(state), states_.size());
    if (!is_new) return false;
    states_.push_back({&known->first, from, rune});
    if (!Accepts(known->first, states_.size() == 1)) return false;
    search.outcome = TextSearch::Outcome::kFound;
    std::vector<std::uint32_t> runes;
    for (std::size_t i = states_.size() - 1; i != 0; i = states_[i].from) {
      runes.push_back(states_[i].rune);
    }
    for (auto each = runes.rbegin(); each != runes.rend(); ++each) AppendUtf8(search.text, *each);
    return true;
  }

  bool Follow(std::size_t from, TextSearch& search) {
    const State& state = *states_[from].state;
    for (const std::uint32_t rune : Runes(state)) {
      if (Add(Next(state, rune), from, rune, search)) return true;
    }
    return false;
  }

  // One code point for each way on from `state`.
  std::vector<std::uint32_t> Runes(const State& state) {
    std::vector<std::uint32_t> bounds = {0, kMaxRune + 1};
    const auto add = [&](const RuneRange& range) {
      bounds.push_back(range.first);
      bounds.push_back(range.last + 1);
    };
    for (const std::uint32_t step : state) {
      const Step& at = At(step);
      if (at.kind == Step::Kind::kRange) add(at.range);
      if (at.kind != Step::Kind::kSet) continue;
      for (const RuneRange& range : languages_[owners_[step]]->sets_[at.other]) add(range);
    }
    work_ += bounds.size();
    std::sort(bounds.begin(), bounds.end());
    std::vector<std::uint32_t> runes;
    for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
      if (bounds[i] == bounds[i + 1]) continue;
      if (const auto rune = PickRune({bounds[i], bounds[i + 1] - 1})) runes.push_back(*rune);
    }
    return runes;
  }

  std::size_t wanted_;  // So many of the languages, from the first.
  std::vector<const RegexLanguage*> languages_;
  std::vector<std::uint32_t> offsets_;  // Where the steps of each language begin.
  std::vector<std::uint32_t> owners_;   // The language of each step.

  std::unordered_map<State, std::size_t, Hash> known_;
  std::vector<Seen> states_;
  std::vector<std::uint32_t> marks_;  // The last time that a step was reached.
  std::uint32_t generation_ = 0;
  std::vector<std::uint32_t> pending_;
  std::size_t work_ = 0;
};

TextSearch FindText(std::span<const RegexLanguage* const> all,
                    std::span<const RegexLanguage* const> none) {
  return TextFinder(all, none).Find();
}

bool RegexLanguage::Matches(std::string_view text) const {
  if (texts_) return std::binary_search(texts_->begin(), texts_->end(), text);
  if (!text.starts_with(prefix_)) return false;
  const RegexLanguage* const only[] = {this};
  return TextFinder(only, {}).Matches(text);
}

}  // namespace check
