#ifndef LIBCHECK_YAML_LIBYAML_READER_H_
#define LIBCHECK_YAML_LIBYAML_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/yaml/builder.h"
#include "libcheck/yaml/encoding.h"
#include "libcheck/yaml/problem.h"

namespace check::yaml {

/// What is read otherwise than it is written, since go-yaml takes it and libyaml does not.
struct Adaptations {
  /// A comment behind a tab, which go-yaml ignores if it follows another comment.
  bool spaces_for_tabs = false;
  std::vector<std::uint32_t> quotes;  ///< Offsets of `'` behind a backslash, in double quotes.
  std::vector<std::uint32_t> colons;  ///< Offsets of `:` at the end of plain text, in brackets.
};

/// Hands what libyaml reads to a Builder, one event at a time. libyaml is included by read.cc
/// alone: no other file sees its types.
class Reader {
 public:
  /// `text` has been found good by CheckText, which also gave `check`.
  Reader(std::string_view text, const TextCheck& check, const Adaptations& adaptations,
         Arena& arena, Builder& builder);
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
  /// `word` is the number of words before the one that is looked at.
  std::optional<Failure> FailureAhead(std::size_t word) const;
  /// How many words have been made something of.
  std::size_t words_taken() const;
  /// Whether it may be read with more adaptations, which have been added then.
  bool Adapt(Adaptations& adaptations) const;

 private:
  struct Impl;

  std::unique_ptr<Impl> impl_;
};

}  // namespace check::yaml

#endif  // LIBCHECK_YAML_LIBYAML_READER_H_
