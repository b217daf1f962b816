#ifndef TOOLS_LINE_EDITOR_H_
#define TOOLS_LINE_EDITOR_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

/// What can stand instead of the end of a line, from `begin` on.
struct Candidates {
  std::size_t begin = 0;
  std::vector<std::string> words;
};

/// Lines that a person types, with editing, history and completion; or, where standard input is no
/// terminal, lines as they come. libedit does the work.
class LineEditor {
 public:
  /// What can follow `text`, the beginning of a line.
  using Completer = std::function<Candidates(std::string_view text)>;

  /// History is kept in `history_file`; empty: nowhere.
  LineEditor(std::string history_file, Completer complete);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  struct Line {
    std::string text;
    bool interrupted = false;  ///< By Ctrl-C: what had been typed was removed.
  };
  /// The next line without its end; nothing at the end of input.
  std::optional<Line> Read(const std::string& prompt);
  /// Adds to the history what may have come in several lines.
  void Remember(const std::string& text);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tools

#endif  // TOOLS_LINE_EDITOR_H_
