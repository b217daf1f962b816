#include "libcheck/files/file_writer.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "libcheck/files/unfinished_file.h"

namespace check {
namespace {

namespace fs = std::filesystem;

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "pronoia-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }

  fs::path operator/(const char* name) const { return path_ / name; }
  std::size_t count() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), {}));
  }

 private:
  fs::path path_;
};

TEST_CASE("a file is replaced as a whole, keeping its permissions and the links to it") {
  const Folder folder;
  const fs::path file = folder / "rules.yml";

  CHECK_FALSE(ReplaceFile(file.string(), "one\n").has_value());
  CHECK(ReadAll(file) == "one\n");

  ::chmod(file.c_str(), 0640);
  fs::create_symlink("rules.yml", folder / "link.yml");
  CHECK_FALSE(ReplaceFile((folder / "link.yml").string(), "two\n").has_value());
  CHECK(ReadAll(file) == "two\n");
  CHECK(fs::is_symlink(folder / "link.yml"));
  CHECK((fs::status(file).permissions() & fs::perms::mask) ==
        (fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read));
  CHECK(folder.count() == 2);

  const auto error = ReplaceFile((folder / "missing" / "rules.yml").string(), "three\n");
  REQUIRE(error.has_value());
  CHECK(error->message == "cannot write `" + (folder / "missing" / "rules.yml").string() +
                              "`: no such file or directory");
  fs::create_directory(folder / "taken.yml");
  CHECK(ReplaceFile((folder / "taken.yml").string(), "four\n").has_value());
  CHECK(folder.count() == 3);
}

TEST_CASE("a file keeps its hard links, its owner and a symbolic link that leads nowhere yet") {
  const Folder folder;
  const fs::path file = folder / "rules.yml";
  CHECK_FALSE(ReplaceFile(file.string(), "a longer text\n").has_value());
  fs::create_hard_link(file, folder / "other.yml");
  CHECK_FALSE(ReplaceFile(file.string(), "short\n").has_value());
  CHECK(ReadAll(folder / "other.yml") == "short\n");
  CHECK(fs::hard_link_count(file) == 2);

  fs::remove(folder / "other.yml");
  constexpr uid_t kNobody = 65534;
  const bool is_root = ::chown(file.c_str(), kNobody, kNobody) == 0;
  CHECK_FALSE(ReplaceFile(file.string(), "three\n").has_value());
  struct stat info = {};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  CHECK(info.st_uid == (is_root ? kNobody : ::geteuid()));

  fs::create_symlink("new.yml", folder / "link.yml");
  CHECK_FALSE(ReplaceFile((folder / "link.yml").string(), "four\n").has_value());
  CHECK(fs::is_symlink(folder / "link.yml"));
  CHECK(ReadAll(folder / "new.yml") == "four\n");
  CHECK(folder.count() == 3);
}

TEST_CASE("a read-only file stays as it is, also for root") {
  const Folder folder;
  const std::string file = (folder / "rules.yml").string();
  CHECK_FALSE(ReplaceFile(file, "one\n").has_value());
  ::chmod(file.c_str(), 0444);
  const auto error = ReplaceFile(file, "two\n");
  REQUIRE(error.has_value());
  CHECK(error->message == "cannot write `" + file + "`: it is read-only");
  CHECK(ReadAll(file) == "one\n");
  CHECK(folder.count() == 1);
}

TEST_CASE("a process that is interrupted while it writes leaves no temporary file") {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    CAPTURE(signal);
    const Folder folder;
    const pid_t child = ::fork();
    if (child == 0) {
      ::signal(signal, SIG_DFL);
      const UnfinishedFile file((folder / ".").string());
      std::ofstream(file.path()) << "half";
      ::kill(::getpid(), fs::exists(file.path()) ? signal : SIGKILL);
      ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == signal);
    CHECK(folder.count() == 0);
  }
}

TEST_CASE("devices, pipes and inherited descriptors are written to, not replaced") {
  CHECK_FALSE(ReplaceFile("/dev/null", "text").has_value());
  CHECK(fs::is_character_file("/dev/null"));
  const auto error = ReplaceFile("/dev/full", "text");
  REQUIRE(error.has_value());
  CHECK(error->message == "cannot write `/dev/full`: no space left on device");

  const Folder folder;
  const std::string pipe = (folder / "pipe").string();
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  CHECK_FALSE(ReplaceFile(pipe, "text").has_value());
  char buffer[8] = {};
  CHECK(::read(reader, buffer, sizeof buffer) == 4);
  CHECK(fs::is_fifo(pipe));
  ::close(reader);

  // What was written before is not lost, though the descriptor is that of a regular file.
  const int file = ::open((folder / "out").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  CHECK(WriteAll(file, "one "));
  const fs::path link = folder / "link";
  fs::create_symlink("/dev/fd/" + std::to_string(file), link);
  CHECK_FALSE(ReplaceFile(link.string(), "two ").has_value());
  CHECK(WriteAll(file, "three"));
  ::close(file);
  CHECK(ReadAll(folder / "out") == "one two three");
  CHECK(fs::is_symlink(link));
}

}  // namespace
}  // namespace check
