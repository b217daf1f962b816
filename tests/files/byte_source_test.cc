#include "libcheck/files/byte_source.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "libcheck/files/file_system.h"
#include "libcheck/files/read_ahead.h"
#include "tests/support/temporary.h"

namespace check {
namespace {

std::string ReadAll(ByteSource& source) {
  std::string text;
  char buffer[5];
  for (;;) {
    const auto got = source.Read(buffer, sizeof buffer);
    REQUIRE(got.ok());
    if (*got == 0) return text;
    text.append(buffer, *got);
  }
}

// Five bytes at most at a time, then an error.
class Broken final : public ByteSource {
 public:
  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    if (done_ || size < 5) return Error{"broken"};
    done_ = true;
    std::string_view("abcde").copy(buffer, 5);
    return std::size_t{5};
  }

 private:
  bool done_ = false;
};

TEST_CASE("text in memory is read to its end, which can be looked at before") {
  const auto source = FromMemory("some text");
  CHECK(source->Tail(4) == "text");
  CHECK(ReadAll(*source) == "some text");
  CHECK(source->Tail(100) == "some text");
  CHECK(ReadAll(*FromMemory("")).empty());
  CHECK(ReadAll(*FromText("short")) == "short");
}

TEST_CASE("files are read in blocks, and what is none is refused in one sentence") {
  const test::TemporaryFolder folder;
  const std::string path = folder.Write("a", "0123456789abc");
  auto source = Disk().Open(path);
  REQUIRE(source.ok());
  CHECK((*source)->Tail(3) == "abc");
  CHECK(ReadAll(**source) == "0123456789abc");

  const auto missing = Disk().Open(path + "x");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().message == "cannot read `" + path + "x`: no such file or directory");
  CHECK_FALSE(Disk().Open("/").ok());
}

TEST_CASE("what is read ahead is put back") {
  for (const std::size_t size : {0U, 1U, 8U, 9U, 10U, 100U}) {
    CAPTURE(size);
    std::string head;
    const auto source = ReadHead(FromMemory("some text"), size, head);
    CHECK(head == std::string("some text").substr(0, size));
    CHECK(source->Tail(4) == "text");
    CHECK(ReadAll(*source) == "some text");
  }
}

TEST_CASE("an error while reading ahead comes when its turn has come") {
  std::string head;
  const auto source = ReadHead(std::make_unique<Broken>(), 100, head);
  CHECK(head == "abcde");
  char buffer[10];
  const auto first = source->Read(buffer, sizeof buffer);
  REQUIRE(first.ok());
  CHECK(std::string(buffer, *first) == "abcde");
  const auto second = source->Read(buffer, sizeof buffer);
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().message == "broken");
}

// `size` bytes, then its end or an error; a few thousand at a time.
class Numbers final : public ByteSource {
 public:
  Numbers(std::size_t size, bool breaks) : size_(size), breaks_(breaks) {}
  Result<std::size_t> Read(char* buffer, std::size_t size) override {
    if (at_ == size_ && breaks_) return Error{"broken"};
    size = std::min({size, size_ - at_, std::size_t{5000}});
    for (std::size_t i = 0; i < size; ++i) buffer[i] = static_cast<char>((at_ + i) % 251);
    at_ += size;
    return size;
  }

 private:
  std::size_t size_;
  bool breaks_;
  std::size_t at_ = 0;
};

TEST_CASE("what is read ahead is the same, up to its end or its error") {
  for (const std::size_t size : {0, 1, 262'143, 262'144, 262'145, 5'000'000}) {
    for (const bool breaks : {false, true}) {
      CAPTURE(size);
      Numbers source(size, breaks);
      ReadAhead ahead(source);
      std::size_t at = 0;
      bool same = true;
      char buffer[1 << 14];
      for (;;) {
        const auto got = ahead.Read(buffer, sizeof buffer);
        if (!got.ok() || *got == 0) {
          CHECK(got.ok() != breaks);
          break;
        }
        for (std::size_t i = 0; i < *got; ++i, ++at) {
          same = same && buffer[i] == static_cast<char>(at % 251);
        }
      }
      CHECK(same);
      CHECK(at == size);
    }
  }
  // Nobody has to read to the end.
  Numbers source(5'000'000, false);
  ReadAhead ahead(source);
  char buffer[1 << 14];
  for (int i = 0; i < 30; ++i) CHECK(ahead.Read(buffer, sizeof buffer).ok());
}

}  // namespace
}  // namespace check
