#include "libcheck/diagnostic/secrets.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/source/secret_text.h"

namespace check {

std::string HideSecrets(std::string text, const SourceFile& file) {
  return HideTexts(HideInUrls(std::move(text)), file.on_disk().secrets().texts);
}

ShownLine HideSecretsInLine(const SourceBuffer& buffer, std::string_view line, std::uint32_t offset,
                            Span marked) {
  const std::vector<Span>& secrets = buffer.secrets().spans;
  const auto size = static_cast<std::uint32_t>(line.size());
  auto secret = std::lower_bound(secrets.begin(), secrets.end(), offset,
                                 [](Span s, std::uint32_t at) { return s.end <= at; });
  ShownLine shown = {{}, marked};
  std::uint32_t at = 0;
  for (; secret != secrets.end() && secret->begin < offset + size; ++secret) {
    const std::uint32_t begin = std::max(secret->begin, offset) - offset;
    const std::uint32_t end = std::min(secret->end - offset, size);
    shown.text += line.substr(at, begin - at);
    const auto start = static_cast<std::uint32_t>(shown.text.size());
    shown.text += kHiddenSecret;
    const auto stop = static_cast<std::uint32_t>(shown.text.size());
    // What is behind the secret moves; what is marked in it grows to the whole.
    const auto move = [&](std::uint32_t from, std::uint32_t inside) {
      return from <= begin ? from - begin + start : from < end ? inside : from - end + stop;
    };
    if (marked.begin >= begin) shown.marked.begin = move(marked.begin, start);
    if (marked.end > begin) shown.marked.end = move(marked.end, stop);
    at = end;
  }
  shown.text += line.substr(at);
  return shown;
}

}  // namespace check
