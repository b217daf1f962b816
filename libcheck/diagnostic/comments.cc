#include "libcheck/diagnostic/comments.h"

#include <algorithm>
#include <cstddef>

#include "libcheck/base/ascii.h"

namespace check {
namespace {

// A line of the text being read: without its line break and what is cut off in front.
struct Line {
  std::string_view text;
  std::size_t begin = 0;     // Offset in the file of text[0].
  std::uint32_t number = 1;  // In the file.

  std::size_t Indent() const { return std::min(text.find_first_not_of(' '), text.size()); }
  bool IsEmpty() const { return text.find_first_not_of(" \t") == text.npos; }
  // A `---` or `...` that ends a document.
  bool IsMarker() const {
    return (text.starts_with("---") || text.starts_with("...")) &&
           (text.size() == 3 || IsBlank(text[3]));
  }
};

// Cuts text into lines, and `margin` columns off the front of each.
class Lines {
 public:
  Lines(std::string_view text, std::size_t begin, std::size_t end, std::uint32_t number,
        std::size_t margin)
      : text_(text), at_(begin), end_(end), number_(number), margin_(margin) {}

  bool Next(Line& line) {
    if (at_ >= end_) return false;
    std::size_t end = std::min(text_.find('\n', at_), end_);
    line.number = number_++;
    line.begin = at_;
    line.text = text_.substr(at_, end - at_);
    if (line.text.ends_with('\r')) line.text.remove_suffix(1);
    const std::size_t cut = std::min(margin_, line.Indent());
    line.text.remove_prefix(cut);
    line.begin += cut;
    at_ = end + 1;
    return true;
  }
  /// As if `line`, the last one, had not been taken.
  void PutBack(std::size_t line_start, std::uint32_t number) {
    at_ = line_start;
    number_ = number;
  }
  std::size_t margin() const { return margin_; }
  std::size_t at() const { return at_; }
  std::uint32_t number() const { return number_; }

 private:
  std::string_view text_;
  std::size_t at_;
  std::size_t end_;
  std::uint32_t number_;
  std::size_t margin_;
};

class Finder {
 public:
  Finder(std::string_view text, std::string_view word) : text_(text), word_(word) {}

  std::vector<Comment> Find() {
    ReadYaml(Lines(text_, 0, text_.size(), 1, 0), 0);
    return std::move(comments_);
  }

 private:
  // How far a PromQL expression in a quoted scalar has been read.
  struct Promql {
    bool is_open = false;
    char quote = 0;           // Inside a string of PromQL.
    bool in_comment = false;  // Folded lines go on with the comment.
  };
  // What has to be remembered from one line of YAML to the next.
  struct State {
    char quote = 0;           // Inside a quoted scalar.
    std::size_t flow = 0;     // Open brackets.
    bool plain_open = false;  // The last line ended in a plain scalar, which this may continue.
    // The column of the key or dash whose value is being read, plus one: 0 is the document itself.
    std::size_t parent = 0;
    std::string_view key;     // That key, if it is one.
    bool after_expr = false;  // The next scalar is the value of `expr`.
    Promql promql;            // Where the open quoted scalar is such a value.
  };

  void Add(const Line& line, std::size_t at, bool is_alone,
           std::size_t end = std::string_view::npos, bool is_of_whole = false) {
    const std::string_view comment = line.text.substr(at, end == line.text.npos ? end : end - at);
    if (comment.find(word_) == comment.npos) return;
    const auto begin = static_cast<std::uint32_t>(line.begin + at);
    comments_.push_back({.span = {begin, begin + static_cast<std::uint32_t>(comment.size())},
                         .line = line.number,
                         .is_alone = is_alone,
                         .is_of_whole = is_of_whole});
  }

  void ReadYaml(Lines lines, std::size_t depth) {
    State state;
    Line line;
    while (lines.Next(line)) {
      if (state.quote == 0 && state.flow == 0 && line.IsMarker()) {
        state = State();
        line.begin += 3;
        line.text.remove_prefix(3);
      }
      if (ReadLine(line, state)) ReadBlockScalar(lines, state, depth);
    }
  }

  // Reads one line. Returns whether it ends in the header of a block scalar.
  bool ReadLine(const Line& line, State& state) {
    const std::string_view text = line.text;
    std::size_t at = 0;
    if (state.quote == 0) {
      at = std::min(text.find_first_not_of(" \t"), text.size());
      if (at == text.size()) return false;
      if (text[at] == '#') {
        state.plain_open = false;
        Add(line, at, true);
        return false;
      }
      const bool continues = state.plain_open && (state.flow > 0 || at >= state.parent);
      state.plain_open = false;
      if (continues) at = SkipPlain(text, at, state);
    } else {
      at = ReadQuoted(line, at, state);
    }

    std::size_t token = text.npos;  // Where the last scalar began, and its text: it may turn out
    std::string_view key;           // to be a key.
    std::size_t node = text.npos;   // Where that, or its tag or anchor, began.
    while (at < text.size()) {
      const char c = text[at];
      if (IsBlank(c)) {
        ++at;
      } else if (c == '#') {
        // libyaml: no blank is needed before it, save after a plain scalar.
        state.plain_open = false;
        Add(line, at, false);
        return false;
      } else if (c == ':' && (state.flow > 0 || EndsWord(text, at + 1))) {
        state.after_expr = key == "expr" && token != text.npos;
        if (state.flow == 0) {
          state.parent = std::min(node, at) + 1;
          state.key = key;
        }
        token = text.npos;
        node = text.npos;
        ++at;
      } else if ((c == '-' || c == '?') && state.flow == 0 && token == text.npos &&
                 EndsWord(text, at + 1)) {
        state.parent = at + 1;
        state.key = {};
        state.after_expr = false;
        node = text.npos;
        ++at;
      } else if (c == '?' && state.flow > 0) {
        ++at;
      } else if (c == '[' || c == '{') {
        ++state.flow;
        state.after_expr = false;
        ++at;
      } else if (state.flow > 0 && (c == ']' || c == '}' || c == ',')) {
        if (c != ',') --state.flow;
        state.after_expr = false;
        ++at;
      } else if (c == '&' || c == '!') {
        node = std::min(node, at);
        while (at < text.size() && !IsBlank(text[at])) ++at;  // An anchor or a tag.
      } else if ((c == '|' || c == '>') && state.flow == 0 && token == text.npos) {
        const std::size_t end = text.find_first_not_of("+-0123456789", at + 1);
        if (end == text.npos || IsBlank(text[end]) || text[end] == '#') {
          return ReadHeader(line, at, state);
        }
        at = SkipPlain(text, at, state);
      } else {
        token = at;
        node = std::min(node, at);
        if (c == '"' || c == '\'') {
          state.quote = c;
          state.promql = {.is_open = state.after_expr};
          at = ReadQuoted(line, at + 1, state);
          key = text.substr(token + 1, at - token - 2);
        } else {
          at = SkipPlain(text, at, state);
          key = text.substr(token, at - token);
        }
        state.after_expr = false;
      }
    }
    return false;
  }

  static bool EndsWord(std::string_view text, std::size_t at) {
    return at >= text.size() || IsBlank(text[at]);
  }

  // The end of a plain scalar, or of what of it is on this line.
  static std::size_t SkipPlain(std::string_view text, std::size_t at, State& state) {
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (c == '#' && at > 0 && IsBlank(text[at - 1])) return at;
      if (c == ':' && EndsWord(text, at + 1)) return at;
      if (state.flow > 0 && (c == ',' || c == '[' || c == ']' || c == '{' || c == '}')) return at;
    }
    state.plain_open = true;
    return at;
  }

  // The end of a quoted scalar, or of what of it is on this line, whose comments are added if it is
  // an expression.
  std::size_t ReadQuoted(const Line& line, std::size_t at, State& state) {
    const char quote = state.quote;
    const std::size_t end = SkipQuoted(line.text, at, state);
    if (!state.promql.is_open) return end;
    const bool is_closed = state.quote == 0;
    ReadQuotedPromql(line, at, is_closed ? end - 1 : end, quote, state.promql);
    if (is_closed) state.promql = {};
    return end;
  }

  // As ReadPromql, of the text between two quotes of YAML or what of it is on this line.
  void ReadQuotedPromql(const Line& line, std::size_t at, std::size_t end, char yaml_quote,
                        Promql& promql) {
    const std::string_view text = line.text.substr(0, end);
    std::size_t comment = promql.in_comment ? at : text.npos;
    while (at < end) {
      // What the next one or two characters stand for.
      char c = text[at];
      std::size_t length = 1;
      if (yaml_quote == '"' && c == '\\' && at + 1 < end) {
        c = text[at + 1] == 'n' ? '\n' : text[at + 1];
        length = 2;
      } else if (yaml_quote == '\'' && c == '\'') {
        length = 2;
      }
      if (c == '\n' || comment != text.npos) {
        if (c == '\n' && comment != text.npos) {
          Add(line, comment, false, at, true);
          comment = text.npos;
        }
        if (c == '\n' && promql.quote != '`') promql.quote = 0;
      } else if (promql.quote != 0) {
        if (c == '\\' && promql.quote != '`') {
          // The character behind it, which may be escaped for YAML as well.
          length += at + length < end && yaml_quote == '"' && text[at + length] == '\\' ? 2 : 1;
        } else if (c == promql.quote) {
          promql.quote = 0;
        }
      } else if (c == '"' || c == '\'' || c == '`') {
        promql.quote = c;
      } else if (c == '#') {
        comment = at;
      }
      at += length;
    }
    promql.in_comment = comment != text.npos;
    if (promql.in_comment) Add(line, comment, false, end, true);
  }

  static std::size_t SkipQuoted(std::string_view text, std::size_t at, State& state) {
    for (; at < text.size(); ++at) {
      if (text[at] == '\\' && state.quote == '"') {
        ++at;
      } else if (text[at] == state.quote) {
        if (state.quote == '\'' && at + 1 < text.size() && text[at + 1] == '\'') {
          ++at;
          continue;
        }
        state.quote = 0;
        return at + 1;
      }
    }
    return text.size();
  }

  bool ReadHeader(const Line& line, std::size_t at, State& state) {
    state.plain_open = false;
    is_folded_ = line.text[at] == '>';
    explicit_indent_ = 0;
    for (; at < line.text.size() && !IsBlank(line.text[at]) && line.text[at] != '#'; ++at) {
      if (line.text[at] >= '1' && line.text[at] <= '9') {
        explicit_indent_ = static_cast<std::size_t>(line.text[at] - '0');
      }
    }
    const std::size_t comment = line.text.find('#', at);
    if (comment != line.text.npos) Add(line, comment, false);
    return true;
  }

  // Takes the lines of a block scalar.
  void ReadBlockScalar(Lines& lines, const State& state, std::size_t depth) {
    const std::size_t begin = lines.at();
    const std::uint32_t first = lines.number();
    // Its lines are indented by what the header says, or as its first line that is not empty.
    std::size_t indent = explicit_indent_ > 0 ? state.parent + explicit_indent_ : 0;
    if (indent > 0 && state.parent > 0) --indent;  // `parent` is one more than a column.
    std::size_t end = begin;
    Line line;
    for (;;) {
      const std::size_t start = lines.at();
      const std::uint32_t number = lines.number();
      if (!lines.Next(line)) {
        end = start;
        break;
      }
      if (line.IsEmpty()) continue;
      if (indent == 0) indent = std::max({line.Indent(), state.parent, std::size_t{1}});
      if (line.Indent() < indent) {
        lines.PutBack(start, number);
        end = start;
        break;
      }
    }
    const std::size_t margin = lines.margin() + indent;
    if (state.key == "expr") {
      ReadPromql(Lines(text_, begin, end, first, margin));
    } else if (IsFileName(state.key) && depth == 0) {
      ReadYaml(Lines(text_, begin, end, first, margin), depth + 1);
    }
  }

  static bool IsFileName(std::string_view key) {
    return key.ends_with(".yml") || key.ends_with(".yaml") || key.ends_with(".rules");
  }

  // A comment in front of a whole expression, or behind it, is about all of it. So is any in folded
  // text, which is one line to PromQL.
  void ReadPromql(Lines lines) {
    char quote = 0;
    const std::size_t first = comments_.size();
    std::uint32_t first_line = 0;  // Which is not empty.
    std::uint32_t last_line = 0;
    Line line;
    while (lines.Next(line)) {
      if (!line.IsEmpty()) {
        if (first_line == 0) first_line = line.number;
        last_line = line.number;
      }
      if (quote != '`') quote = 0;  // Other strings end with their line.
      for (std::size_t at = 0; at < line.text.size(); ++at) {
        const char c = line.text[at];
        if (quote != 0) {
          if (c == '\\' && quote != '`') ++at;
          if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'' || c == '`') {
          quote = c;
        } else if (c == '#') {
          Add(line, at, line.text.find_first_not_of(" \t") == at);
          break;
        }
      }
    }
    for (std::size_t i = first; i < comments_.size(); ++i) {
      Comment& comment = comments_[i];
      const bool is_edge = comment.line == first_line || comment.line == last_line;
      comment.is_of_whole = is_folded_ || (comment.is_alone && is_edge);
    }
  }

  std::string_view text_;
  std::string_view word_;
  std::size_t explicit_indent_ = 0;
  bool is_folded_ = false;  // The block scalar that is read.
  std::vector<Comment> comments_;
};

}  // namespace

std::vector<Comment> FindComments(std::string_view text, std::string_view word) {
  if (text.find(word) == text.npos) return {};
  return Finder(text, word).Find();
}

}  // namespace check
