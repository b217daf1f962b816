#ifndef LIBCHECK_EXPOSITION_SERVER_READER_H_
#define LIBCHECK_EXPOSITION_SERVER_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/exposition/fault.h"
#include "libcheck/exposition/sample.h"

namespace check::exposition {

/// What stands behind a value in OpenMetrics: `# {trace_id="1"} 0.5 1700000000.1`.
struct Exemplar {
  std::vector<Label> labels;
  std::string_view value;      ///< As written.
  std::string_view timestamp;  ///< As written; empty if there is none.
  Span span;                   ///< In the text, from `#` on.
};

/// One thing that an exposition says.
struct Entry {
  enum class Kind : std::uint8_t { kHelp, kType, kUnit, kComment, kSeries } kind = Kind::kComment;
  std::string_view name;                   ///< Of the metric that HELP, TYPE or UNIT are about.
  std::string_view text;                   ///< Help, type, unit or comment: as written.
  MetricType type = MetricType::kUnknown;  ///< For kType.
  Sample sample;                           ///< For kSeries.
  std::string_view series;                 ///< The sample's name and labels, as written.
  std::optional<Exemplar> exemplar;
};

/// Reads an exposition as the Prometheus server does when it scrapes one, which is not how promtool
/// reads it: what one of them refuses the other may take.
///
/// It stops at the first fault. To carry on behind it, read line by line: only names and, in the
/// text format, label values can have a line break in them, and promtool's reader refuses those.
class ServerReader {
 public:
  ServerReader(std::string_view text, Format format);

  enum class Step : std::uint8_t { kEntry, kEnd, kFault };
  /// Reads on. What entry() views is good until the next call.
  Step Next();

  const Entry& entry() const { return entry_; }
  const Fault& fault() const { return fault_; }
  bool is_openmetrics() const { return format_ == Format::kOpenMetrics; }

 private:
  enum class State : std::uint8_t;
  enum class Token : std::int8_t;
  static std::string_view Name(Token token);

  // The lexers. The text format's text is read as if a line break followed it.
  std::size_t size() const { return text_.size() + (format_ == Format::kPrometheusText ? 1 : 0); }
  char At(std::size_t at) const { return at < text_.size() ? text_[at] : '\n'; }
  char Current() const { return at_ < size() ? At(at_) : '\0'; }
  char Advance();
  std::string_view Slice(std::size_t begin, std::size_t end) const;
  std::string Quoted(std::size_t begin, std::size_t end) const;
  bool Quoted(bool may_break);
  void NameBytes(bool with_colon);
  bool Word(std::string_view word);
  Token Lex();
  Token LexText();
  Token LexTextComment();
  Token RestOfComment();
  Token LexLabels(State behind, State value, State here, bool may_break);
  Token LexOpenMetrics();
  Token LexOpenMetricsComment();
  Token LexValueLike(State next, Token token);
  Token NextToken();

  Step ReadMetadata(Token keyword);
  Step ReadUnit();
  Step ReadSample(Token token);
  bool ReadLabels(std::vector<Label>& labels, bool is_exemplar);
  bool ReadRest(Token token);
  bool ReadNumber(Token token, std::string_view after, std::string_view& number);
  bool ReadSeconds(std::string_view what);
  bool ReadExemplar();
  std::string_view Decode(std::string_view text);

  bool Expected(std::string_view what, std::string_view upstream, Token got);
  bool Refuse(const CodeInfo& info, Span where, std::string message, std::string upstream);
  bool NotANumber(const CodeInfo& info, std::string_view number, std::string_view what,
                  bool is_integer);
  Span TokenSpan() const;

  std::string_view text_;
  Format format_;
  State state_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;        // Of the token.
  std::size_t entry_start_ = 0;  // Of the entry.
  Arena decoded_;
  Entry entry_;
  bool has_name_ = false;
  Fault fault_;
};

/// The fault at which `reader` stopped, which was given one line: in words for a line that can
/// never stand there.
Fault FaultOfLine(const ServerReader& reader, std::string_view line);

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_SERVER_READER_H_
