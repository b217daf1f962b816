#include "libcheck/promql/completion.h"

#include <algorithm>

#include "libcheck/promql/aggregations.h"
#include "libcheck/promql/functions.h"
#include "libcheck/promql/lexer.h"
#include "libcheck/promql/token.h"

namespace check::promql {
namespace {

using Wanted = Completion::Wanted;

std::vector<Token> TokensOf(std::string_view text) {
  std::vector<Token> tokens;
  Lexer lexer(text);
  for (;;) {
    const Token token = lexer.Next();
    if (token.kind == TokenKind::kEof || token.kind == TokenKind::kError) break;
    if (token.kind != TokenKind::kComment) tokens.push_back(token);
  }
  return tokens;
}

std::string_view TextOf(std::string_view text, const Token& token) {
  return text.substr(token.span.begin, token.span.size());
}

constexpr std::string_view kWordCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:";

// Names, and keywords that could be the beginning of one.
bool IsWord(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kWordCharacters) == text.npos &&
         (text[0] < '0' || text[0] > '9');
}

bool TakesLabels(TokenKind kind) {
  return kind == TokenKind::kBy || kind == TokenKind::kWithout || kind == TokenKind::kOn ||
         kind == TokenKind::kIgnoring || kind == TokenKind::kGroupLeft ||
         kind == TokenKind::kGroupRight;
}

// The quote that is open at the end of `text`, and where.
struct OpenQuote {
  std::size_t at = std::string_view::npos;
  char quote = '\0';
};
OpenQuote FindOpenQuote(std::string_view text) {
  OpenQuote open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (open.quote == '\0') {
      if (c == '#') {
        i = std::min(text.find('\n', i), text.size());
      } else if (c == '"' || c == '\'' || c == '`') {
        open = {i, c};
      }
    } else if (c == '\\' && open.quote != '`') {
      ++i;
    } else if (c == open.quote) {
      open = {};
    }
  }
  return open;
}

// The name of the selector whose brace is the last of `tokens` that is open; false if none is.
bool InBraces(std::string_view text, const std::vector<Token>& tokens, std::string& metric) {
  for (std::size_t i = tokens.size(); i-- > 0;) {
    if (tokens[i].kind == TokenKind::kRightBrace) return false;
    if (tokens[i].kind != TokenKind::kLeftBrace) continue;
    if (i > 0 && IsWord(TextOf(text, tokens[i - 1]))) metric = TextOf(text, tokens[i - 1]);
    return true;
  }
  return false;
}

bool InGrouping(const std::vector<Token>& tokens) {
  for (std::size_t i = tokens.size(); i-- > 0;) {
    const TokenKind kind = tokens[i].kind;
    if (kind == TokenKind::kLeftParen) return i > 0 && TakesLabels(tokens[i - 1].kind);
    if (kind == TokenKind::kRightParen) return false;
  }
  return false;
}

bool InBrackets(const std::vector<Token>& tokens) {
  for (std::size_t i = tokens.size(); i-- > 0;) {
    if (tokens[i].kind == TokenKind::kLeftBracket) return true;
    if (tokens[i].kind == TokenKind::kRightBracket) return false;
  }
  return false;
}

Completion ValueAt(std::string_view text, const OpenQuote& open) {
  Completion completion = {
      .begin = open.at + 1, .word = std::string(text.substr(open.at + 1)), .quote = open.quote};
  const std::string_view before = text.substr(0, open.at);
  const std::vector<Token> tokens = TokensOf(before);
  if (tokens.size() < 2 || !InBraces(before, tokens, completion.metric)) return completion;
  const TokenKind kind = tokens.back().kind;
  const bool compares = kind == TokenKind::kAssign || kind == TokenKind::kEqual ||
                        kind == TokenKind::kNotEqual || kind == TokenKind::kRegexEqual ||
                        kind == TokenKind::kRegexNotEqual;
  if (!compares) return completion;
  completion.wanted = Wanted::kLabelValue;
  const std::string_view label = TextOf(before, tokens[tokens.size() - 2]);
  completion.label = label.starts_with('"') ? UnquoteString(label) : std::string(label);
  return completion;
}

}  // namespace

Completion CompletionAt(std::string_view text) {
  if (const OpenQuote open = FindOpenQuote(text); open.quote != '\0') return ValueAt(text, open);
  const std::size_t begin = text.find_last_not_of(kWordCharacters) + 1;
  Completion completion = {.begin = begin, .word = std::string(text.substr(begin))};
  const std::string_view before = text.substr(0, begin);
  const std::vector<Token> tokens = TokensOf(before);
  const TokenKind last = tokens.empty() ? TokenKind::kEof : tokens.back().kind;
  if (InBraces(before, tokens, completion.metric)) {
    if (last == TokenKind::kLeftBrace || last == TokenKind::kComma) {
      completion.wanted = Wanted::kLabelName;
    }
  } else if (InBrackets(tokens)) {
    completion.wanted = Wanted::kDuration;
  } else if (InGrouping(tokens)) {
    completion.wanted = Wanted::kLabelName;
  } else if (completion.word.empty() || IsWord(completion.word)) {
    completion.wanted = Wanted::kExpression;
  }
  return completion;
}

std::vector<std::string> WordsBeginning(std::string_view word) {
  std::vector<std::string> words;
  const auto add = [&](std::string_view name, std::string_view behind) {
    if (name.starts_with(word)) words.push_back(std::string(name) + std::string(behind));
  };
  for (const Function& function : AllFunctions()) add(function.name, "(");
  for (const Aggregation& aggregation : AllAggregations()) add(aggregation.name, "(");
  for (const std::string_view keyword : {"and", "atan2", "bool", "by", "group_left", "group_right",
                                         "ignoring", "offset", "on", "or", "unless", "without"}) {
    add(keyword, " ");
  }
  std::ranges::sort(words);
  return words;
}

}  // namespace check::promql
