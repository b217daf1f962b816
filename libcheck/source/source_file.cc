#include "libcheck/source/source_file.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "libcheck/base/utf8.h"
#include "libcheck/source/secret_text.h"

namespace check {
namespace {

std::vector<std::uint32_t> FindLineStarts(std::string_view text) {
  std::vector<std::uint32_t> starts = {0};
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    const auto* newline =
        static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (newline == nullptr) break;
    at = newline + 1;
    starts.push_back(static_cast<std::uint32_t>(at - text.data()));
  }
  return starts;
}

LineColumn Position(const std::vector<std::uint32_t>& starts, std::uint32_t offset) {
  const auto next = std::upper_bound(starts.begin(), starts.end(), offset);
  const auto line = static_cast<std::uint32_t>(next - starts.begin());
  return {.line = line, .column = offset - *std::prev(next) + 1};
}

std::string_view LineAt(std::string_view text, const std::vector<std::uint32_t>& starts,
                        std::uint32_t line) {
  if (line == 0 || line > starts.size()) return {};
  std::string_view rest = text.substr(starts[line - 1]);
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

// `offset`, or the start of the character that it is inside.
std::size_t CharacterStart(std::string_view text, std::size_t offset) {
  for (std::size_t back = 0; back < 4 && back <= offset; ++back) {
    if ((static_cast<unsigned char>(text[offset - back]) & 0xC0U) != 0x80U) return offset - back;
  }
  return offset;  // Not UTF-8: each byte stands for itself.
}

}  // namespace

const SourceBuffer& SourceFile::on_disk() const {
  const SourceFile* file = this;
  while (file->outer_ != nullptr) file = file->outer_;
  // Every file that is not embedded is a SourceBuffer.
  return static_cast<const SourceBuffer&>(*file);
}

LineColumn SourceFile::PositionOf(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  // Every file that is not embedded is a SourceBuffer; embedded text is short.
  return outer_ == nullptr ? Position(static_cast<const SourceBuffer*>(this)->LineStarts(), offset)
                           : Position(FindLineStarts(text_), offset);
}

std::string_view SourceFile::Line(std::uint32_t line) const {
  return outer_ == nullptr
             ? LineAt(text_, static_cast<const SourceBuffer*>(this)->LineStarts(), line)
             : LineAt(text_, FindLineStarts(text_), line);
}

std::uint32_t SourceFile::CharactersBefore(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  std::uint32_t begin = 0;
  std::uint32_t characters = 0;
  if (outer_ == nullptr) {
    const auto& marks = static_cast<const SourceBuffer*>(this)->CharacterMarks();
    if (marks.empty()) return offset;
    const auto next = std::upper_bound(
        marks.begin(), marks.end(), offset,
        [](std::uint32_t value, const SourceBuffer::Mark& mark) { return value < mark.offset; });
    begin = std::prev(next)->offset;
    characters = std::prev(next)->characters;
  }
  return characters + static_cast<std::uint32_t>(CountRunes(text_.substr(begin, offset - begin)));
}

const SourceBuffer* SourceFile::buffer() const {
  return outer_ == nullptr ? static_cast<const SourceBuffer*>(this) : nullptr;
}

SourceBuffer::SourceBuffer(SharedText name, std::string text)
    : path_(std::move(name)), encoding_(EncodingOf(text)) {
  text_storage_ =
      encoding_ == TextEncoding::kUtf8 ? std::move(text) : DecodeUtf16(text, encoding_, fault_);
  name_ = path_;
  text_ = text_storage_;
}

const SourceBuffer::Secrets* SourceBuffer::found_secrets() const {
  const std::lock_guard lock(secrets_mutex_);
  return secrets_ ? &*secrets_ : nullptr;
}

void SourceBuffer::SetSecrets(Secrets secrets) const {
  const std::lock_guard lock(secrets_mutex_);
  secrets_ = std::move(secrets);
}

const SourceBuffer::Secrets& SourceBuffer::secrets() const {
  const std::lock_guard lock(secrets_mutex_);
  if (secrets_) return *secrets_;
  secrets_ = known_secrets_;
  const auto found =
      FindSecrets(text(), is_parsed_ ? SecretSearch::kParsed : SecretSearch::kBroken);
  secrets_->spans.insert(secrets_->spans.end(), found.begin(), found.end());
  // Before they are joined: what stands in the text, and may be quoted, is each by itself.
  for (const Span span : secrets_->spans) AddTexts(text(span), secrets_->texts);
  std::sort(secrets_->texts.begin(), secrets_->texts.end());
  secrets_->texts.erase(std::unique(secrets_->texts.begin(), secrets_->texts.end()),
                        secrets_->texts.end());
  MergeSpans(secrets_->spans);
  return *secrets_;
}

void SourceBuffer::AddSecrets(std::span<const Span> spans, std::vector<std::string> texts) const {
  const std::lock_guard lock(secrets_mutex_);
  is_parsed_ = true;
  known_secrets_.spans.insert(known_secrets_.spans.end(), spans.begin(), spans.end());
  std::move(texts.begin(), texts.end(), std::back_inserter(known_secrets_.texts));
  secrets_.reset();
}

const std::vector<std::uint32_t>& SourceBuffer::LineStarts() const {
  std::call_once(lines_once_, [this] { line_starts_ = FindLineStarts(text()); });
  return line_starts_;
}

const std::vector<SourceBuffer::Mark>& SourceBuffer::CharacterMarks() const {
  std::call_once(marks_once_, [this] {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (std::all_of(text().begin(), text().end(), is_ascii)) return;
    // A file may be a single line of many megabytes, so lines would be no help.
    constexpr std::size_t kStride = 4096;
    marks_.push_back({});
    for (std::size_t end = kStride; end < text().size(); end += kStride) {
      const auto offset = static_cast<std::uint32_t>(CharacterStart(text(), end));
      const Mark& last = marks_.back();
      const std::string_view between = text().substr(last.offset, offset - last.offset);
      marks_.push_back({offset, last.characters + static_cast<std::uint32_t>(CountRunes(between))});
    }
  });
  return marks_;
}

Location Location::Outermost() const {
  if (file == nullptr || file->outer_ == nullptr) return *this;

  const std::vector<Segment> segments = file->map_(*file, file->context_);
  if (segments.empty()) return Location{file->outer_, {}}.Outermost();

  const auto segment_at = [&](std::uint32_t offset) -> const Segment& {
    const auto next = std::upper_bound(
        segments.begin(), segments.end(), offset,
        [](std::uint32_t value, const Segment& segment) { return value < segment.inner.begin; });
    return next == segments.begin() ? segments.front() : *std::prev(next);
  };
  const auto is_copy = [](const Segment& segment) {
    return segment.inner.size() == segment.outer.size();
  };

  // What is missing at the end of a text is missing after its last line, not in the line below,
  // which may hold something else.
  if (span.end <= span.begin && span.begin >= file->text_.size()) {
    const std::size_t last = file->text_.find_last_not_of(" \t\r\n");
    if (last != std::string_view::npos && last + 1 < file->text_.size()) {
      const auto at = static_cast<std::uint32_t>(last);
      const Location before = Location{file, {at, at + 1}}.Outermost();
      return {before.file, {before.span.end, before.span.end}};
    }
  }

  const Segment& first = segment_at(span.begin);
  Span outer = {first.outer.begin, first.outer.begin};
  if (is_copy(first)) {
    // A span may begin at the very end of the text: "unexpected end of input".
    outer.begin +=
        std::min(span.begin - std::min(span.begin, first.inner.begin), first.inner.size());
  }

  if (span.end <= span.begin) {
    outer.end = outer.begin;
  } else {
    // Map the last byte and step past it: the byte after the span may start a distant segment.
    const Segment& last = segment_at(span.end - 1);
    outer.end = is_copy(last)
                    ? last.outer.begin + std::min(span.end - last.inner.begin, last.inner.size())
                    : last.outer.end;
    outer.end = std::max(outer.end, outer.begin);
  }
  return Location{file->outer_, outer}.Outermost();
}

}  // namespace check
