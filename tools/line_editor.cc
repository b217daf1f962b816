#include "tools/line_editor.h"

#include <histedit.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "libcheck/files/file_system.h"
#include "tools/output.h"

namespace tools {
namespace {

constexpr int kHistorySize = 1000;
constexpr std::size_t kLongestLine = std::size_t{1} << 20;

// Set by Ctrl-C while a line is read.
volatile std::sig_atomic_t interrupted = 0;

void NoteInterrupt(int) { interrupted = 1; }

// What all words begin with.
std::string CommonBeginning(const std::vector<std::string>& words) {
  std::string common = words.front();
  for (const std::string& word : words) {
    const auto end = std::ranges::mismatch(common, word).in1;
    common.erase(end, common.end());
  }
  return common;
}

// Words in columns, as shells list them; of very many, the first.
std::string InColumns(const std::vector<std::string>& words) {
  constexpr std::size_t kMost = 200;
  const std::size_t count = std::min(words.size(), kMost);
  std::size_t width = 0;
  for (std::size_t i = 0; i < count; ++i) width = std::max(width, words[i].size() + 2);
  const std::size_t columns = std::max<std::size_t>(TerminalWidth() / width, 1);
  std::string text = "\n";
  for (std::size_t i = 0; i < count; ++i) {
    text += words[i];
    const bool last = (i + 1) % columns == 0 || i + 1 == count;
    text += last ? "\n" : std::string(width - words[i].size(), ' ');
  }
  if (words.size() > kMost) text += "and " + std::to_string(words.size() - kMost) + " more\n";
  return text;
}

}  // namespace

struct LineEditor::Impl {
  std::string history_file;
  Completer complete;
  std::string prompt;
  EditLine* edit = nullptr;
  History* history = nullptr;
  HistEvent event = {};

  static Impl& Of(EditLine* edit) {
    void* self = nullptr;
    el_get(edit, EL_CLIENTDATA, &self);
    return *static_cast<Impl*>(self);
  }

  static char* Prompt(EditLine* edit) { return Of(edit).prompt.data(); }

  static unsigned char Complete(EditLine* edit, int) {
    const LineInfo* line = el_line(edit);
    const std::string_view text(line->buffer,
                                static_cast<std::size_t>(line->cursor - line->buffer));
    const Candidates found = Of(edit).complete(text);
    if (found.words.empty()) return CC_REFRESH_BEEP;
    const std::string common = CommonBeginning(found.words);
    const std::size_t typed = text.size() - found.begin;
    if (common.size() > typed) {
      el_insertstr(edit, common.substr(typed).c_str());
      return CC_REFRESH;
    }
    if (found.words.size() == 1) return CC_NORM;
    WriteOut(InColumns(found.words));
    return CC_REDISPLAY;
  }
};

LineEditor::LineEditor(std::string history_file, Completer complete)
    : impl_(std::make_unique<Impl>()) {
  impl_->history_file = std::move(history_file);
  impl_->complete = std::move(complete);
  if (!InputIsTerminal()) return;
  // What libedit takes for a character is for the locale to say.
  std::setlocale(LC_CTYPE, "");
  impl_->edit = el_init("pronoia", stdin, stdout, stderr);
  if (impl_->edit == nullptr) return;
  EditLine* edit = impl_->edit;
  el_set(edit, EL_CLIENTDATA, impl_.get());
  el_set(edit, EL_PROMPT, &Impl::Prompt);
  el_set(edit, EL_EDITOR, "emacs");
  el_set(edit, EL_ADDFN, "complete", "Complete the word", &Impl::Complete);
  el_set(edit, EL_BIND, "^I", "complete", nullptr);
  el_set(edit, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  impl_->history = history_init();
  history(impl_->history, &impl_->event, H_SETSIZE, kHistorySize);
  history(impl_->history, &impl_->event, H_SETUNIQUE, 1);
  if (!impl_->history_file.empty()) {
    history(impl_->history, &impl_->event, H_LOAD, impl_->history_file.c_str());
  }
  el_set(edit, EL_HIST, history, impl_->history);
}

LineEditor::~LineEditor() {
  if (impl_->history != nullptr) history_end(impl_->history);
  if (impl_->edit != nullptr) el_end(impl_->edit);
}

std::optional<LineEditor::Line> LineEditor::Read(const std::string& prompt) {
  if (impl_->edit == nullptr) {
    Line line;
    int c = 0;
    while ((c = std::getc(stdin)) != EOF && c != '\n') {
      if (line.text.size() == kLongestLine) {
        WriteError("a line of standard input is longer than 1 MiB");
        return std::nullopt;
      }
      line.text += static_cast<char>(c);
    }
    if (c == EOF && line.text.empty()) return std::nullopt;
    return line;
  }
  impl_->prompt = prompt;
  struct sigaction note = {};
  struct sigaction before = {};
  note.sa_handler = NoteInterrupt;
  interrupted = 0;
  ::sigaction(SIGINT, &note, &before);
  int count = 0;
  const char* text = el_gets(impl_->edit, &count);
  ::sigaction(SIGINT, &before, nullptr);
  if (interrupted != 0) {
    WriteOut("\n");
    el_reset(impl_->edit);
    return Line{.interrupted = true};
  }
  if (text == nullptr || count <= 0) return std::nullopt;
  Line line = {.text = std::string(text, static_cast<std::size_t>(count))};
  while (line.text.ends_with('\n') || line.text.ends_with('\r')) line.text.pop_back();
  return line;
}

void LineEditor::Remember(const std::string& text) {
  if (impl_->history == nullptr || text.empty()) return;
  std::string line = text;
  std::ranges::replace(line, '\n', ' ');
  history(impl_->history, &impl_->event, H_ENTER, line.c_str());
  if (impl_->history_file.empty()) return;
  // libedit takes everybody else's rights to what it writes, also to /dev/null behind a link.
  const auto info = check::Disk().Stat(impl_->history_file);
  if (info && info->type != check::FileType::kFile) return;
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(impl_->history_file).parent_path(),
                                      ignored);
  history(impl_->history, &impl_->event, H_SAVE, impl_->history_file.c_str());
  // Queries can hold names that are nobody else's business.
  using std::filesystem::perms;
  std::filesystem::permissions(impl_->history_file, perms::owner_read | perms::owner_write,
                               ignored);
}

}  // namespace tools
