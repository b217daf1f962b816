#include "libcheck/files/gunzip.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <random>
#include <string>
#include <vector>

namespace check {
namespace {

std::string Pack(std::string text, int level) {
  z_stream stream = {};
  REQUIRE(deflateInit2(&stream, level, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

// The text, or "error: " and what is wrong. Read `step` bytes at a time.
std::string Unpack(const std::string& packed, Unpacker unpacker, std::size_t step) {
  const auto source = Gunzip(FromMemory(packed), unpacker);
  std::string text;
  std::string buffer(step, '\0');
  for (;;) {
    const auto got = source->Read(buffer.data(), buffer.size());
    if (!got) return "error: " + got.error().message;
    if (*got == 0) return text;
    text.append(buffer, 0, *got);
  }
}

std::string SomeText(std::size_t size, std::mt19937& random) {
  std::string text;
  while (text.size() < size) {
    text += "metric_" + std::to_string(random() % 40) + " " + std::to_string(random()) + "\n";
  }
  text.resize(size);
  return text;
}

TEST_CASE("both libraries unpack members of any size, however much is read at a time") {
  std::mt19937 random(7);
  for (const std::size_t size : {0, 1, 70, 5000, 300'000}) {
    for (const int level : {0, 1, 9}) {
      const std::string text = SomeText(size, random);
      const std::string packed = Pack(text, level);
      for (const Unpacker unpacker : {Unpacker::kFastest, Unpacker::kZlib}) {
        for (const std::size_t step : {7, 4096, 1 << 20}) {
          if (step == 7 && size > 5000) continue;
          CAPTURE(size);
          CAPTURE(step);
          CHECK(Unpack(packed, unpacker, step) == text);
          CHECK(Unpack(packed + Pack("more", level) + packed, unpacker, step) ==
                text + "more" + text);
        }
      }
    }
  }
}

TEST_CASE("both libraries refuse the same damage") {
  std::mt19937 random(11);
  const std::string text = SomeText(3000, random);
  const std::string packed = Pack(text, 6);
  const auto outcome = [&](const std::string& bytes, Unpacker unpacker) {
    const std::string got = Unpack(bytes, unpacker, 1000);
    return got.starts_with("error: ") ? std::string("an error") : got;
  };
  for (std::size_t size = 1; size < packed.size(); size += 13) {
    const std::string cut = packed.substr(0, size);
    CHECK(Unpack(cut, Unpacker::kFastest, 1000) == "error: the gzip data is truncated");
    CHECK(Unpack(cut, Unpacker::kZlib, 1000) == "error: the gzip data is truncated");
  }
  for (int i = 0; i < 300; ++i) {
    std::string damaged = packed;
    // Flags of the head that only one of them looks at are left alone.
    const std::size_t at = 10 + random() % (damaged.size() - 10);
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << random() % 8));
    CAPTURE(at);
    CHECK(outcome(damaged, Unpacker::kFastest) == "an error");
    CHECK(outcome(damaged, Unpacker::kZlib) == "an error");
  }
  CHECK(outcome("no gzip at all, but long enough", Unpacker::kFastest) == "an error");
  CHECK(outcome(packed + "trailing", Unpacker::kFastest) == "an error");
  CHECK(outcome(packed + "trailing", Unpacker::kZlib) == "an error");
}

}  // namespace
}  // namespace check
