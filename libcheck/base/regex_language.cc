#include "libcheck/base/regex_language.h"

#include <algorithm>
#include <utility>

#include "libcheck/base/utf8.h"

namespace check {
namespace {

using Kind = RegexNode::Kind;
using Texts = std::vector<std::string>;

constexpr std::size_t kMaxSteps = 5'000;
constexpr std::size_t kMaxTexts = 256;

// Where a part stands in its pattern: whether nothing is before it, and nothing after it.
struct Place {
  bool at_begin = true;
  bool at_end = true;
};

// All texts of `node`, or nothing if they are many.
std::optional<Texts> TextsOf(const RegexNode& node, Place place);

std::optional<Texts> TextsOfRunes(const RuneSet& runes) {
  Texts texts;
  for (const RuneRange& range : runes) {
    if (range.last - range.first >= kMaxTexts - texts.size()) return std::nullopt;
    for (std::uint32_t rune = range.first; rune <= range.last; ++rune) {
      AppendUtf8(texts.emplace_back(), rune);
    }
  }
  return texts;
}

bool IsAnchor(const RegexNode& node) {
  return node.kind == Kind::kBegin || node.kind == Kind::kEnd;
}

std::optional<Texts> Joined(const Texts& before, const Texts& after) {
  if (before.size() * after.size() > kMaxTexts) return std::nullopt;
  Texts all;
  for (const std::string& first : before) {
    for (const std::string& second : after) all.push_back(first + second);
  }
  return all;
}

std::optional<Texts> TextsOfSequence(const std::vector<RegexNode>& parts, Place place) {
  std::optional<Texts> all = Texts{""};
  const auto first = std::find_if_not(parts.begin(), parts.end(), IsAnchor);
  const auto last = std::find_if_not(parts.rbegin(), parts.rend(), IsAnchor).base();
  for (auto part = parts.begin(); part != parts.end() && all; ++part) {
    const Place of_part = {place.at_begin && part <= first, place.at_end && part + 1 >= last};
    const auto texts = TextsOf(*part, of_part);
    if (!texts) return std::nullopt;
    all = Joined(*all, *texts);
  }
  return all;
}

std::optional<Texts> TextsOfRepeat(const RegexNode& node) {
  constexpr int kMaxRepeat = 8;
  if (node.max < 0 || node.max > kMaxRepeat) return std::nullopt;
  const auto once = TextsOf(node.parts.front(), {false, false});
  if (!once) return std::nullopt;
  Texts all;
  std::optional<Texts> times = Texts{""};
  for (int i = 0; i <= node.max; ++i) {
    if (i > 0) times = Joined(*times, *once);
    if (!times || all.size() + times->size() > kMaxTexts) return std::nullopt;
    if (i >= node.min) all.insert(all.end(), times->begin(), times->end());
  }
  return all;
}

std::optional<Texts> TextsOf(const RegexNode& node, Place place) {
  switch (node.kind) {
    case Kind::kText:
      return Texts{node.text};
    case Kind::kRunes:
      return TextsOfRunes(node.runes);
    case Kind::kBegin:
      return place.at_begin ? std::optional(Texts{""}) : std::nullopt;
    case Kind::kEnd:
      return place.at_end ? std::optional(Texts{""}) : std::nullopt;
    case Kind::kSequence:
      return TextsOfSequence(node.parts, place);
    case Kind::kRepeat:
      return TextsOfRepeat(node);
    case Kind::kAlternatives:
      break;
  }
  Texts all;
  for (const RegexNode& part : node.parts) {
    const auto texts = TextsOf(part, place);
    if (!texts || all.size() + texts->size() > kMaxTexts) return std::nullopt;
    all.insert(all.end(), texts->begin(), texts->end());
  }
  return all;
}

}  // namespace

// Makes steps of a tree, from its end to its beginning.
class RegexLanguage::Builder {
 public:
  explicit Builder(RegexLanguage& language) : language_(language) {}

  // The step that `node` begins with, if `next` is what comes after it. `steps_` are too many if
  // there are more than kMaxSteps.
  std::uint32_t Add(const RegexNode& node, std::uint32_t next) {
    if (language_.steps_.size() > kMaxSteps) return next;
    switch (node.kind) {
      case Kind::kText:
        return AddText(node.text, next);
      case Kind::kRunes:
        return AddRunes(node.runes, next);
      case Kind::kBegin:
        return AddStep({.kind = Step::Kind::kBegin, .next = next});
      case Kind::kEnd:
        return AddStep({.kind = Step::Kind::kEnd, .next = next});
      case Kind::kSequence:
        for (auto part = node.parts.rbegin(); part != node.parts.rend(); ++part) {
          next = Add(*part, next);
        }
        return next;
      case Kind::kAlternatives: {
        std::uint32_t all = Add(node.parts.back(), next);
        for (auto part = node.parts.rbegin() + 1; part != node.parts.rend(); ++part) {
          all = AddStep({.kind = Step::Kind::kFork, .next = Add(*part, next), .other = all});
        }
        return all;
      }
      case Kind::kRepeat:
        break;
    }
    return AddRepeat(node, next);
  }

  std::uint32_t AddStep(const Step& step) {
    language_.steps_.push_back(step);
    return static_cast<std::uint32_t>(language_.steps_.size() - 1);
  }

 private:
  std::uint32_t AddText(std::string_view text, std::uint32_t next) {
    std::vector<std::uint32_t> runes;
    while (!text.empty()) {
      const Rune rune = DecodeRune(text);
      runes.push_back(rune.code_point);
      text.remove_prefix(rune.size);
    }
    for (auto rune = runes.rbegin(); rune != runes.rend(); ++rune) {
      next = AddStep({.kind = Step::Kind::kRange, .next = next, .range = {*rune, *rune}});
    }
    return next;
  }

  std::uint32_t AddRunes(const RuneSet& runes, std::uint32_t next) {
    if (runes.size() == 1) {
      return AddStep({.kind = Step::Kind::kRange, .next = next, .range = runes.front()});
    }
    language_.sets_.push_back(runes);
    return AddStep({.kind = Step::Kind::kSet,
                    .next = next,
                    .other = static_cast<std::uint32_t>(language_.sets_.size() - 1)});
  }

  std::uint32_t AddRepeat(const RegexNode& node, std::uint32_t next) {
    const RegexNode& part = node.parts.front();
    if (node.max < 0) {
      const std::uint32_t loop = AddStep({.kind = Step::Kind::kFork, .other = next});
      const std::uint32_t once = Add(part, loop);
      language_.steps_[loop].next = once;
      next = loop;
    } else {
      const std::uint32_t end = next;
      for (int i = node.min; i < node.max && language_.steps_.size() <= kMaxSteps; ++i) {
        next = AddStep({.kind = Step::Kind::kFork, .next = Add(part, next), .other = end});
      }
    }
    for (int i = 0; i < node.min && language_.steps_.size() <= kMaxSteps; ++i) {
      next = Add(part, next);
    }
    return next;
  }

  RegexLanguage& language_;
};

std::optional<RegexLanguage> RegexLanguage::Of(std::string_view pattern) {
  const auto tree = ParseRegexTree(pattern);
  if (!tree) return std::nullopt;
  RegexLanguage language;
  Builder builder(language);
  language.start_ = builder.Add(tree->root, builder.AddStep({.kind = Step::Kind::kMatch}));
  if (language.steps_.size() > kMaxSteps) return std::nullopt;
  language.names_line_break_ = tree->names_line_break;
  language.SetPrefix();
  language.texts_ = TextsOf(tree->root, {});
  if (language.texts_) {
    std::sort(language.texts_->begin(), language.texts_->end());
    language.texts_->erase(std::unique(language.texts_->begin(), language.texts_->end()),
                           language.texts_->end());
  }
  return language;
}

RegexLanguage RegexLanguage::OfText(std::string_view text) {
  RegexLanguage language;
  Builder builder(language);
  RegexNode node;
  node.text = text;
  language.start_ = builder.Add(node, builder.AddStep({.kind = Step::Kind::kMatch}));
  language.texts_ = Texts{node.text};
  return language;
}

void RegexLanguage::SetPrefix() {
  std::uint32_t at = start_;
  while (steps_[at].kind == Step::Kind::kBegin) at = steps_[at].next;
  for (; steps_[at].kind == Step::Kind::kRange; at = steps_[at].next) {
    if (steps_[at].range.first != steps_[at].range.last) return;
    AppendUtf8(prefix_, steps_[at].range.first);
  }
}

bool RegexLanguage::Takes(const Step& step, std::uint32_t rune) const {
  const auto holds = [rune](const RuneRange& r) { return r.first <= rune && rune <= r.last; };
  if (step.kind == Step::Kind::kRange) return holds(step.range);
  if (step.kind != Step::Kind::kSet) return false;
  const RuneSet& set = sets_[step.other];
  return std::any_of(set.begin(), set.end(), holds);
}

}  // namespace check
