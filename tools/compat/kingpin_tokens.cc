#include "tools/compat/kingpin_tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <utility>

#include "libcheck/base/error_text.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"

namespace tools::compat {
namespace {

// Kingpin: `@file` stands for the lines of the file.
check::Result<std::vector<std::string>> ReadArgumentsFile(const std::string& path) {
  if (path.empty()) return check::Error{"expected @ file to expand arguments from"};
  errno = 0;
  std::ifstream file(path);
  if (!file) {
    return check::Error{fmt::format("failed to open arguments file {}: open {}: {}",
                                    check::GoQuote(path), path, check::SystemErrorText(errno))};
  }
  const auto unreadable = [&](const std::string& why) {
    return check::Error{
        fmt::format("failed to read arguments from {}: {}", check::GoQuote(path), why)};
  };
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    constexpr std::size_t kLongest = 64 * 1024;  // Of Go's bufio.Scanner.
    if (line.size() >= kLongest) return unreadable("bufio.Scanner: token too long");
    if (line.ends_with('\r')) line.pop_back();
    const bool is_blank = line.find_first_not_of(" \t\v\f\r") == std::string::npos;
    if (!is_blank && line[0] != '#') lines.push_back(line);
  }
  if (file.bad()) {
    return unreadable(fmt::format("read {}: {}", path, check::SystemErrorText(errno)));
  }
  return lines;
}

}  // namespace

const Token& Tokens::Peek(const std::vector<const Flag*>& flags) {
  if (peeked_.empty()) {
    Token token = Cut(flags);
    peeked_.push_back(std::move(token));
  }
  return peeked_.back();
}

Token Tokens::Next(const std::vector<const Flag*>& flags) {
  Peek(flags);
  Token token = std::move(peeked_.back());
  peeked_.pop_back();
  return token;
}

Token Tokens::Cut(const std::vector<const Flag*>& flags) {
  for (;;) {
    if (rest_.empty()) return {};
    // Kingpin: the place is counted in the words as they came from the shell, so that `--` is not
    // found any more where the lines of a file have moved it.
    only_words_ =
        only_words_ || (taken_ > 0 && taken_ <= original_.size() && original_[taken_ - 1] == "--");
    std::string word = std::move(rest_.back());
    rest_.pop_back();
    ++taken_;
    if (only_words_) return {Token::Kind::kWord, word};
    if (word == "--") continue;
    if (word.starts_with("--")) return CutLong(word.substr(2));
    if (word.starts_with('-')) return CutShort(word.substr(1), flags);
    if (!word.starts_with('@')) return {Token::Kind::kWord, word};
    auto lines = ReadArgumentsFile(word.substr(1));
    if (!lines) return {Token::Kind::kError, lines.error().message};
    std::move(lines->rbegin(), lines->rend(), std::back_inserter(rest_));
  }
}

Token Tokens::CutLong(const std::string& text) {
  const std::size_t equals = text.find('=');
  // Kingpin: the value of a switch becomes an argument.
  if (equals != std::string::npos) {
    peeked_.push_back({Token::Kind::kWord, text.substr(equals + 1)});
  }
  return {Token::Kind::kLong, text.substr(0, equals)};
}

Token Tokens::CutShort(const std::string& text, const std::vector<const Flag*>& flags) {
  // Kingpin: a lone `-` is an empty word.
  if (text.empty()) return {Token::Kind::kWord, ""};
  const std::string letter = text.substr(0, check::DecodeRune(text).size);
  const std::string following = text.substr(letter.size());
  const bool has_value = std::any_of(flags.begin(), flags.end(), [&](const Flag* flag) {
    return std::string(1, flag->short_name) == letter && flag->kind != Flag::Kind::kSwitch;
  });
  if (!following.empty() && has_value) peeked_.push_back({Token::Kind::kWord, following});
  if (!following.empty() && !has_value) rest_.push_back("-" + following);
  return {Token::Kind::kShort, letter};
}

}  // namespace tools::compat
