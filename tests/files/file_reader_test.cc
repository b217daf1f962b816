#include "libcheck/files/file_reader.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <string>
#include <thread>

#include "tests/support/temporary.h"

namespace check {
namespace {

std::string Failure(const std::string& path) {
  const Result<std::string> text = ReadFile(path);
  return text.ok() ? "read " + std::to_string(text->size()) + " bytes" : text.error().message;
}

TEST_CASE("a file is read whole, whatever its bytes and size") {
  const test::TemporaryFolder folder;
  for (const std::size_t size : {0UL, 1UL, 65535UL, 65536UL, 65537UL, 3000000UL}) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 7);
    const std::string path = folder.Write("file", text);
    const Result<std::string> got = ReadFile(path);
    REQUIRE(got.ok());
    CHECK(*got == text);
  }
}

TEST_CASE("files whose size the system does not tell are read to their end") {
  const Result<std::string> text = ReadFile("/proc/self/status");
  REQUIRE(text.ok());
  CHECK(text->find("VmPeak") != std::string::npos);
}

TEST_CASE("what cannot be read is refused at once, with the reason") {
  const test::TemporaryFolder folder;
  const std::string fifo = folder.path("fifo");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(Failure(fifo) == "cannot read `" + fifo + "`: is a named pipe that nothing writes to");

  const std::string missing = folder.path("missing");
  CHECK(Failure(missing) == "cannot read `" + missing + "`: no such file or directory");
  CHECK(Failure(folder.path("")) == "cannot read `" + folder.path("") + "`: is a directory");
  CHECK(Failure("/dev/zero") == "cannot read `/dev/zero`: is a device, not a file");

  const std::string file = folder.Write("file", "x");
  CHECK(Failure(file + "/below") == "cannot read `" + file + "/below`: not a directory");

  const std::string loop = folder.path("loop");
  REQUIRE(::symlink("loop", loop.c_str()) == 0);
  CHECK(Failure(loop) == "cannot read `" + loop + "`: too many levels of symbolic links");

  CHECK(Failure(std::string("a\0b", 3)).ends_with("no such file or directory"));
  CHECK(Failure("") == "cannot read ``: no such file or directory");
  CHECK(Failure("/dev/fd/987") == "cannot read `/dev/fd/987`: bad file descriptor");
}

TEST_CASE("a socket is refused") {
  const test::TemporaryFolder folder;
  const std::string path = folder.path("s");
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  REQUIRE(path.size() < sizeof(address.sun_path));
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  CHECK(Failure(path) == "cannot read `" + path + "`: is a socket, not a file");
  ::close(fd);
}

TEST_CASE("permission to read is needed") {
  const test::TemporaryFolder folder;
  const std::string path = folder.Write("secret", "x");
  REQUIRE(::chmod(path.c_str(), 0) == 0);
  if (::access(path.c_str(), R_OK) == 0) return;  // The superuser may read everything.
  CHECK(Failure(path) == "cannot read `" + path + "`: permission denied");
}

TEST_CASE("more than a gibibyte is refused without being read") {
  const test::TemporaryFolder folder;
  const std::string path = folder.Write("huge", "");
  REQUIRE(::truncate(path.c_str(), static_cast<off_t>(kLargestFile) + 1) == 0);
  CHECK(Failure(path) == "cannot read `" + path + "`: is larger than 1 GiB");
}

TEST_CASE("the empty device is an empty file") { CHECK(Failure("/dev/null") == "read 0 bytes"); }

TEST_CASE("a pipe that was handed over is read to its end, even one that does not block") {
  for (const int flags : {0, O_NONBLOCK}) {
    int ends[2];
    REQUIRE(::pipe2(ends, flags) == 0);
    const std::string text(300000, 'x');
    std::thread writer([&] {
      // Slower than the reader, and in pieces.
      ::usleep(20000);
      for (std::size_t sent = 0; sent < text.size();) {
        const ssize_t got = ::write(ends[1], text.data() + sent, text.size() - sent);
        if (got > 0) sent += static_cast<std::size_t>(got);
      }
      ::close(ends[1]);
    });
    const Result<std::string> got = ReadFile("/dev/fd/" + std::to_string(ends[0]));
    writer.join();
    ::close(ends[0]);
    REQUIRE(got.ok());
    CHECK(*got == text);
  }
}

}  // namespace
}  // namespace check
