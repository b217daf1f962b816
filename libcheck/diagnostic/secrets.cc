#include "libcheck/diagnostic/secrets.h"

#include <algorithm>
#include <string>

namespace check {
namespace {

constexpr std::string_view kHidden = "<secret>";

void Hide(Place& place, std::string_view path, std::span<const Span> secrets) {
  if (place.path != path || place.bytes.begin + 1 < place.begin.column) return;
  const std::uint32_t line = place.bytes.begin - (place.begin.column - 1);
  // Of a cut line, only the marked part can be told for sure.
  const std::uint32_t size = static_cast<std::uint32_t>(place.excerpt.size());
  const Span shown = place.is_cut ? Span{line, line + (1U << 20)} : Span{line, line + size};
  auto secret = std::lower_bound(secrets.begin(), secrets.end(), shown.begin,
                                 [](Span s, std::uint32_t at) { return s.end <= at; });
  if (secret == secrets.end() || secret->begin >= shown.end) return;
  if (place.is_cut) {
    place.excerpt = kHidden;
    place.marked = {0, static_cast<std::uint32_t>(kHidden.size())};
    return;
  }
  std::string text;
  Span marked = place.marked;
  std::uint32_t at = 0;
  for (; secret != secrets.end() && secret->begin < shown.end; ++secret) {
    const std::uint32_t begin = std::max(secret->begin, line) - line;
    const std::uint32_t end = std::min(secret->end - line, size);
    if (begin < at || end <= begin) continue;
    text += place.excerpt.substr(at, begin - at);
    const auto start = static_cast<std::uint32_t>(text.size());
    text += kHidden;
    const auto stop = static_cast<std::uint32_t>(text.size());
    // What is behind the secret moves; what is marked in it grows to the whole.
    const auto move = [&](std::uint32_t from, std::uint32_t inside) {
      return from <= begin ? from - begin + start : from < end ? inside : from - end + stop;
    };
    if (place.marked.begin >= begin) marked.begin = move(place.marked.begin, start);
    if (place.marked.end > begin) marked.end = move(place.marked.end, stop);
    at = end;
  }
  text += place.excerpt.substr(std::min(at, size));
  place.excerpt = std::move(text);
  place.marked = marked;
}

}  // namespace

void HideSecrets(Finding& finding, std::string_view path, std::span<const Span> secrets) {
  if (secrets.empty()) return;
  Hide(finding.where, path, secrets);
  for (PlaceLabel& label : finding.labels) Hide(label.where, path, secrets);
}

}  // namespace check
