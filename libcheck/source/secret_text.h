#ifndef LIBCHECK_SOURCE_SECRET_TEXT_H_
#define LIBCHECK_SOURCE_SECRET_TEXT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/source/source_file.h"

/// Recognises secrets by the text alone, for files that do not parse or are of another kind than
/// they were taken for. The schema tables know better where a file is what it should be.
namespace check {

/// What is shown instead of a secret.
inline constexpr std::string_view kHiddenSecret = "<secret>";

/// Whether a key of that name, or one that it misspells, usually has a secret for its value:
/// `password`, `bearer_tokn`, `apiKey`. Not so for `password_file` or `token_url`.
bool IsSecretName(std::string_view key);

/// Whether a key of that name has headers or users below it, whose values are secrets: `headers`,
/// `basic_auth_users`.
bool HoldsSecretValues(std::string_view key);

/// How much is known of a text in which secrets are searched.
enum class SecretSearch : std::uint8_t {
  /// It may be broken by the very secret, so the rest of a line belongs to it.
  kBroken,
  /// It was parsed as what it is, so a value ends where YAML says so, and what is in sections is
  /// known from their tables.
  kParsed,
};

/// Where `text` holds what must not be shown: values of keys that IsSecretName() or that hold
/// headers, user information and tokens in URLs, private keys, what follows `Bearer`. Lines that
/// belong to such a value are hidden whole. Sorted, not empty, none overlap.
std::vector<Span> FindSecrets(std::string_view text, SecretSearch search);

/// Adds what messages must not repeat of the secret `value`, which is written as in YAML. Of
/// collections in brackets, that is what they hold but for keys.
void AddTexts(std::string_view value, std::vector<std::string>& texts);

/// Sorts spans and joins those that touch.
void MergeSpans(std::vector<Span>& spans);

/// `message` without user information and tokens in URLs.
std::string HideInUrls(std::string message);

/// `message` without any of `secrets`, which are texts as they stand in a file: neither whole nor,
/// where the message quotes something, in part.
std::string HideTexts(std::string message, std::span<const std::string> secrets);

}  // namespace check

#endif  // LIBCHECK_SOURCE_SECRET_TEXT_H_
