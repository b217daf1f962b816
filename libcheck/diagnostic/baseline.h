#ifndef LIBCHECK_DIAGNOSTIC_BASELINE_H_
#define LIBCHECK_DIAGNOSTIC_BASELINE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "libcheck/diagnostic/finding.h"
#include "libcheck/files/file_system.h"

namespace check {

/// Findings that were there when somebody began to check an old code base: they are hidden until
/// they are put right, and only new ones are reported.
///
/// An entry is told by its file, code and the text of the marked lines, so it still matches when
/// lines move, and no longer when they change. Errors are never hidden: Prometheus refuses the file
/// whatever a baseline says. (What counts is the code's own severity: a warning that settings raise
/// to an error can be in a baseline.)
class Baseline {
 public:
  struct Entry {
    std::string path;  ///< As seen from the folder that the baseline is in.
    std::string code;
    std::uint64_t fingerprint = 0;
    std::uint32_t count = 1;  ///< How many findings are just alike.
    std::string message;      ///< For people who read the file.
  };

  /// `root` is the folder that the baseline's file is in.
  explicit Baseline(std::string root) : root_(std::move(root)) {}

  /// Adds what can be hidden of `findings`.
  void Add(std::span<const Finding> findings);
  void Add(Entry entry);

  /// Sorted by path, code and fingerprint.
  std::vector<Entry> Entries() const;

  /// Takes what the entries stand for out of `findings`, each entry as often as its count says, and
  /// returns how many there were.
  std::size_t Remove(std::vector<Finding>& findings);

  /// How many entries have nothing to hide any more, once Remove() has been given everything found
  /// in the files `checked`: entries of these files, and of what is not in `files` any more. What
  /// was not looked for (`is_active`) may still be there.
  std::size_t CountStale(const FileSystem& files, std::span<const std::string> checked,
                         const std::function<bool(std::string_view code)>& is_active) const;

 private:
  using Key = std::tuple<std::string, std::string, std::uint64_t>;  // path, code, fingerprint
  struct Known {
    std::uint32_t count = 0;
    std::uint32_t left = 0;  // Not matched yet.
    std::string message;
  };

  std::string root_;
  std::map<Key, Known> known_;
};

}  // namespace check

#endif  // LIBCHECK_DIAGNOSTIC_BASELINE_H_
