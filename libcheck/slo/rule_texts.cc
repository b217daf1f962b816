#include "libcheck/slo/rule_texts.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

#include "libcheck/base/text.h"

namespace check::slo {
namespace {

struct Line {
  std::string_view text;
  std::uint32_t begin = 0;
};

std::vector<Line> LinesOf(std::string_view text) {
  std::vector<Line> lines;
  std::uint32_t at = 0;
  while (!text.empty()) {
    const std::string_view line = TakeUpTo(text, '\n');
    lines.push_back({line, at});
    at += static_cast<std::uint32_t>(line.size()) + 1;
  }
  return lines;
}

bool StartsRule(std::string_view line) {
  if (line.starts_with("- ")) line.remove_prefix(2);
  return line.starts_with("alert:") || line.starts_with("record:");
}

// How many blanks all lines begin with, as blocks in lists of Markdown do.
std::size_t Margin(std::span<const Line> lines) {
  std::size_t margin = 80;
  for (const Line& line : lines) {
    const std::size_t blanks = line.text.find_first_not_of(" \r");
    if (blanks != std::string_view::npos) margin = std::min(margin, blanks);
  }
  return margin;
}

// How a text holds rules.
enum class Form : std::uint8_t { kNone, kFile, kLoose };

Form FormOf(std::span<const Line> lines) {
  for (const Line& line : lines) {
    if (line.text.starts_with("groups:") ||
        TrimSpace(line.text).starts_with("kind: PrometheusRule") ||
        TrimSpace(line.text).starts_with("groups:")) {
      return Form::kFile;
    }
  }
  const std::size_t margin = Margin(lines);
  const auto starts = [&](const Line& line) {
    return StartsRule(line.text.substr(std::min(margin, line.text.size())));
  };
  return std::ranges::any_of(lines, starts) ? Form::kLoose : Form::kNone;
}

// Blocks of code between lines of ``` or ~~~. Nothing if there is no such line.
std::vector<std::span<const Line>> Fences(std::span<const Line> lines) {
  std::vector<std::span<const Line>> blocks;
  std::size_t begin = 0;
  bool in_fence = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = TrimSpace(lines[i].text);
    if (!line.starts_with("```") && !line.starts_with("~~~")) continue;
    if (in_fence) blocks.push_back(lines.subspan(begin, i - begin));
    in_fence = !in_fence;
    begin = i + 1;
  }
  return blocks;
}

// Text that is put together of pieces of another.
class Composer {
 public:
  // White space and keys that are not in the other text: they stand for nothing at `near`.
  void Insert(std::string_view text, std::uint32_t near) {
    const auto at = static_cast<std::uint32_t>(text_.size());
    text_ += text;
    segments_.push_back({{at, static_cast<std::uint32_t>(text_.size())}, {near, near}});
  }
  void Copy(std::string_view text, std::uint32_t begin) {
    const auto at = static_cast<std::uint32_t>(text_.size());
    const auto size = static_cast<std::uint32_t>(text.size());
    text_ += text;
    segments_.push_back({{at, at + size}, {begin, begin + size}});
  }

  const SourceFile* Finish(const SourceFile& outer, Arena& arena) const {
    const auto* kept = arena.New<std::span<const Segment>>(arena.Copy(segments_));
    const auto map = [](const SourceFile&, const void* context) {
      const auto& segments = *static_cast<const std::span<const Segment>*>(context);
      return std::vector<Segment>(segments.begin(), segments.end());
    };
    return arena.New<SourceFile>(outer, arena.Copy(text_), map, kept);
  }

 private:
  std::string text_;
  std::vector<Segment> segments_;
};

const SourceFile* Compose(std::span<const Line> lines, Form form, const SourceFile& outer,
                          Arena& arena) {
  Composer composer;
  const std::size_t margin = Margin(lines);
  if (form == Form::kLoose) {
    composer.Insert("groups:\n- name: rules\n  rules:\n", lines.empty() ? 0 : lines[0].begin);
  }
  // Items of a list are moved as they are; of mappings, items are made.
  const bool is_list = std::ranges::any_of(lines, [&](const Line& line) {
    return line.text.substr(std::min(margin, line.text.size())).starts_with("- ");
  });
  for (const Line& line : lines) {
    const std::size_t cut = std::min(margin, line.text.size());
    const std::string_view text = line.text.substr(cut);
    const auto begin = line.begin + static_cast<std::uint32_t>(cut);
    if (form == Form::kLoose) {
      composer.Insert(is_list ? "  " : StartsRule(text) ? "  - " : "    ", begin);
    }
    composer.Copy(text, begin);
    composer.Insert("\n", begin + static_cast<std::uint32_t>(text.size()));
  }
  return composer.Finish(outer, arena);
}

// `alert:` need not be the first field of a rule, but in what people show it is.
void Add(std::span<const Line> lines, const SourceFile& file, Arena& arena,
         std::vector<const SourceFile*>& texts) {
  const Form form = FormOf(lines);
  if (form != Form::kNone) texts.push_back(Compose(lines, form, file, arena));
}

}  // namespace

std::vector<const SourceFile*> RuleTexts(const SourceFile& file, Arena& arena) {
  const std::vector<Line> lines = LinesOf(file.text());
  const auto blocks = Fences(lines);
  if (!blocks.empty()) {
    std::vector<const SourceFile*> texts;
    for (const auto& block : blocks) Add(block, file, arena, texts);
    return texts;
  }
  if (FormOf(lines) == Form::kLoose) return {Compose(lines, Form::kLoose, file, arena)};
  return {&file};
}

bool HoldsRules(std::string_view text) {
  const std::vector<Line> lines = LinesOf(text);
  const auto blocks = Fences(lines);
  if (blocks.empty()) return FormOf(lines) != Form::kNone;
  return std::ranges::any_of(
      blocks, [](std::span<const Line> block) { return FormOf(block) != Form::kNone; });
}

}  // namespace check::slo
