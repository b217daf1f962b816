#include "libcheck/reference/markdown.h"

#include <algorithm>
#include <vector>

#include "libcheck/base/utf8.h"

namespace check::reference {
namespace {

std::vector<std::string_view> SplitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

// Bytes of "- " or "1. " at the start of a line, or 0.
std::size_t ListMarker(std::string_view line) {
  if (line.starts_with("- ") || line.starts_with("* ")) return 2;
  const std::size_t digits = line.find_first_not_of("0123456789");
  const bool numbered =
      digits != std::string_view::npos && digits > 0 && line.substr(digits).starts_with(". ");
  return numbered ? digits + 2 : 0;
}

// Writes words into lines of a certain width.
class Wrapper {
 public:
  Wrapper(std::string& out, unsigned width, unsigned indent, unsigned hanging)
      : out_(out), width_(width), hanging_(hanging), column_(indent) {
    out_.append(indent, ' ');
  }

  void Word(std::string_view shown, std::size_t columns) {
    if (!first_ && column_ + 1 + columns > width_) {
      out_ += '\n';
      out_.append(hanging_, ' ');
      column_ = hanging_;
      first_ = true;
    }
    if (!first_) {
      out_ += ' ';
      ++column_;
    }
    out_ += shown;
    column_ += columns;
    first_ = false;
  }
  void Finish() { out_ += '\n'; }

 private:
  std::string& out_;
  std::size_t width_;
  std::size_t hanging_;
  std::size_t column_;
  bool first_ = true;
};

// A word with its marks turned into colour; a span of code counts as one word, spaces and all.
struct Word {
  std::string shown;
  std::size_t columns = 0;
};

std::vector<Word> Words(std::string_view text, bool colour) {
  std::vector<Word> words;
  Word word;
  bool in_code = false;
  bool in_strong = false;
  const auto show = [&](std::string_view part) {
    word.shown += part;
    word.columns += DisplayWidth(part);
  };
  const auto finish = [&] {
    if (word.columns > 0) words.push_back(std::move(word));
    word = {};
    if (in_strong && colour) word.shown = kBold;
  };
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '`') {
      in_code = !in_code;
      if (colour) {
        word.shown += in_code ? kCode : kReset;
      } else {
        show("`");
      }
      ++i;
    } else if (!in_code && text.substr(i).starts_with("**")) {
      in_strong = !in_strong;
      if (colour) word.shown += in_strong ? kBold : kReset;
      i += 2;
    } else if (text[i] == ' ' && !in_code) {
      finish();
      ++i;
    } else {
      const Rune rune = DecodeRune(text.substr(i));
      show(text.substr(i, rune.size));
      i += rune.size;
    }
  }
  finish();
  return words;
}

}  // namespace

std::string_view TrimLines(std::string_view text) {
  for (;;) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) break;
    if (text.substr(0, end).find_first_not_of(" \t\r") != std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::string RenderMarkdown(std::string_view markdown, bool colour, unsigned width,
                           unsigned indent) {
  std::string out;
  const std::vector<std::string_view> lines = SplitLines(TrimLines(markdown));
  for (std::size_t i = 0; i < lines.size();) {
    const std::string_view line = lines[i];
    if (line.empty()) {
      out += '\n';
      ++i;
      continue;
    }
    if (line.starts_with("```")) {
      for (++i; i < lines.size() && !lines[i].starts_with("```"); ++i) {
        out += Indented(lines[i], indent + 4) + "\n";
      }
      ++i;
      continue;
    }
    if (line.starts_with("    ")) {
      out += Indented(line, indent) + "\n";
      ++i;
      continue;
    }
    const std::size_t marker = ListMarker(line);
    std::string text(line);
    for (++i; i < lines.size(); ++i) {
      const std::string_view next = lines[i];
      if (next.empty() || next.starts_with("```") || ListMarker(next) > 0) break;
      text += ' ';
      text += next.substr(std::min(next.find_first_not_of(' '), next.size()));
    }
    Wrapper wrapper(out, width, indent, indent + static_cast<unsigned>(marker));
    for (const Word& word : Words(text, colour)) wrapper.Word(word.shown, word.columns);
    wrapper.Finish();
  }
  return out;
}

std::string Indented(std::string_view text, unsigned indent) {
  std::string out;
  for (const std::string_view line : SplitLines(text)) {
    if (!out.empty()) out += '\n';
    if (!line.empty()) out.append(indent, ' ');
    out += line;
  }
  return out;
}

std::string CodeSpan(std::string_view text) {
  if (text.find('`') == std::string_view::npos) return "`" + std::string(text) + "`";
  return "`` " + std::string(text) + " ``";
}

}  // namespace check::reference
