#ifndef LIBCHECK_YAML_READ_H_
#define LIBCHECK_YAML_READ_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/yaml/builder.h"
#include "libcheck/yaml/encoding.h"
#include "libcheck/yaml/problem.h"

namespace check::yaml {

/// Hands what libyaml reads to a Builder, one event at a time. libyaml is included by read.cc
/// alone: no other file sees its types.
class Reader {
 public:
  /// `text` has been found good by CheckText, which also gave `check`. `spaces_for_tabs`: see
  /// failure().
  Reader(std::string_view text, const TextCheck& check, bool spaces_for_tabs, Arena& arena,
         Builder& builder);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  enum class Outcome : std::uint8_t {
    kMore,         ///< Something was read.
    kDocumentEnd,  ///< The last thing read was the end of a document.
    kStreamEnd,
    kFailed,   ///< See failure().
    kStopped,  ///< The builder has reported why.
  };
  Outcome Step();

  /// Where what was read last begins, or what failed.
  std::uint32_t position() const;

  /// Whether something was asked for that would stand behind the text.
  bool at_end() const;

  const Failure& failure() const;
  /// The failure that go-yaml v3 meets before one of what libyaml makes of the words it has, or of
  /// the builder: for the sake of comments, it splits off two more words before it looks at one.
  std::optional<Failure> FailureAhead() const;
  /// Whether it was a comment behind a tab that could not be read. libyaml has no such thing, but
  /// go-yaml passes over one that follows another comment: read again with spaces for those tabs.
  bool failed_at_tab() const;

 private:
  struct Impl;

  std::unique_ptr<Impl> impl_;
};

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_READ_H_
