#include "libcheck/api/debug_archive.h"

#include <doctest/doctest.h>

#include <map>
#include <mutex>
#include <string>

#include "libcheck/files/gunzip.h"
#include "tests/support/http_server.h"

namespace check::api {
namespace {

using test::HttpServer;
using test::SeenRequest;

// A profile that measures: field 1 has two bytes.
constexpr std::string_view kProfile = "\x0a\x02\x08\x01";

std::string Unpacked(std::string_view packed) {
  return *http::ReadBody(*Gunzip(FromMemory(packed)));
}

TEST_CASE("an archive is in POSIX's format, with the sum of each head") {
  TarGz archive;
  archive.Add("metrics.txt", "up 1\n");
  archive.Add("empty", "");
  const std::string tar = Unpacked(*archive.Finish());
  REQUIRE(tar.size() == 512 * 5);
  CHECK(tar.substr(0, 12) == std::string("metrics.txt\0", 12));
  CHECK(tar.substr(100, 7) == "0000666");
  CHECK(tar.substr(124, 11) == "00000000005");
  CHECK(tar.substr(257, 8) == std::string("ustar\00000", 8));
  unsigned sum = 8 * ' ';
  for (std::size_t i = 0; i < 512; ++i) {
    if (i < 148 || i >= 156) sum += static_cast<unsigned char>(tar[i]);
  }
  CHECK(std::stoul(tar.substr(148, 6), nullptr, 8) == sum);
  CHECK(tar.substr(512, 6) == std::string("up 1\n\0", 6));
  CHECK(tar.substr(1024, 6) == std::string("empty\0", 6));
  CHECK(tar.find_first_not_of('\0', 1536) == tar.npos);
}

TEST_CASE("profiles are unpacked, and told from other pages") {
  CHECK(*UnpackProfile(kProfile) == kProfile);
  const auto why = [](std::string_view body) { return UnpackProfile(body).error().message; };
  CHECK(why("") == "parsing profile: empty input file");
  CHECK(why("404 page not found\n") == "parsing profile: unrecognized profile format");
  CHECK(why("\x48\x01") == "parsing profile: unrecognized profile format");
  CHECK(why("\x1f\x8bjunk").starts_with("decompressing profile: "));
}

TEST_CASE("what can be fetched is fetched, whatever becomes of the others") {
  std::map<std::string, std::string> asked;
  std::mutex mutex;
  const HttpServer server([&](const SeenRequest& request) {
    const std::lock_guard lock(mutex);
    asked[request.target] = request.method;
    if (request.target == "/base/metrics") return HttpServer::Answer("200 OK", "", "up 1\n");
    if (request.target.starts_with("/base/debug/pprof/h")) {
      return HttpServer::Answer("404 Not Found", "", "none");
    }
    return HttpServer::Answer("200 OK", "", kProfile);
  });
  const auto http = http::LazyCurlTransport();
  const auto made = Server::Make({.url = server.Url("/base"), .most_retries = 0}, NoFiles(), *http);
  REQUIRE(made.ok());
  int calls = 0;
  const auto replies = FetchDebugFiles(*made, DebugEverything(), std::chrono::seconds(2),
                                       [&](const DebugReply&) { ++calls; });
  REQUIRE(replies.size() == 8);
  CHECK(calls == 8);
  CHECK(asked.contains("/base/debug/pprof/profile?seconds=2"));
  CHECK(asked.contains("/base/debug/pprof/trace?seconds=2"));
  CHECK(asked.contains("/base/debug/pprof/block"));
  for (const DebugReply& reply : replies) {
    CAPTURE(reply.file.name);
    CHECK(bool(reply.content) == (reply.file.name != "heap.pb"));
    if (reply.content)
      CHECK(*reply.content == (reply.file.name == "metrics.txt" ? "up 1\n" : kProfile));
  }
  CHECK(replies[3].content.fault.status == 404);
}

}  // namespace
}  // namespace check::api
