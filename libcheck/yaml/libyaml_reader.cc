#include "libcheck/yaml/libyaml_reader.h"

#include <yaml.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/yaml/value_text.h"

namespace check::yaml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// A letter of the same size which no text is likely to hold.
constexpr std::string_view kStandIn = "\xEE\x80\x80";

std::string_view Text(const unsigned char* text, std::size_t size) {
  return {reinterpret_cast<const char*>(text), size};
}
std::string_view Text(const unsigned char* text) {
  return text == nullptr ? std::string_view()
                         : Text(text, std::strlen(reinterpret_cast<const char*>(text)));
}

// libyaml counts characters where we count bytes. Marks mostly come in order, so the way from one
// to the next is short; pure ASCII needs no walking at all.
class ByteOffsets {
 public:
  ByteOffsets(std::string_view text, std::size_t start, bool is_ascii)
      : text_(text), start_(start), is_ascii_(is_ascii), byte_(start) {}

  std::uint32_t Of(const yaml_mark_t& mark) {
    if (is_ascii_) return static_cast<std::uint32_t>(std::min(mark.index + start_, text_.size()));
    while (character_ > mark.index && byte_ > start_) {
      --byte_;
      if (!IsContinuation(text_[byte_])) --character_;
    }
    while (character_ < mark.index && byte_ < text_.size()) {
      ++byte_;
      while (byte_ < text_.size() && IsContinuation(text_[byte_])) ++byte_;
      ++character_;
    }
    return static_cast<std::uint32_t>(byte_);
  }

 private:
  static bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

  std::string_view text_;
  std::size_t start_;
  bool is_ascii_;
  std::size_t byte_;
  std::size_t character_ = 0;
};

Style StyleOf(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
      return Style::kSingleQuoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      return Style::kDoubleQuoted;
    case YAML_LITERAL_SCALAR_STYLE:
      return Style::kLiteral;
    case YAML_FOLDED_SCALAR_STYLE:
      return Style::kFolded;
    default:
      return Style::kPlain;
  }
}

// The letter that stands for a quote behind a backslash, and what libyaml makes of that.
constexpr char kQuoteStandIn = 'a';
constexpr char kQuoteDecoded = '\a';

// Puts the quotes back into `value`, which is what libyaml made of `written`.
void RestoreQuotes(std::string_view written, std::string& value) {
  std::size_t at = 0;
  for (std::size_t i = 0; i + 1 < written.size(); ++i) {
    if (written[i] != '\\') continue;
    const std::string_view escape = written.substr(++i);
    const bool is_quote = escape[0] == '\'';
    const bool is_same = escape[0] == kQuoteStandIn || escape.starts_with("x07") ||
                         escape.starts_with("u0007") || escape.starts_with("U00000007");
    if (!is_quote && !is_same) continue;
    at = value.find(kQuoteDecoded, at);
    if (at == std::string::npos) return;
    if (is_quote) value[at] = '\'';
    ++at;
  }
}

// Where a slash stands behind a backslash in `written`, text in double quotes.
std::optional<std::size_t> FindSlashEscape(std::string_view written) {
  for (std::size_t i = 0; i + 1 < written.size(); ++i) {
    if (written[i] != '\\') continue;
    if (written[++i] == '/') return i - 1;
  }
  return std::nullopt;
}

// Puts the colons back into `value`, plain text that differs from `written` in white space only.
void RestoreColons(std::string_view written, std::string& value) {
  constexpr std::string_view kBlank = " \t\r\n";
  std::size_t at = 0;
  for (const char c : written) {
    if (kBlank.find(c) != kBlank.npos) continue;
    at = value.find_first_not_of(kBlank, at);
    if (at == std::string::npos) return;
    value[at++] = c;
  }
}

// Whether `line` is nothing but a comment.
bool IsComment(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return first != std::string_view::npos && line[first] == '#';
}

// Puts spaces in front of comments on lines of their own that follow another.
void ReplaceTabs(std::string& text) {
  bool after_comment = false;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const bool is_comment = IsComment(std::string_view(text).substr(begin, end - begin));
    if (is_comment && after_comment) {
      for (std::size_t i = begin; text[i] != '#'; ++i) text[i] = ' ';
    }
    after_comment = is_comment;
    begin = end + 1;
  }
}

}  // namespace

struct Reader::Impl {
  Impl(std::string_view text_, const TextCheck& check, const Adaptations& adaptations_,
       Arena& arena_, Builder& builder_)
      : text(text_),
        adaptations(adaptations_),
        start(text_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0),
        arena(arena_),
        builder(builder_),
        offsets(text_, start, check.is_ascii) {
    input = text.substr(start);
    // Prometheus: for go-yaml a byte order mark further down is a letter like any other; libyaml
    // passes over it.
    if (!check.is_ascii && input.find(kByteOrderMark) != std::string_view::npos) {
      adapted = input;
      for (std::size_t at = 0; (at = adapted.find(kByteOrderMark, at)) != std::string::npos;) {
        adapted.replace(at, kStandIn.size(), kStandIn);
      }
    }
    if (adaptations.spaces_for_tabs || !adaptations.quotes.empty() || !adaptations.colons.empty()) {
      if (adapted.empty()) adapted = input;
    }
    if (adaptations.spaces_for_tabs) ReplaceTabs(adapted);
    for (const std::uint32_t at : adaptations.quotes) adapted[at - start] = kQuoteStandIn;
    for (const std::uint32_t at : adaptations.colons) adapted[at - start] = 'x';
    if (!adapted.empty()) input = adapted;
    yaml_parser_initialize(&parser);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(input.data()),
                                 input.size());
  }
  ~Impl() { yaml_parser_delete(&parser); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Outcome Handle(const yaml_event_t& event) {
    const Span span = {offsets.Of(event.start_mark), offsets.Of(event.end_mark)};
    position = span.begin;
    const auto unless_stopped = [](bool more) { return more ? Outcome::kMore : Outcome::kStopped; };
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        if (const auto* version = event.data.document_start.version_directive;
            version != nullptr && (version->major != 1 || version->minor != 1)) {
          return RefuseVersion(event, span);
        }
        builder.BeginDocument();
        return Outcome::kMore;
      case YAML_DOCUMENT_END_EVENT:
        builder.EndDocument();
        return Outcome::kDocumentEnd;
      case YAML_STREAM_END_EVENT:
        return Outcome::kStreamEnd;
      case YAML_ALIAS_EVENT:
        return unless_stopped(builder.Alias(Text(event.data.alias.anchor), span));
      case YAML_SCALAR_EVENT:
        return AddScalar(event, span);
      case YAML_SEQUENCE_START_EVENT: {
        const auto& sequence = event.data.sequence_start;
        if (sequence.style == YAML_FLOW_SEQUENCE_STYLE) flows.push_back(event.start_mark);
        return unless_stopped(builder.Begin(
            Properties(sequence.anchor, sequence.tag), Kind::kSequence,
            sequence.style == YAML_FLOW_SEQUENCE_STYLE ? Style::kFlow : Style::kBlock, span));
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& mapping = event.data.mapping_start;
        if (mapping.style == YAML_FLOW_MAPPING_STYLE) flows.push_back(event.start_mark);
        return unless_stopped(builder.Begin(
            Properties(mapping.anchor, mapping.tag), Kind::kMapping,
            mapping.style == YAML_FLOW_MAPPING_STYLE ? Style::kFlow : Style::kBlock, span));
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        // Only a bracket takes up room; a block ends with its last child. So does `a: b` in a list
        // in brackets, which has none of its own.
        if (!flows.empty() && span.size() != 0) flows.pop_back();
        builder.End(span.size() == 0 ? 0 : span.end);
        return Outcome::kMore;
      default:
        return Outcome::kMore;
    }
  }

  Builder::Properties Properties(const unsigned char* anchor, const unsigned char* tag) {
    Builder::Properties properties;
    if (anchor != nullptr) properties.anchor = arena.Copy(Text(anchor));
    if (tag != nullptr) properties.tag = builder.TagNumber(Text(tag));
    return properties;
  }

  Outcome AddScalar(const yaml_event_t& event, Span span) {
    const auto& scalar = event.data.scalar;
    const Style style = StyleOf(scalar.style);
    if (style == Style::kPlain && !flows.empty()) {
      // Prometheus: go-yaml ends plain text in brackets at a `?`, and then misses a comma.
      const std::size_t mark = Text(scalar.value, scalar.length).find('?', 1);
      if (mark != std::string_view::npos) return RefuseQuestionMark(event, span, mark);
    }
    if (style == Style::kDoubleQuoted) {
      // Prometheus: go-yaml has no such escape.
      if (const auto escape = FindSlashEscape(text.substr(span.begin, span.size()))) {
        return RefuseEscape(event, span, *escape);
      }
    }
    if (IsBlock(style)) span.end = EndOfBlock(span);
    builder.Scalar(Properties(scalar.anchor, scalar.tag),
                   Decoded(Text(scalar.value, scalar.length), style, span), style, span);
    return Outcome::kMore;
  }

  // Prometheus: go-yaml knows YAML 1.1 only.
  Outcome RefuseVersion(const yaml_event_t& event, Span span) {
    failure.problem = Problem::kWrongVersion;
    failure.upstream = TextOf(failure.problem).upstream;
    failure.at = span.begin;
    failure.line = static_cast<std::uint32_t>(event.start_mark.line);
    return Outcome::kFailed;
  }

  Outcome RefuseEscape(const yaml_event_t& event, Span span, std::size_t escape) {
    const std::string_view before = text.substr(span.begin, escape);
    failure.problem = Problem::kEscapeUnknown;
    failure.upstream = TextOf(failure.problem).upstream;
    failure.at = span.begin + static_cast<std::uint32_t>(escape);
    failure.line = static_cast<std::uint32_t>(event.start_mark.line) +
                   static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    failure.is_scanner = true;
    failure.has_context = true;
    failure.context = span.begin;
    failure.context_line = static_cast<std::uint32_t>(event.start_mark.line);
    return Outcome::kFailed;
  }

  Outcome RefuseQuestionMark(const yaml_event_t& event, Span span, std::size_t mark) {
    const yaml_mark_t& flow = flows.back();
    failure.context = offsets.Of(flow);
    failure.problem = text[failure.context] == '[' ? Problem::kFlowSequence : Problem::kFlowMapping;
    failure.upstream = TextOf(failure.problem).upstream;
    failure.at = std::min(span.begin + static_cast<std::uint32_t>(mark), span.end);
    failure.line = static_cast<std::uint32_t>(event.start_mark.line);
    failure.has_context = true;
    failure.context_line = static_cast<std::uint32_t>(flow.line);
    return Outcome::kFailed;
  }

  // A block scalar's end mark lies after the line breaks and indentation that follow it.
  std::uint32_t EndOfBlock(Span span) const {
    while (span.end > span.begin + 1 && (text[span.end - 1] == '\n' || text[span.end - 1] == '\r' ||
                                         text[span.end - 1] == ' ')) {
      --span.end;
    }
    return span.end;
  }

  std::string_view Decoded(std::string_view value, Style style, Span span) {
    if (adapted.empty()) return ValueText(text, value, style, span, arena);
    std::string restored(value);
    for (std::size_t at = 0; (at = restored.find(kStandIn, at)) != std::string::npos;) {
      restored.replace(at, kByteOrderMark.size(), kByteOrderMark);
    }
    const std::string_view written = text.substr(span.begin, span.size());
    if (style == Style::kDoubleQuoted && !adaptations.quotes.empty()) {
      RestoreQuotes(written, restored);
    }
    if (style == Style::kPlain && !adaptations.colons.empty()) RestoreColons(written, restored);
    return ValueText(text, restored, style, span, arena);
  }

  // Why `failed`, which reads the same text, could not go on.
  Failure FailureOf(const yaml_parser_t& failed) {
    Failure found;
    found.upstream = failed.problem == nullptr ? "unknown problem parsing YAML content"
                                               : std::string_view(failed.problem);
    const std::string_view context =
        failed.context == nullptr ? std::string_view() : failed.context;
    found.problem = FindProblem(found.upstream, context);
    found.is_scanner = failed.error == YAML_SCANNER_ERROR;
    found.at = offsets.Of(failed.problem_mark);
    found.line = static_cast<std::uint32_t>(failed.problem_mark.line);
    found.has_context = failed.context != nullptr;
    if (found.has_context) {
      found.context = offsets.Of(failed.context_mark);
      found.context_line = static_cast<std::uint32_t>(failed.context_mark.line);
    }
    return found;
  }

  std::string_view text;
  const Adaptations& adaptations;
  std::size_t start;
  std::string adapted;     // What libyaml reads, where that is not the text itself.
  std::string_view input;  // What libyaml reads.
  Arena& arena;
  Builder& builder;
  ByteOffsets offsets;
  yaml_parser_t parser = {};
  std::vector<yaml_mark_t> flows;  // Where the brackets are that what is read stands in.
  Failure failure;
  std::uint32_t position = 0;
};

Reader::Reader(std::string_view text, const TextCheck& check, const Adaptations& adaptations,
               Arena& arena, Builder& builder)
    : impl_(std::make_unique<Impl>(text, check, adaptations, arena, builder)) {}

Reader::~Reader() = default;

std::uint32_t Reader::position() const { return impl_->position; }

const Failure& Reader::failure() const { return impl_->failure; }

bool Reader::at_end() const { return impl_->parser.eof != 0; }

std::size_t Reader::words_taken() const { return impl_->parser.tokens_parsed; }

std::optional<Failure> Reader::FailureAhead(std::size_t word) const {
  constexpr std::size_t kAhead = 2;
  yaml_parser_t words;
  yaml_parser_initialize(&words);
  yaml_parser_set_encoding(&words, YAML_UTF8_ENCODING);
  const std::string_view input = impl_->input;
  yaml_parser_set_input_string(&words, reinterpret_cast<const unsigned char*>(input.data()),
                               input.size());
  std::optional<Failure> failure;
  while (words.tokens_parsed <= word + kAhead) {
    yaml_token_t token;
    if (yaml_parser_scan(&words, &token) == 0) {
      // The ends of blocks that stand last were found together with the failure.
      const yaml_token_t* last = words.tokens.tail;
      while (last != words.tokens.head && last[-1].type == YAML_BLOCK_END_TOKEN) --last;
      const auto waiting = static_cast<std::size_t>(last - words.tokens.head);
      if (words.tokens_parsed + waiting <= word + kAhead) failure = impl_->FailureOf(words);
      break;
    }
    const bool is_last = token.type == YAML_STREAM_END_TOKEN;
    yaml_token_delete(&token);
    if (is_last) break;
  }
  yaml_parser_delete(&words);
  return failure;
}

bool Reader::Adapt(Adaptations& adaptations) const {
  const std::string_view text = impl_->text;
  const Failure& failure = impl_->failure;
  if (failure.at >= text.size()) return false;
  const std::string_view rest = text.substr(failure.at);
  if (failure.problem == Problem::kBadCharacter && rest.starts_with('\t') && IsComment(rest)) {
    return !std::exchange(adaptations.spaces_for_tabs, true);
  }
  if (failure.problem == Problem::kEscapeUnknown && rest.starts_with("\\'")) {
    // All of these quotes: a text often has more of them.
    for (std::size_t i = failure.at; i + 1 < text.size() && text[i] != '"'; ++i) {
      if (text[i] != '\\') continue;
      if (text[++i] == '\'') adaptations.quotes.push_back(static_cast<std::uint32_t>(i));
    }
    return true;
  }
  if (failure.upstream == "found unexpected ':'" && rest.starts_with(':')) {
    adaptations.colons.push_back(failure.at);
    return true;
  }
  return false;
}

Reader::Outcome Reader::Step() {
  yaml_event_t event;
  if (yaml_parser_parse(&impl_->parser, &event) == 0) {
    impl_->failure = impl_->FailureOf(impl_->parser);
    impl_->position = impl_->failure.at;
    return Outcome::kFailed;
  }
  const Outcome outcome = impl_->Handle(event);
  yaml_event_delete(&event);
  return outcome;
}

}  // namespace check::yaml
