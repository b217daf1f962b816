#include "libcheck/slo/window_query.h"

#include <chrono>
#include <vector>

#include "libcheck/base/duration.h"
#include "libcheck/slo/slo.h"

namespace check::slo {
namespace {

// What of `inner` stands for what of `outer`, which has windows left open.
std::vector<Segment> Segments(std::string_view outer, std::size_t window_size) {
  std::vector<Segment> segments;
  std::uint32_t at = 0;
  std::uint32_t inner = 0;
  const auto add = [&](std::uint32_t outer_end, std::uint32_t size) {
    if (outer_end == at) return;
    segments.push_back({{inner, inner + size}, {at, outer_end}});
    at = outer_end;
    inner += size;
  };
  while (const auto window = FindWindow(outer, at)) {
    add(window->begin, window->begin - at);
    add(window->end, static_cast<std::uint32_t>(window_size));
  }
  const auto end = static_cast<std::uint32_t>(outer.size());
  add(end, end - at);
  return segments;
}

// Whether a window was put into `span` of `inner`.
bool FollowsWindow(const SourceFile& inner, Span span) {
  for (const Segment& segment : Segments(inner.outer()->text(), kParseWindow.size())) {
    const bool is_window =
        FindWindow(inner.outer()->text(segment.outer)) && inner.text(segment.inner) == kParseWindow;
    if (is_window && segment.inner.begin >= span.begin && segment.inner.end <= span.end) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<Span> FindWindow(std::string_view text, std::size_t from) {
  for (;;) {
    const std::size_t begin = text.find("{{", from);
    if (begin == std::string_view::npos) return std::nullopt;
    std::size_t at = begin + 2;
    const auto skip = [&] {
      while (at < text.size() && text[at] == ' ') ++at;
    };
    const auto eat = [&](std::string_view word) {
      skip();
      if (!text.substr(at).starts_with(word)) return false;
      at += word.size();
      return true;
    };
    if (eat(".window") && eat("}}")) {
      return Span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at)};
    }
    from = begin + 2;
  }
}

std::string WithWindow(std::string_view text, std::string_view window) {
  std::string result;
  std::size_t at = 0;
  while (const auto place = FindWindow(text, at)) {
    result.append(text.substr(at, place->begin - at)).append(window);
    at = place->end;
  }
  return result.append(text.substr(at));
}

std::string WithWindow(std::string_view text, std::int64_t window_ms) {
  return WithWindow(text, FormatPrometheusDuration(std::chrono::milliseconds(window_ms)));
}

const SourceFile* EmbedWithWindow(const SourceFile& source, std::string_view window, Arena& arena) {
  const auto map = [](const SourceFile& inner, const void*) {
    const std::string_view outer = inner.outer()->text();
    // How long the window is follows from how much longer or shorter the text became.
    std::size_t windows = 0;
    std::size_t replaced = 0;
    std::size_t at = 0;
    while (const auto place = FindWindow(outer, at)) {
      ++windows;
      replaced += place->size();
      at = place->end;
    }
    const std::size_t rest = outer.size() - replaced;
    return Segments(outer, windows == 0 ? 0 : (inner.text().size() - rest) / windows);
  };
  const std::string text = WithWindow(source.text(), window);
  return arena.New<SourceFile>(source, arena.Copy(std::string_view(text)), SourceFile::MapFn(map),
                               static_cast<const void*>(nullptr));
}

std::optional<Span> FindFixedRange(const promql::Expr& expr, const SourceFile& parsed) {
  // What a subquery over the window looks at may have ranges of its own.
  if (const auto* subquery = promql::TryAs<promql::SubqueryExpr>(&expr)) {
    if (FollowsWindow(parsed, {subquery->expr->span.end, subquery->span.end})) return std::nullopt;
  }
  if (const auto* matrix = promql::TryAs<promql::MatrixSelector>(&expr)) {
    const Span range = {matrix->vector->span.end, matrix->span.end};
    if (!FollowsWindow(parsed, range)) return range;
  }
  std::optional<Span> found;
  promql::ForEachChild(expr, [&](const promql::Expr& child) {
    if (!found) found = FindFixedRange(child, parsed);
  });
  return found;
}

bool Query::is_selector() const { return !FindWindow(text).has_value(); }

}  // namespace check::slo
