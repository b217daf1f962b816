#ifndef LIBCHECK_DIAGNOSTIC_SECRETS_H_
#define LIBCHECK_DIAGNOSTIC_SECRETS_H_

#include <string>

#include "libcheck/source/source_file.h"

namespace check {

/// `text`, which says something about `file` or what is embedded in it, without the file's secrets
/// and without user information and tokens in URLs. Every text that quotes a file and reaches a
/// person by another way than a Finding goes through here; findings do so when they are made.
std::string HideSecrets(std::string text, const SourceFile& file);

/// A line of a file with a part that is meant, and what is hidden in it.
struct ShownLine {
  std::string text;
  Span marked;
};

/// The line of `buffer` that begins at `offset`, with `<secret>` for its secrets. `marked` is a
/// part of the line; where that is in a secret, it grows to all of it.
ShownLine HideSecretsInLine(const SourceBuffer& buffer, std::string_view line, std::uint32_t offset,
                            Span marked);

}  // namespace check

#endif  // LIBCHECK_DIAGNOSTIC_SECRETS_H_
