#include "tools/graphviz.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

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

// Starts `dot` and waits for it: what it exited with, or the errno that it could not be started
// for, as a negative number.
int RunDot(std::FILE* in, std::FILE* out) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ::fileno(in), 0);
  posix_spawn_file_actions_adddup2(&actions, ::fileno(out), 1);
  char program[] = "dot";
  char format[] = "-Tsvg";
  char* arguments[] = {program, format, nullptr};
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, program, &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return -failed;
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -errno;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

check::Result<std::string> DrawGraph(std::string_view graph) {
  // Files, as pipes in both directions could wait for each other.
  const TemporaryFile in(std::tmpfile());
  const TemporaryFile out(std::tmpfile());
  if (in == nullptr || out == nullptr) return Error{"cannot make a temporary file for `dot`"};
  std::fwrite(graph.data(), 1, graph.size(), in.get());
  std::fflush(in.get());
  ::lseek(::fileno(in.get()), 0, SEEK_SET);
  const int status = RunDot(in.get(), out.get());
  if (status == -ENOENT) {
    return Error{
        "cannot draw the routes: `dot` is not installed; install Graphviz, or use "
        "`--format dot` and draw them elsewhere"};
  }
  if (status < 0) {
    return Error{"cannot start `dot`: " + std::generic_category().message(-status)};
  }
  std::string svg = ReadAll(out.get());
  if (status != 0 || svg.empty()) return Error{"`dot` of Graphviz failed to draw the routes"};
  return svg;
}

}  // namespace tools
