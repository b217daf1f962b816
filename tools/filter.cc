#include "tools/filter.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <vector>

namespace tools {
namespace {

using check::Error;

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
// Gone once it is closed.
using TemporaryFile = std::unique_ptr<std::FILE, FileCloser>;

std::string ReadAll(std::FILE* file) {
  std::string text;
  char block[1 << 16];
  std::rewind(file);
  while (const std::size_t size = std::fread(block, 1, sizeof(block), file)) {
    text.append(block, size);
  }
  return text;
}

// Starts the program and waits for it: what it exited with, or the errno that it could not be
// started for, as a negative number.
int Run(std::span<const std::string> arguments, std::FILE* in, std::FILE* out) {
  std::vector<std::string> words(arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ::fileno(in), 0);
  posix_spawn_file_actions_adddup2(&actions, ::fileno(out), 1);
  pid_t child = 0;
  const int failed =
      ::posix_spawnp(&child, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return -failed;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -errno;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

check::Result<Filtered> RunFilter(std::span<const std::string> arguments, std::string_view input) {
  // Files, as pipes in both directions could wait for each other.
  const TemporaryFile in(std::tmpfile());
  const TemporaryFile out(std::tmpfile());
  if (in == nullptr || out == nullptr) {
    return Error{fmt::format("cannot create a temporary file for `{}`", arguments[0])};
  }
  const bool written = std::fwrite(input.data(), 1, input.size(), in.get()) == input.size();
  if (!written || std::fflush(in.get()) != 0) {
    return Error{fmt::format("cannot write a temporary file for `{}`", arguments[0])};
  }
  ::lseek(::fileno(in.get()), 0, SEEK_SET);
  const int status = Run(arguments, in.get(), out.get());
  if (status == -ENOENT) return Filtered{.installed = false};
  if (status < 0) {
    return Error{fmt::format("cannot start `{}`: {}", arguments[0],
                             std::generic_category().message(-status))};
  }
  return Filtered{.output = ReadAll(out.get()), .status = status};
}

}  // namespace tools
