#ifndef LIBCHECK_SOURCE_SOURCE_FILE_H_
#define LIBCHECK_SOURCE_SOURCE_FILE_H_

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/shared_text.h"
#include "libcheck/source/utf16.h"

namespace check {

/// A half-open range of byte offsets into one SourceFile.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::uint32_t size() const { return end - begin; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// A place shown to a person. Both numbers count from 1; columns count bytes.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

/// A run of embedded text and the outer bytes it was decoded from. When the two spans are equally
/// long the bytes were copied; otherwise they were decoded together, as `''` is to `'` in YAML.
struct Segment {
  Span inner;
  Span outer;
};

class SourceBuffer;

/// Text with a name, and the means to turn byte offsets into lines and columns.
///
/// Text can be embedded in other text: a PromQL expression in a YAML scalar, a query inside a
/// template inside that. Each level is a SourceFile of its own, so a parser never needs to know
/// where its input came from, and Location::Outermost() carries a span back to the file on disk.
///
/// Diagnostics and syntax trees point at a SourceFile, so it must outlive both and cannot move. It
/// is small and trivially destructible: embedded ones are made by the thousand, in an Arena.
class SourceFile {
 public:
  /// Says which outer bytes `inner` was decoded from: in order, covering all of its text. Called
  /// only when a place in `inner` must be shown, so that text without faults costs nothing.
  using MapFn = std::vector<Segment> (*)(const SourceFile& inner, const void* context);

  /// `text` decoded from `outer`. `text`, and whatever `context` points at, must live as long.
  SourceFile(const SourceFile& outer, std::string_view text, MapFn map, const void* context)
      : name_(outer.name_), text_(text), outer_(&outer), map_(map), context_(context) {}

  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  std::string_view name() const { return name_; }
  std::string_view text() const { return text_; }
  std::string_view text(Span span) const { return text_.substr(span.begin, span.size()); }

  /// The file itself, or null for embedded text.
  const SourceBuffer* buffer() const;
  /// The text this one was decoded from, or null for a file on disk.
  const SourceFile* outer() const { return outer_; }
  const void* context() const { return context_; }

  LineColumn PositionOf(std::uint32_t offset) const;

  /// The text of a line (counted from 1), without its line break. Empty past the last line.
  std::string_view Line(std::uint32_t line) const;

  /// The file on disk that this is, or is embedded in.
  const SourceBuffer& on_disk() const;

  /// Code points before the byte at `offset`; a byte that is not UTF-8 counts as one.
  std::uint32_t CharactersBefore(std::uint32_t offset) const;

 protected:
  SourceFile() = default;

  std::string_view name_;
  std::string_view text_;

 private:
  friend struct Location;

  const SourceFile* outer_ = nullptr;
  MapFn map_ = nullptr;
  const void* context_ = nullptr;
};

/// A SourceFile that owns its text: what was read from disk or standard input.
///
/// Text in UTF-16 with a byte order mark, which go-yaml reads too, becomes UTF-8 without one:
/// offsets, lines and columns are those of the UTF-8.
class SourceBuffer final : public SourceFile {
 public:
  SourceBuffer(SharedText name, std::string text);

  /// What name() says.
  const SharedText& path() const { return path_; }

  /// What the text was written in.
  TextEncoding encoding() const { return encoding_; }
  /// The first thing in UTF-16 that is not a character, or nothing. It is U+FFFD in the text.
  const std::optional<EncodingFault>& encoding_fault() const { return fault_; }

  /// Offsets at which lines begin. Worked out on first use, by whichever thread asks first.
  const std::vector<std::uint32_t>& LineStarts() const;

  /// How many code points are before a place in the text.
  struct Mark {
    std::uint32_t offset = 0;
    std::uint32_t characters = 0;
  };
  /// Marks every few thousand bytes, or none if the text is ASCII. Worked out on first use too.
  const std::vector<Mark>& CharacterMarks() const;

  /// What must not be shown of the text.
  struct Secrets {
    std::vector<Span> spans;         ///< Sorted; none overlap.
    std::vector<std::string> texts;  ///< What is there, as written and as decoded, each once.
  };
  /// What was added, and what looks like a secret by the text alone. Worked out on first use.
  const Secrets& secrets() const;
  /// The same if it has been asked for, else null.
  const Secrets* found_secrets() const;
  /// Spares the search, where it is known what secrets() of the same text gave.
  void SetSecrets(Secrets secrets) const;
  /// Secrets that are known because the text was parsed as what it is. `texts` are their values
  /// where these are not what stands in the text. What secrets() gave before was removed then.
  void AddSecrets(std::span<const Span> spans, std::vector<std::string> texts) const;

 private:
  SharedText path_;
  std::string text_storage_;
  TextEncoding encoding_ = TextEncoding::kUtf8;
  std::optional<EncodingFault> fault_;
  mutable std::once_flag lines_once_;
  mutable std::vector<std::uint32_t> line_starts_;
  mutable std::once_flag marks_once_;
  mutable std::vector<Mark> marks_;
  mutable std::mutex secrets_mutex_;
  mutable bool is_parsed_ = false;
  mutable Secrets known_secrets_;
  mutable std::optional<Secrets> secrets_;
};

/// A span together with the file it belongs to.
struct Location {
  const SourceFile* file = nullptr;
  Span span;

  /// The same place in the file the text was originally read from.
  Location Outermost() const;
};

}  // namespace check

#endif  // LIBCHECK_SOURCE_SOURCE_FILE_H_
