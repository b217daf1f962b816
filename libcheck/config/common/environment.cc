#include "libcheck/config/common/environment.h"

#include <cstdlib>

#include "libcheck/base/ascii.h"

namespace check::config {
namespace {

bool IsSpecial(char c) {
  return std::string_view("*#$@!?-0123456789").find(c) != std::string_view::npos;
}

struct Reference {
  std::string_view name;  // Empty if there is none, or a malformed one.
  std::size_t size;       // Bytes after the `$`.
};

Reference ReadReference(std::string_view text) {
  if (text.front() == '{') {
    if (text.size() > 2 && IsSpecial(text[1]) && text[2] == '}') return {text.substr(1, 1), 3};
    const std::size_t close = text.find('}');
    // Malformed, and left out.
    if (close == std::string_view::npos) return {{}, 1};
    if (close == 1) return {{}, 2};
    return {text.substr(1, close - 1), close + 1};
  }
  if (IsSpecial(text.front())) return {text.substr(0, 1), 1};
  std::size_t size = 0;
  while (size < text.size() && IsNamePart(text[size])) ++size;
  return {text.substr(0, size), size};
}

}  // namespace

std::string ExpandEnvironment(std::string_view text, std::vector<std::string>& empty) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '$' || at + 1 == text.size()) {
      out += text[at++];
      continue;
    }
    const Reference reference = ReadReference(text.substr(at + 1));
    if (reference.name == "$") {
      out += '$';
    } else if (!reference.name.empty()) {
      const std::string name(reference.name);
      const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
      if (value == nullptr || *value == '\0') {
        empty.push_back(name);
      } else {
        out += value;
      }
    } else if (reference.size == 0) {
      out += '$';
    }
    at += 1 + reference.size;
  }
  return out;
}

}  // namespace check::config
