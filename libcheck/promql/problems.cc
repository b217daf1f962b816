#include "libcheck/promql/problems.h"

#include <algorithm>
#include <utility>

namespace check::promql {

std::string Problems::Upstream(Span span, std::string_view message) {
  const std::string_view text = source_.text();
  std::string where = "unknown position";
  if (!text.empty()) {
    if (line_starts_.empty()) {
      line_starts_.push_back(0);
      for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos;) {
        line_starts_.push_back(static_cast<std::uint32_t>(++at));
      }
    }
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), span.begin);
    where = std::to_string(next - line_starts_.begin()) + ":" +
            std::to_string(span.begin - *(next - 1) + 1);
  }
  return where + ": parse error: " + std::string(message);
}

// Nobody reads that many, but megabytes of nonsense could fill the memory with them.
bool Problems::IsFull() {
  constexpr std::size_t kMost = 100'000;
  return ++count_ > kMost;
}

Diagnostic& Problems::Report(const CodeInfo& info, Span span, std::string message) {
  span.end = std::max(span.begin, span.end);  // Prometheus has some that end before they begin.
  if (IsFull()) return surplus_.emplace(Diagnostic{&info, info.severity, At(span), {}});
  Diagnostic& diagnostic = diagnostics_.Report(info, Location{&source_, span}, std::move(message));
  if (diagnostics_.upstream() != nullptr) diagnostic.upstream = Upstream(span, diagnostic.message);
  return diagnostic;
}

Diagnostic& Problems::ReportLate(const CodeInfo& info, Span span, std::string message) {
  span.end = std::max(span.begin, span.end);
  if (IsFull()) return surplus_.emplace(Diagnostic{&info, info.severity, At(span), {}});
  Diagnostic& late = late_.emplace_back(
      Diagnostic{&info, info.severity, Location{&source_, span}, std::move(message)});
  late.upstream = UpstreamText(diagnostics_.upstream());
  return late;
}

void Problems::Note(std::string note) {
  Diagnostic& last = surplus_.has_value() ? *surplus_ : diagnostics_.found().back();
  last.notes.push_back(std::move(note));
}

void Problems::Flush() {
  for (Diagnostic& diagnostic : late_) diagnostics_.found().push_back(std::move(diagnostic));
  late_.clear();
}

}  // namespace check::promql
