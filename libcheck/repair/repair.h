#ifndef LIBCHECK_REPAIR_REPAIR_H_
#define LIBCHECK_REPAIR_REPAIR_H_

#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "libcheck/diagnostic/finding.h"
#include "libcheck/diagnostic/fix.h"
#include "libcheck/files/file_system.h"

namespace check::repair {

/// A finding with the text of its file. Repairs look at the bytes that the finding marks: so what
/// they change is what stands there, whatever it was embedded in. A place that could not be worked
/// out exactly does not look as a repair expects, and is left alone.
class Spot {
 public:
  Spot(const SourceBuffer& file, const Finding& finding) : file_(file), finding_(finding) {}

  const Finding& finding() const { return finding_; }
  std::string_view file_text() const { return file_.text(); }
  Span span() const { return finding_.where.bytes; }
  /// The marked bytes.
  std::string_view text() const { return file_.text(span()); }
  /// Whether a note of the finding is `text`.
  bool HasNote(std::string_view text) const;
  /// X where a note says "did you mean `X`?" or the like, or nothing.
  std::optional<std::string_view> Suggestion() const;

  /// A fix that replaces some bytes of the file.
  Fix Replace(std::string title, Span span, std::string text) const;
  Fix Replace(std::string title,
              std::initializer_list<std::pair<Span, std::string>> replacements) const;

 private:
  const SourceBuffer& file_;
  const Finding& finding_;
};

/// How findings of a code are put right. Each is a file in repairs/ and a line in repairs.h.
struct Repair {
  std::string_view code;
  /// The only right repair, or nothing if there are several or it cannot be written with certainty.
  std::optional<Fix> (*fix)(const Spot& spot);
};

/// Every repair, sorted by code.
std::span<const Repair* const> AllRepairs();

/// The fixes of `findings` in `files`, by their index. Standard input, and files in UTF-16, get
/// none.
std::map<std::size_t, Fix> FindFixes(std::span<const Finding> findings, const FileSystem& files);

}  // namespace check::repair

#endif  // LIBCHECK_REPAIR_REPAIR_H_
