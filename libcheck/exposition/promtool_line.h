#ifndef LIBCHECK_EXPOSITION_PROMTOOL_LINE_H_
#define LIBCHECK_EXPOSITION_PROMTOOL_LINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/base/name_set.h"
#include "libcheck/exposition/families.h"
#include "libcheck/exposition/fault.h"
#include "libcheck/exposition/sample.h"
#include "libcheck/model/names.h"

namespace check::exposition {

/// What a line of the text format turned out to be.
enum class LineKind : std::uint8_t { kNothing, kSample, kHelp, kType, kFault };

/// Whether what Scanner has read, a sample of a histogram or summary, is one that promtool's reader
/// takes; if not, PromtoolLine says why.
bool TakesPart(const Sample& sample, const Resolved& resolved);

/// Reads lines of the text format as promtool 3.14 does, which is also how the textfile collector
/// of node_exporter reads them: blanks nearly anywhere, names in quotes and braces. (The server has
/// a reader of its own, which PrometheusText stands for.)
///
/// Made for lines that Scanner leaves; what it reads it enters into the same families.
class PromtoolLine {
 public:
  PromtoolLine(Families& families, model::NameValidation names)
      : families_(families), names_(names) {}

  /// Reads a line, with its line break if it has one; only the last may be without.
  LineKind Read(std::string_view line);

  /// What Read found, until it is called again.
  const Sample& sample() const { return sample_; }
  const Resolved& resolved() const { return current_; }
  std::string_view help() const { return token_; }  ///< Of a HELP line.
  const Fault& fault() const { return fault_; }

  /// Prometheus: braces without a name go on with the metric of the line above, whose labels are
  /// added to. Samples are without name then. Off, since the server refuses such lines.
  void ForgiveNameless() { forgives_nameless_ = true; }

  /// To be told of samples that Scanner has read, since a line that begins with a brace is about
  /// the family of the line above until it names another.
  void Follow(const Resolved& resolved) { current_ = resolved; }

 private:
  // The bytes of the line, one after another. `c_` is the current one; at the end of a text without
  // line break there is none, and that is a fault.
  bool Next();
  bool SkipBlanks();          // Moves on at least once.
  bool SkipBlanksFromHere();  // Stays if the current byte is not a blank.
  bool ReadWord();            // Up to a blank or line break, into token_.
  bool ReadText(bool escapes);
  enum class NameOf : std::uint8_t { kMetric, kLabel };
  bool ReadName(NameOf what);
  bool ReadLabelValue();
  bool Unescape();

  LineKind ReadComment();
  bool ReadHelp();
  bool ReadType();
  LineKind ReadSample();
  bool ReadLabels();
  bool ReadLabel();
  bool ReadNameInBraces();
  bool ReadBound();
  bool ReadValue();
  bool ReadTimestamp();

  bool EnterFamily();
  std::string_view Hold();  // The token, for as long as the line.

  bool Fail(const CodeInfo& info, Span where, std::string message, std::string upstream);
  Span Here() const;   // The current byte.
  Span Token() const;  // From where the token began up to the current byte.

  Families& families_;
  model::NameValidation names_;

  std::string_view line_;
  std::size_t at_ = 0;  // Of the current byte.
  char c_ = '\0';
  std::string token_;
  std::size_t token_begin_ = 0;
  Arena held_;

  Resolved current_;
  Sample sample_;
  NameSet label_names_;  // Of the sample, but for those that are parts of a metric.
  bool in_braces_ = false;
  bool named_in_braces_ = false;
  bool forgives_nameless_ = false;
  Fault fault_;
};

}  // namespace check::exposition

#endif  // LIBCHECK_EXPOSITION_PROMTOOL_LINE_H_
