#include "libcheck/exposition/server_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/utf8.h"
#include "libcheck/exposition/codes.h"
#include "libcheck/exposition/server_tokens.h"

namespace check::exposition {
namespace {

// What Prometheus's parseFloat says of `text`, or nothing if that is a number.
std::string NumberError(std::string_view text) {
  if (ParseValue(text)) return {};
  if (text.find_first_of("pP_") != text.npos) return "unsupported character in float";
  return fmt::format("strconv.ParseFloat: parsing {}: {}", GoQuote(text),
                     ParseGoFloat(text) ? "value out of range" : "invalid syntax");
}

// The type that a TYPE line's `word` stands for. The two formats have another word for the same.
std::optional<MetricType> TypeOf(std::string_view word, Format format) {
  const bool is_text = format == Format::kPrometheusText;
  if (is_text && word == "untyped") return MetricType::kUnknown;
  if (is_text && word == "unknown") return std::nullopt;
  const std::optional<MetricType> type = FindMetricType(word);
  if (is_text && type && *type >= MetricType::kGaugeHistogram) return std::nullopt;
  return type;
}

}  // namespace

ServerReader::ServerReader(std::string_view text, Format format)
    : text_(text), format_(format), state_(State::kInit) {}

std::string_view ServerReader::Name(Token token) {
  switch (token) {
    case Token::kInvalid:
      return "INVALID";
    case Token::kEnd:
      return "EOF";
    case Token::kLineBreak:
      return "LINEBREAK";
    case Token::kBlank:
      return "WHITESPACE";
    case Token::kHelp:
      return "HELP";
    case Token::kType:
      return "TYPE";
    case Token::kUnit:
      return "UNIT";
    case Token::kEofWord:
      return "EOFWORD";
    case Token::kText:
      return "TEXT";
    case Token::kComment:
      return "COMMENT";
    case Token::kMetricName:
      return "MNAME";
    case Token::kQuoted:
      return "QSTRING";
    case Token::kBraceOpen:
      return "BOPEN";
    case Token::kBraceClose:
      return "BCLOSE";
    case Token::kLabelName:
      return "LNAME";
    case Token::kLabelValue:
      return "LVALUE";
    case Token::kComma:
      return "COMMA";
    case Token::kEquals:
      return "EQUAL";
    case Token::kTimestamp:
      return "TIMESTAMP";
    case Token::kValue:
      return "VALUE";
  }
  return {};
}

std::string_view ServerReader::Slice(std::size_t begin, std::size_t end) const {
  end = std::min(end, text_.size());
  return begin >= end ? std::string_view() : text_.substr(begin, end - begin);
}

// Some of the text, with the line break that may have been added, in Go's quotes.
std::string ServerReader::Quoted(std::size_t begin, std::size_t end) const {
  std::string text(Slice(begin, end));
  if (end > text_.size() && size() > text_.size() && begin <= text_.size()) text += '\n';
  return GoQuote(text);
}

Span ServerReader::TokenSpan() const {
  const std::size_t last = text_.size();
  const auto begin = static_cast<std::uint32_t>(std::min(start_, last));
  auto end = static_cast<std::uint32_t>(std::clamp<std::size_t>(at_, begin, last));
  // What began to fit shows less than the byte that does not.
  if (end == begin && end < last && At(end) != '\n') ++end;
  return {begin, end};
}

bool ServerReader::Refuse(const CodeInfo& info, Span where, std::string message,
                          std::string upstream) {
  const auto last = static_cast<std::uint32_t>(text_.size());
  where.begin = std::min(where.begin, last);
  where.end = std::clamp(where.end, where.begin, last);
  fault_ = {&info, where, std::move(message), std::move(upstream)};
  return false;
}

// `what` should stand where the token is.
bool ServerReader::Expected(std::string_view what, std::string_view upstream, Token got) {
  const std::size_t end = std::min(size(), at_ + 1);
  Span where = TokenSpan();
  std::string found = fmt::format("found `{}`", Slice(where.begin, where.end));
  if (got == Token::kEnd) {
    where.begin = where.end = static_cast<std::uint32_t>(text_.size());
    found = "the text ends";
  } else if (where.begin == where.end || At(where.begin) == '\n') {
    found = "the line ends";
  } else if (got == Token::kInvalid && where.size() > 1 && At(where.begin) == '"') {
    found = "found an unclosed quoted string";
  } else if (Slice(where.begin, where.end).find_first_not_of(" \t") == std::string_view::npos) {
    found = "found blanks";
  }
  return Refuse(kBadSyntax, where, fmt::format("expected {}, but {}", what, found),
                fmt::format("{}, got {} (\"{}\") while parsing: {}", upstream, Quoted(start_, end),
                            Name(got), Quoted(entry_start_, end)));
}

bool ServerReader::NotANumber(const CodeInfo& info, std::string_view number, std::string_view what,
                              bool is_integer) {
  const auto end = static_cast<std::uint32_t>(at_);
  const Span where = {end - static_cast<std::uint32_t>(number.size()), end};
  std::string message = fmt::format("`{}` is not a {}", number, what);
  if (number.ends_with('\r')) message = "the line ends in a carriage return";
  const std::string error =
      is_integer ? fmt::format("strconv.ParseInt: parsing {}: value out of range", GoQuote(number))
                 : NumberError(number);
  return Refuse(info, where, std::move(message),
                fmt::format("{} while parsing: {}", error, Quoted(entry_start_, at_)));
}

ServerReader::Token ServerReader::NextToken() {
  Token token = Lex();
  while (token == Token::kBlank) token = Lex();
  return token;
}

// What quotes hold, without escapes. Prometheus: a backslash before anything else stays.
std::string_view ServerReader::Decode(std::string_view text) {
  if (text.find('\\') == text.npos) return text;
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] != '\\' || (next != '"' && next != '\\' && next != 'n')) {
      decoded += text[i];
      continue;
    }
    decoded += next == 'n' ? '\n' : next;
    ++i;
  }
  return decoded_.Copy(std::string_view(decoded));
}

ServerReader::Step ServerReader::Next() {
  const bool is_text = format_ == Format::kPrometheusText;
  for (;;) {
    decoded_.Reset();
    entry_start_ = at_;
    const Token token = NextToken();
    switch (token) {
      case Token::kEnd:
        if (is_text) return Step::kEnd;
        Refuse(kOpenMetricsNoEof,
               {static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(text_.size())},
               "the text does not end with `# EOF`", "data does not end with # EOF");
        return Step::kFault;
      case Token::kLineBreak:
        if (is_text) continue;
        break;
      case Token::kEofWord:
        if (NextToken() == Token::kEnd) return Step::kEnd;
        Refuse(kOpenMetricsNoEof, TokenSpan(), "unexpected text after `# EOF`",
               "unexpected data after # EOF");
        return Step::kFault;
      case Token::kHelp:
      case Token::kType:
      case Token::kUnit:
        return ReadMetadata(token);
      case Token::kComment: {
        entry_.kind = Entry::Kind::kComment;
        entry_.text = Slice(start_, at_);
        const Token end = NextToken();
        if (end == Token::kLineBreak) return Step::kEntry;
        Expected("the end of the line", "linebreak expected after comment", end);
        return Step::kFault;
      }
      case Token::kBraceOpen:
      case Token::kMetricName:
        return ReadSample(token);
      default:
        break;
    }
    Expected(is_text ? "a metric name, `{` or `#`" : "a metric name, `{` or `# `",
             "expected a valid start token", token);
    return Step::kFault;
  }
}

ServerReader::Step ServerReader::ReadMetadata(Token keyword) {
  const std::string_view word = Name(keyword);
  const bool is_text = format_ == Format::kPrometheusText;
  if (const Token name = NextToken(); name != Token::kMetricName) {
    Expected("a metric's name", fmt::format("expected metric name after {}", word), name);
    return Step::kFault;
  }
  const bool quoted = At(start_) == '"';
  entry_.name = quoted ? Slice(start_ + 1, at_ - 1) : Slice(start_, at_);
  const Span name_span = TokenSpan();
  if (const Token text = NextToken(); text != Token::kText) {
    // Only OpenMetrics's lexer can have found nothing.
    Expected(fmt::format("a space and the {} of `{}`", ToLower(word), entry_.name), "", text);
    fault_.upstream = fmt::format("expected text in {}", word);
    if (is_text) fault_.upstream += fmt::format(", got {}", Name(text));
    return Step::kFault;
  }
  entry_.text = Slice(start_ + 1, is_text ? at_ : at_ - 1);
  const Span text_span = {static_cast<std::uint32_t>(start_ + 1),
                          static_cast<std::uint32_t>(start_ + 1 + entry_.text.size())};
  if (keyword == Token::kType) {
    const auto type = TypeOf(entry_.text, format_);
    if (!type) {
      Refuse(kBadMetadata, entry_.text.empty() ? name_span : text_span,
             entry_.text.empty() ? fmt::format("the type of `{}` is missing", entry_.name)
             : is_text && FindMetricType(entry_.text)
                 ? OnlyInOpenMetrics(entry_.text)
                 : fmt::format("unknown metric type `{}`", entry_.text),
             fmt::format("invalid metric type {}", GoQuote(entry_.text)));
      return Step::kFault;
    }
    entry_.type = *type;
  } else if (keyword == Token::kHelp && !IsValidUtf8(entry_.text)) {
    Refuse(kBadMetadata, text_span, "a help text that is not valid UTF-8",
           fmt::format("help text {} is not a valid utf8 string", GoQuote(entry_.text)));
    return Step::kFault;
  }
  if (is_text) {
    if (const Token end = NextToken(); end != Token::kLineBreak) {
      Expected("the end of the line", "linebreak expected after metadata", end);
      return Step::kFault;
    }
  }
  entry_.kind = keyword == Token::kHelp   ? Entry::Kind::kHelp
                : keyword == Token::kType ? Entry::Kind::kType
                                          : Entry::Kind::kUnit;
  return keyword == Token::kUnit ? ReadUnit() : Step::kEntry;
}

ServerReader::Step ServerReader::ReadUnit() {
  const std::string_view unit = entry_.text;
  if (unit.empty() || (entry_.name.size() > unit.size() && entry_.name.ends_with(unit) &&
                       entry_.name[entry_.name.size() - unit.size() - 1] == '_')) {
    return Step::kEntry;
  }
  const auto end = static_cast<std::uint32_t>(start_ + 1 + unit.size());
  Refuse(kBadMetadata, {end - static_cast<std::uint32_t>(unit.size()), end},
         fmt::format("`{}` does not end in its unit, `_{}`", entry_.name, unit),
         fmt::format("unit {} not a suffix of metric {}", GoQuote(unit), GoQuote(entry_.name)));
  return Step::kFault;
}

ServerReader::Step ServerReader::ReadSample(Token token) {
  Sample& sample = entry_.sample;
  entry_.kind = Entry::Kind::kSeries;
  entry_.exemplar.reset();
  sample.labels.clear();
  sample.same_label_names = false;
  sample.same_name = false;
  sample.timestamp = {};
  has_name_ = token == Token::kMetricName;
  if (has_name_) {
    // Prometheus: blanks in front of a name become part of it.
    sample.name = Slice(entry_start_, at_);
    entry_.series = Slice(entry_start_, at_);
    token = NextToken();
  }
  if (token == Token::kBraceOpen) {
    if (!ReadLabels(sample.labels, false)) return Step::kFault;
    entry_.series = Slice(entry_start_, at_);
    token = NextToken();
  }
  return ReadRest(token) ? Step::kEntry : Step::kFault;
}

// From behind the opening brace to behind the closing one.
bool ServerReader::ReadLabels(std::vector<Label>& labels, bool is_exemplar) {
  Token token = NextToken();
  while (token != Token::kBraceClose) {
    if (token != Token::kLabelName && token != Token::kQuoted) {
      return Expected("a label name", "expected label name", token);
    }
    const bool is_quoted = token == Token::kQuoted;
    const std::string_view name = is_quoted ? Slice(start_ + 1, at_ - 1) : Slice(start_, at_);
    token = NextToken();
    if (is_quoted && (token == Token::kComma || token == Token::kBraceClose)) {
      if (is_exemplar) return Expected("`=`", "expected label name", token);
      if (has_name_) {
        return Refuse(
            kBadName, TokenSpan(), "a second metric name in the braces",
            fmt::format("metric name already set while parsing: {}", Quoted(entry_start_, at_)));
      }
      has_name_ = true;
      entry_.sample.name = Decode(name);
      if (token == Token::kComma) token = NextToken();
      continue;
    }
    if (token != Token::kEquals) {
      return Expected("`=` after the label name", "expected equal", token);
    }
    if (token = NextToken(); token != Token::kLabelValue) {
      return Expected("a label value in double quotes", "expected label value", token);
    }
    if (!IsValidUtf8(Slice(start_, at_))) {
      return Refuse(kBadLabel, TokenSpan(), "a label value that is not valid UTF-8",
                    fmt::format("invalid UTF-8 label value: {}", Quoted(start_, at_)));
    }
    labels.push_back({Decode(name), Decode(Slice(start_ + 1, at_ - 1))});
    token = NextToken();
    if (token == Token::kComma) {
      token = NextToken();
    } else if (format_ == Format::kOpenMetrics && token != Token::kBraceClose) {
      return Expected("`,` or `}`", "expected comma or brace close", token);
    }
  }
  return true;
}

bool ServerReader::ReadNumber(Token token, std::string_view after, std::string_view& number) {
  if (token != Token::kValue) {
    return Expected("a value", fmt::format("expected value after {}", after), token);
  }
  number = Slice(start_ + (format_ == Format::kOpenMetrics ? 1 : 0), at_);
  return ParseValue(number) || NotANumber(kBadValue, number, "number", false);
}

// The timestamp that is the token, in OpenMetrics.
bool ServerReader::ReadSeconds(std::string_view what) {
  const std::string_view text = Slice(start_ + 1, at_);
  const auto seconds = ParseValue(text);
  if (!seconds) return NotANumber(kBadValue, text, "timestamp", false);
  if (std::isfinite(*seconds)) return true;
  NotANumber(kBadValue, text, "timestamp", false);
  fault_.upstream = fmt::format("invalid {} {}", what, FormatGoFloat(*seconds, 'f', 6));
  return false;
}

// Value and what follows it.
bool ServerReader::ReadRest(Token token) {
  Sample& sample = entry_.sample;
  if (!has_name_) {
    const auto begin = static_cast<std::uint32_t>(entry_start_);
    return Refuse(kBadName, {begin, begin + static_cast<std::uint32_t>(entry_.series.size())},
                  "no metric name in the braces",
                  fmt::format("metric name not set while parsing: {}", Quoted(entry_start_, at_)));
  }
  if (!ReadNumber(token, "metric", sample.value)) return false;
  token = NextToken();
  if (format_ == Format::kPrometheusText) {
    if (token == Token::kLineBreak) return true;
    if (token != Token::kTimestamp) {
      return Expected("a timestamp or the end of the line", "expected timestamp or new record",
                      token);
    }
    sample.timestamp = Slice(start_, at_);
    if (!ParseGoInt(sample.timestamp, 10)) {
      return NotANumber(kBadValue, sample.timestamp, "timestamp", true);
    }
    token = NextToken();
    return token == Token::kLineBreak ||
           Expected("the end of the line", "expected next entry after timestamp", token);
  }

  if (token == Token::kTimestamp) {
    sample.timestamp = Slice(start_ + 1, at_);
    if (!ReadSeconds("timestamp")) return false;
    token = NextToken();
    if (token != Token::kLineBreak && token != Token::kComment) {
      return Expected("the end of the line or an exemplar", "expected next entry after timestamp",
                      token);
    }
  }
  if (token == Token::kEnd) {
    return Refuse(kOpenMetricsNoEof, TokenSpan(), "the text does not end with `# EOF`",
                  "data does not end with # EOF");
  }
  // Prometheus: what is no token here is taken for an entry of its own, and refused as that.
  return token != Token::kComment || ReadExemplar();
}

bool ServerReader::ReadExemplar() {
  Exemplar& exemplar = entry_.exemplar.emplace();
  exemplar.span.begin = static_cast<std::uint32_t>(start_ + 1);
  if (!ReadLabels(exemplar.labels, true)) return false;
  if (!ReadNumber(NextToken(), "exemplar labels", exemplar.value)) return false;
  exemplar.span.end = static_cast<std::uint32_t>(at_);
  Token token = NextToken();
  if (token == Token::kEnd) {
    return Refuse(kOpenMetricsNoEof, TokenSpan(), "the text does not end with `# EOF`",
                  "data does not end with # EOF");
  }
  if (token == Token::kLineBreak) return true;
  if (token != Token::kTimestamp) {
    return Expected("a timestamp or the end of the line", "expected timestamp or comment", token);
  }
  exemplar.timestamp = Slice(start_ + 1, at_);
  exemplar.span.end = static_cast<std::uint32_t>(at_);
  if (!ReadSeconds("exemplar timestamp")) return false;
  token = NextToken();
  return token == Token::kLineBreak ||
         Expected("the end of the line", "expected next entry after exemplar timestamp", token);
}

Fault FaultOfLine(const ServerReader& reader, std::string_view line) {
  Fault fault = reader.fault();
  if (!reader.is_openmetrics()) return fault;
  if (line.starts_with('#') && fault.where.begin == 0) {
    fault.message = "expected HELP, TYPE, UNIT or EOF: OpenMetrics has no comments";
  }
  if (line == "\n" || line == "\r\n") fault.message = "OpenMetrics has no empty lines";
  return fault;
}

}  // namespace check::exposition
