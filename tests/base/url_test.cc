#include "libcheck/base/url.h"

#include <doctest/doctest.h>

namespace check {
namespace {

TEST_CASE("URLs are taken apart as Go does") {
  struct Case {
    const char* text;
    const char* scheme;
    const char* host;
  };
  constexpr Case kCases[] = {
      {"", "", ""},
      {"http://a", "http", "a"},
      {"HTTPS://u:p@a:9090/x?y#z", "https", "a:9090"},
      {"/path", "", ""},
      {"a/b:c", "", ""},
      {"mailto:x", "mailto", ""},
      {"http://[::1]:80/", "http", "[::1]:80"},
      {"http://[fe80::1%25en0]/", "http", "[fe80::1%25en0]"},
      {"http://a/%20", "http", "a"},
      {"//host", "", "host"},
      {"///host", "", ""},
      {"x?a:b", "", ""},
      {"unix:///var/run/docker.sock", "unix", ""},
      {"mongodb://a:1,b:2/", "mongodb", "a:1,b:2"},
      {"localhost:9090", "localhost", ""},
      {"*", "", ""},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.text);
    const Result<Url> url = ParseUrl(c.text);
    REQUIRE(url.ok());
    CHECK(url->scheme == c.scheme);
    CHECK(url->host == c.host);
  }
  CHECK(ParseUrl("http://me:hush@a")->user == "me");
  CHECK(ParseUrl("http://me:hush@a")->has_password);
}

TEST_CASE("URLs are refused in Go's words") {
  struct Case {
    const char* text;
    const char* fault;
  };
  constexpr Case kCases[] = {
      {"127.0.0.1:9090",
       "parse \"127.0.0.1:9090\": first path segment in URL cannot contain colon"},
      {":x", "parse \":x\": missing protocol scheme"},
      {"http://a b", "parse \"http://a b\": invalid character \" \" in host name"},
      {"http://a:b", "parse \"http://a:b\": invalid port \":b\" after host"},
      {"http://a:1:2", "parse \"http://a:1:2\": invalid port \":1:2\" after host"},
      {"http://[::1", "parse \"http://[::1\": missing ']' in host"},
      {"http://x[::1]", "parse \"http://x[::1]\": invalid IP-literal"},
      {"http://[1.2.3.4]", "parse \"http://[1.2.3.4]\": invalid IP-literal"},
      {"http://a/%zz", "parse \"http://a/%zz\": invalid URL escape \"%zz\""},
      {"http://%41", "parse \"http://%41\": invalid URL escape \"%41\""},
      {"http://a/#%z", "parse \"http://a/#%z\": invalid URL escape \"%z\""},
      {"http://u p@a", "parse \"http://u p@a\": net/url: invalid userinfo"},
      {"http://a\n", "parse \"http://a\\n\": net/url: invalid control character in URL"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.text);
    const Result<Url> url = ParseUrl(c.text);
    REQUIRE_FALSE(url.ok());
    CHECK(url.error().message == c.fault);
  }
}

}  // namespace
}  // namespace check
