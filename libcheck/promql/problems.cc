#include "libcheck/promql/problems.h"

#include <algorithm>
#include <utility>

namespace check::promql {

std::string Problems::Upstream(Span span, std::string_view message) {
  const std::string_view text = source_.text();
  std::string where = "unknown position";
  if (!text.empty()) {
    const std::uint32_t offset = std::min(span.begin, static_cast<std::uint32_t>(text.size()));
    if (offset < offset_) {
      offset_ = line_start_ = 0;
      line_ = 1;
    }
    for (; offset_ < offset; ++offset_) {
      if (text[offset_] != '\n') continue;
      ++line_;
      line_start_ = offset_ + 1;
    }
    where = std::to_string(line_) + ":" + std::to_string(offset - line_start_ + 1);
  }
  return where + ": parse error: " + std::string(message);
}

Diagnostic& Problems::Report(const CodeInfo& info, Span span, std::string message) {
  ++count_;
  span.end = std::max(span.begin, span.end);  // Prometheus has some that end before they begin.
  std::string upstream = Upstream(span, message);
  Diagnostic& diagnostic = diagnostics_.Report(info, Location{&source_, span}, std::move(message));
  diagnostic.upstream = std::move(upstream);
  return diagnostic;
}

Diagnostic& Problems::ReportLate(const CodeInfo& info, Span span, std::string message) {
  ++count_;
  span.end = std::max(span.begin, span.end);
  return late_.emplace_back(
      Diagnostic{&info, info.severity, Location{&source_, span}, std::move(message)});
}

void Problems::Note(std::string note) {
  diagnostics_.found().back().notes.push_back(std::move(note));
}

void Problems::Flush() {
  for (Diagnostic& diagnostic : late_) diagnostics_.found().push_back(std::move(diagnostic));
  late_.clear();
}

}  // namespace check::promql
