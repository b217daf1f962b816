#include "libcheck/files/process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <optional>
#include <string_view>

#include "libcheck/base/error_text.h"
#include "libcheck/files/descriptor.h"
#include "libcheck/files/file_writer.h"

namespace check {
namespace {

constexpr std::size_t kMostErrors = std::size_t{64} << 10;

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> EnvironmentFor(const ProcessOptions& options) {
  std::vector<std::string> variables = options.with;
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    const std::string_view variable = *at;
    const std::string_view name = variable.substr(0, variable.find('='));
    const auto is_set = [&](const std::string& text) {
      return text.starts_with(name) && text.size() > name.size() && text[name.size()] == '=';
    };
    if (std::ranges::find(options.without, name) != options.without.end()) continue;
    if (std::ranges::none_of(options.with, is_set)) variables.emplace_back(variable);
  }
  return variables;
}

// Both ends of a pipe that no other program inherits.
struct Pipe {
  int ends[2] = {-1, -1};

  Pipe() { is_open = ::pipe2(ends, O_CLOEXEC) == 0; }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    Close(0);
    Close(1);
  }
  void Close(int end) {
    if (ends[end] >= 0) ::close(ends[end]);
    ends[end] = -1;
  }
  bool is_open = false;
};

// A text as a file without a name, from which a program reads at its own pace.
class TextFile {
 public:
  explicit TextFile(std::string_view text)
      : fd_(::memfd_create("input", MFD_CLOEXEC)), is_complete_(fd_ >= 0 && WriteAll(fd_, text)) {
    is_complete_ = is_complete_ && ::lseek(fd_, 0, SEEK_SET) == 0;
  }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  ~TextFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }
  bool is_complete() const { return is_complete_; }

 private:
  int fd_;
  bool is_complete_;
};

// Starts the program; the errno if that fails.
int Start(const ProcessOptions& options, const Pipe& output, const Pipe& errors, pid_t& child) {
  std::optional<TextFile> input;
  if (!options.input.empty()) {
    input.emplace(options.input);
    if (!input->is_complete()) return errno;
  }
  std::vector<std::string> arguments = options.arguments;
  std::vector<std::string> environment = EnvironmentFor(options);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (input) {
    posix_spawn_file_actions_adddup2(&actions, input->fd(), STDIN_FILENO);
  } else {
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  }
  posix_spawn_file_actions_adddup2(&actions, output.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors.ends[1], STDERR_FILENO);
  // This process may ignore signals that end others.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t usual;
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  const int failed = ::posix_spawnp(&child, arguments[0].c_str(), &actions, &attributes,
                                    Pointers(arguments).data(), Pointers(environment).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failed;
}

// Reads what has come in on `end`, keeping up to `most` bytes. False: that was all, or too much.
bool ReadSomeOf(Pipe& pipe, std::string& text, std::size_t most, bool& is_too_much) {
  char block[1 << 16];
  const long size = ReadSome(pipe.ends[0], block, sizeof(block));
  if (size <= 0) {
    pipe.Close(0);
    return false;
  }
  const std::size_t kept = std::min(static_cast<std::size_t>(size), most - text.size());
  is_too_much = is_too_much || kept < static_cast<std::size_t>(size);
  text.append(block, kept);
  return true;
}

// Reads both pipes to their ends. False: there was more output than `most` bytes.
bool ReadBoth(Pipe& output, Pipe& errors, std::size_t most, ProcessOutcome& outcome) {
  bool is_too_much = false;
  bool ignored = false;
  while (output.ends[0] >= 0 || errors.ends[0] >= 0) {
    pollfd waiting[] = {{output.ends[0], POLLIN, 0}, {errors.ends[0], POLLIN, 0}};
    if (::poll(waiting, 2, -1) < 0 && errno != EINTR) return false;
    if (waiting[0].revents != 0) ReadSomeOf(output, outcome.output, most, is_too_much);
    if (waiting[1].revents != 0) ReadSomeOf(errors, outcome.errors, kMostErrors, ignored);
    if (is_too_much) return false;
  }
  return true;
}

int WaitFor(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 128;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<ProcessOutcome> RunProcess(const ProcessOptions& options) {
  const std::string& program = options.arguments.at(0);
  Pipe output;
  Pipe errors;
  const int no_pipe = output.is_open && errors.is_open ? 0 : errno;
  pid_t child = 0;
  const int failed = no_pipe != 0 ? no_pipe : Start(options, output, errors, child);
  if (failed != 0) {
    return Error{"cannot start `" + program + "`: " + SystemErrorText(failed), failed};
  }
  output.Close(1);
  errors.Close(1);
  ProcessOutcome outcome;
  const bool is_complete = ReadBoth(output, errors, options.most_bytes, outcome);
  if (!is_complete) ::kill(child, SIGKILL);
  outcome.status = WaitFor(child);
  if (!is_complete) return Error{"`" + program + "` writes too much output"};
  return outcome;
}

}  // namespace check
