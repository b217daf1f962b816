#include <string>
#include <vector>

#include "libcheck/source/secret_text.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {

void FuzzSecrets(std::string_view bytes) {
  for (const SecretSearch search : {SecretSearch::kBroken, SecretSearch::kParsed}) {
    std::vector<std::string> texts;
    std::uint32_t last = 0;
    for (const Span span : FindSecrets(bytes, search)) {
      Require(span.begin < span.end && span.end <= bytes.size(), "a secret is inside the text");
      Require(span.begin >= last, "secrets come in order, and apart");
      last = span.end;
      AddTexts(bytes.substr(span.begin, span.size()), texts);
    }
    const std::string hidden = HideTexts(HideInUrls(std::string(bytes)), texts);
    Require(hidden.size() <= (bytes.size() + 1) * (kHiddenSecret.size() + 1),
            "a text stays finite");
  }
}

}  // namespace check::fuzz
