#ifndef LIBCHECK_ALERTMANAGER_FIELDS_H_
#define LIBCHECK_ALERTMANAGER_FIELDS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/base/result.h"
#include "libcheck/model/alert_matcher_parse.h"
#include "libcheck/yaml/node.h"

namespace check::alertmanager {

/// What the fields of one mapping of alertmanager.yml say, merge keys followed. Its nodes are views
/// of the file.
class Fields {
 public:
  Fields(const yaml::Node& mapping, Arena& arena);

  /// The value of a field; null if it is left out or null.
  const yaml::Node* Find(std::string_view name) const;

  /// Empty if it is left out.
  std::string Text(std::string_view name) const;
  bool Flag(std::string_view name) const;
  /// Of a list; nothing if it is left out.
  std::optional<std::vector<std::string>> Texts(std::string_view name) const;
  std::vector<std::string> TextsOrNone(std::string_view name) const {
    return Texts(name).value_or(std::vector<std::string>());
  }
  /// Of a mapping.
  std::span<const yaml::Entry> Entries(std::string_view name) const;

  /// What yaml.v2 puts in a string.
  std::string TextOf(const yaml::Node& scalar) const;

  Arena& arena() const { return arena_; }

 private:
  std::span<const yaml::Entry> entries_;
  Arena& arena_;
};

/// Adds the matchers of three fields of these names to `matchers`: of `match` with values, of
/// `match_re` with patterns, and of `matchers` in the syntax of `mode`. The error is
/// Alertmanager's.
std::optional<Error> ReadMatchers(const Fields& fields, std::string_view match,
                                  std::string_view match_re, std::string_view matchers,
                                  model::MatcherMode mode, std::vector<model::AlertMatcher>& found);

}  // namespace check::alertmanager

#endif  // LIBCHECK_ALERTMANAGER_FIELDS_H_
