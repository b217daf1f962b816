#include "libcheck/yaml/parse.h"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

#include "libcheck/base/utf8.h"
#include "libcheck/yaml/builder.h"
#include "libcheck/yaml/codes.h"

namespace check::yaml {
namespace {

std::string_view Text(const unsigned char* text, std::size_t size) {
  return {reinterpret_cast<const char*>(text), size};
}
std::string_view Text(const unsigned char* text) {
  return text == nullptr ? std::string_view()
                         : Text(text, std::strlen(reinterpret_cast<const char*>(text)));
}

std::string_view WithoutByteOrderMark(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

// libyaml counts characters where we count bytes. Marks mostly come in order, so the way from one
// to the next is short; pure ASCII needs no walking at all.
class ByteOffsets {
 public:
  explicit ByteOffsets(std::string_view text)
      : text_(text),
        start_(text.size() - WithoutByteOrderMark(text).size()),
        ascii_(std::all_of(text.begin() + start_, text.end(), [](char c) { return c >= 0; })),
        byte_(start_) {}

  std::uint32_t Of(const yaml_mark_t& mark) {
    if (ascii_) return static_cast<std::uint32_t>(std::min(mark.index + start_, text_.size()));
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
  bool ascii_;
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

class Reader {
 public:
  Reader(const SourceFile& file, Arena& arena, Diagnostics& diagnostics, const ParseLimits& limits,
         Stream& stream)
      : file_(file),
        arena_(arena),
        diagnostics_(diagnostics),
        limits_(limits),
        stream_(stream),
        builder_(file, arena, diagnostics, limits, stream),
        offsets_(file.text()) {
    yaml_parser_initialize(&parser_);
    const std::string_view text = WithoutByteOrderMark(file.text());
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  }
  ~Reader() { yaml_parser_delete(&parser_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  void Run() {
    for (bool more = true; more;) {
      yaml_event_t event;
      if (yaml_parser_parse(&parser_, &event) == 0) {
        ReportError();
        return;
      }
      more = Handle(event);
      yaml_event_delete(&event);
    }
  }

 private:
  bool Handle(const yaml_event_t& event) {
    Span span = {offsets_.Of(event.start_mark), offsets_.Of(event.end_mark)};
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        builder_.BeginDocument();
        return true;
      case YAML_DOCUMENT_END_EVENT:
        builder_.EndDocument();
        if (stream_.documents.size() < limits_.max_documents) return true;
        stream_.complete = true;
        return false;
      case YAML_STREAM_END_EVENT:
        stream_.complete = true;
        return false;
      case YAML_ALIAS_EVENT:
        return builder_.Alias(Text(event.data.alias.anchor), span);
      case YAML_SCALAR_EVENT: {
        const auto& scalar = event.data.scalar;
        const Style style = StyleOf(scalar.style);
        span = Trimmed(span, style);
        builder_.Scalar(Properties(scalar.anchor, scalar.tag),
                        Decoded(Text(scalar.value, scalar.length), style, span), style, span);
        return true;
      }
      case YAML_SEQUENCE_START_EVENT: {
        const auto& sequence = event.data.sequence_start;
        return builder_.Begin(
            Properties(sequence.anchor, sequence.tag), Kind::kSequence,
            sequence.style == YAML_FLOW_SEQUENCE_STYLE ? Style::kFlow : Style::kBlock, span);
      }
      case YAML_MAPPING_START_EVENT: {
        const auto& mapping = event.data.mapping_start;
        return builder_.Begin(
            Properties(mapping.anchor, mapping.tag), Kind::kMapping,
            mapping.style == YAML_FLOW_MAPPING_STYLE ? Style::kFlow : Style::kBlock, span);
      }
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        builder_.End(span.end);
        return true;
      default:
        return true;
    }
  }

  Builder::Properties Properties(const unsigned char* anchor, const unsigned char* tag) {
    Builder::Properties properties;
    if (anchor != nullptr) properties.anchor = arena_.Copy(Text(anchor));
    if (tag != nullptr) properties.tag = builder_.TagNumber(Text(tag));
    return properties;
  }

  // A block scalar's end mark lies after the line breaks that follow it.
  Span Trimmed(Span span, Style style) const {
    if (style != Style::kLiteral && style != Style::kFolded) return span;
    const std::string_view text = file_.text();
    while (span.end > span.begin + 1 && (text[span.end - 1] == '\n' || text[span.end - 1] == '\r' ||
                                         text[span.end - 1] == ' ')) {
      --span.end;
    }
    return span;
  }

  // What a scalar says: a view of the file where that has the very same bytes.
  std::string_view Decoded(std::string_view value, Style style, Span span) {
    const std::uint32_t quote = style == Style::kPlain ? 0 : 1;
    if (value.size() + 2 * quote <= span.size()) {
      const std::string_view raw =
          file_.text().substr(span.end - quote - value.size(), value.size());
      if (raw == value) return raw;
    }
    return arena_.Copy(value);
  }

  void ReportError() {
    const bool has_context = parser_.context != nullptr;
    const std::uint32_t at = std::min(offsets_.Of(parser_.problem_mark),
                                      static_cast<std::uint32_t>(file_.text().size()));
    const std::string problem = parser_.problem == nullptr ? "this is not YAML" : parser_.problem;
    auto& report = diagnostics_.Report(kSyntax, {&file_, {at, at + 1}}, problem);
    report.where.span.end =
        std::min(report.where.span.end, static_cast<std::uint32_t>(file_.text().size()));
    if (has_context) {
      const std::uint32_t start = offsets_.Of(parser_.context_mark);
      if (start != at) report.labels.push_back({{&file_, {start, start}}, parser_.context});
    }
    // go-yaml: the line of the context unless that is the first, else the line of the problem.
    // Scanner errors count lines from one and parser errors from zero.
    std::size_t line =
        parser_.context_mark.line != 0 ? parser_.context_mark.line : parser_.problem_mark.line;
    if (line != 0 && parser_.error == YAML_SCANNER_ERROR) ++line;
    report.upstream = line == 0 ? fmt::format("yaml: {}", problem)
                                : fmt::format("yaml: line {}: {}", line, problem);
  }

  const SourceFile& file_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  const ParseLimits& limits_;
  Stream& stream_;
  Builder builder_;
  ByteOffsets offsets_;
  yaml_parser_t parser_ = {};
};

// Where the first character is that YAML does not allow, or npos: control characters other than
// tab, line feed and carriage return, the surrogates and U+FFFE and U+FFFF.
std::size_t FindForbidden(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F) return i;
      ++i;
      continue;
    }
    const Rune rune = DecodeRune(text.substr(i));
    if (rune.size == 1 || (rune.code_point < 0xA0 && rune.code_point != 0x85) ||
        rune.code_point == 0xFFFE || rune.code_point == 0xFFFF) {
      return i;
    }
    i += rune.size;
  }
  return std::string_view::npos;
}

void ReportForbidden(const SourceFile& file, std::size_t at, Diagnostics& diagnostics) {
  const Rune rune = DecodeRune(file.text().substr(at));
  const Location where = {
      &file, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + rune.size)}};
  const auto byte = static_cast<unsigned char>(file.text()[at]);
  if (rune.size == 1 && byte >= 0x80) {
    auto& report =
        diagnostics.Report(kEncoding, where, fmt::format("byte 0x{:02X} is not UTF-8", byte));
    report.notes.push_back("save the file as UTF-8");
    report.upstream = "yaml: invalid leading UTF-8 octet";
    return;
  }
  auto& report = diagnostics.Report(
      kEncoding, where, fmt::format("control character U+{:04X} is not allowed", rune.code_point));
  report.upstream = "yaml: control characters are not allowed";
}

}  // namespace

Stream Parse(const SourceFile& file, Arena& arena, Diagnostics& diagnostics,
             const ParseLimits& limits) {
  Stream stream;
  if (file.text().size() >= std::numeric_limits<std::uint32_t>::max()) {
    diagnostics.Report(kTooLarge, {&file, {}}, "file has four gigabytes or more");
    return stream;
  }
  if (const std::size_t at = FindForbidden(file.text()); at != std::string_view::npos) {
    ReportForbidden(file, at, diagnostics);
    return stream;
  }
  Reader(file, arena, diagnostics, limits, stream).Run();
  return stream;
}

}  // namespace check::yaml
