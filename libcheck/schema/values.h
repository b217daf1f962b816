#ifndef LIBCHECK_SCHEMA_VALUES_H_
#define LIBCHECK_SCHEMA_VALUES_H_

#include <optional>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/schema/schema.h"

/// What single values can contain. Each function gives what is wrong with one, or nothing.
namespace check::schema {

/// Bytes as Prometheus writes them: "512MB", "1GiB", "1GiB512MiB", "0".
std::optional<TextProblem> SizeProblem(std::string_view text);

/// What text that SizeProblem finds nothing wrong with stands for.
double SizeOf(std::string_view text);

/// The error of ParseUrl in our words: "the scheme is missing".
std::string UrlFault(const Error& error);

/// The release whose verdicts the tables give when no other one is named.
inline constexpr std::string_view kCurrentRelease = "3.14";

/// Whether release `version` comes before release `other`: "2.53" before "3.0".
bool IsBefore(std::string_view version, std::string_view other);

/// Whether the file is for a release before `version`. `target` is empty for the current one.
bool IsForBefore(std::string_view target, std::string_view version);

/// Whether a regular expression has a group `(?<name>...)`, which Go reads since 1.22.
bool HasAngleGroup(std::string_view regex);

}  // namespace check::schema

#endif  // LIBCHECK_SCHEMA_VALUES_H_
