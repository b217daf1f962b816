#ifndef LIBCHECK_PROMQL_PROBLEMS_H_
#define LIBCHECK_PROMQL_PROBLEMS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/source/source_file.h"

namespace check::promql {

/// What can be wrong with an expression.
namespace codes {

extern const CodeInfo kSyntax;
extern const CodeInfo kUnknownFunction;
extern const CodeInfo kDisabledFeature;
extern const CodeInfo kArguments;
extern const CodeInfo kType;
extern const CodeInfo kRegex;
extern const CodeInfo kSelector;
extern const CodeInfo kModifier;
extern const CodeInfo kDuration;
extern const CodeInfo kTooDeep;

}  // namespace codes

/// Collects the faults of one expression as Diagnostics. Those that Prometheus would report come
/// first and in its order, then those that it would not have got to.
class Problems {
 public:
  Problems(const SourceFile& source, Diagnostics& diagnostics)
      : source_(source), diagnostics_(diagnostics) {}

  /// `span` as Prometheus has it. The reference is good until the next call.
  Diagnostic& Report(const CodeInfo& info, Span span, std::string message);

  /// Something Prometheus does not report, or not in this run: put after all the others by Flush.
  Diagnostic& ReportLate(const CodeInfo& info, Span span, std::string message);

  /// Adds a note to what was reported last.
  void Note(std::string note);

  /// A place in the expression, for labels.
  Location At(Span span) const { return {&source_, span}; }

  void Flush();

  bool any() const { return count_ > 0; }

 private:
  bool IsFull();
  std::string Upstream(Span span, std::string_view message);

  const SourceFile& source_;
  Diagnostics& diagnostics_;
  std::size_t count_ = 0;
  std::vector<Diagnostic> late_;
  std::optional<Diagnostic> surplus_;       // Takes what is not kept.
  std::vector<std::uint32_t> line_starts_;  // Filled when the first fault is reported.
};

}  // namespace check::promql

#endif  // LIBCHECK_PROMQL_PROBLEMS_H_
