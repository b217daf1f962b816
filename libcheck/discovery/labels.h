#ifndef LIBCHECK_DISCOVERY_LABELS_H_
#define LIBCHECK_DISCOVERY_LABELS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/discovery/discovery.h"
#include "libcheck/discovery/json.h"

/// Labels as mechanisms write them.
namespace check::discovery {

/// `text` as the rest of a label's name: each character that cannot be in one is a `_`.
std::string SanitizedName(std::string_view text);

/// "host:port", with an IPv6 address in brackets.
std::string HostPort(std::string_view host, std::int64_t port);

/// ",a,b,": regexes can look for ",a," wherever it stands.
std::string Surrounded(std::span<const std::string> items, std::string_view separator = ",");

/// The items of a list, each as TextOf.
std::vector<std::string> TextsOf(const Json& list);

enum class JsonKind : std::uint8_t {
  kText,
  kNumber,  ///< A whole number, 0 if there is none.
  kBool,    ///< "true", or else "false".
};

/// A label and what it is filled with.
struct JsonLabel {
  std::string_view name;  ///< After a prefix that is common to many.
  std::string_view path;  ///< Of the value, in an object: "image.slug".
  JsonKind kind = JsonKind::kText;
};

/// The value at a path such as "image.slug"; null where there is none.
const Json& AtPath(const Json& object, std::string_view path);

void AddLabels(std::string_view prefix, std::span<const JsonLabel> table, const Json& object,
               Labels& labels);

/// For each member of `object`, a label that is called `prefix` and the member's name.
void AddMembers(std::string_view prefix, const Json& object, Labels& labels);

/// A label of which an empty value is omitted.
void AddUnlessEmpty(std::string_view name, std::string value, Labels& labels);

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_LABELS_H_
