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
      {"http://a:1:2", "http", "a:1:2"},
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
      {"http://a:1:x", "parse \"http://a:1:x\": invalid port \":x\" after host"},
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

TEST_CASE("URLs are put together as Go does") {
  for (const char* text : {"http://a", "http://a/", "http://u:p@a:1/b%20c?d=e", "http://u@a",
                           "localhost:9090", "http:///only/path", "a/b", "//host/x",
                           "http://a/b%2Fc", "http://a//b", "mailto:x?y", "http:/a/b", "a#b%20c"}) {
    CAPTURE(text);
    CHECK(ParseUrl(text)->ToString() == text);
  }
  CHECK(ParseUrl("http://a/b c{}")->ToString() == "http://a/b%20c%7B%7D");
  CHECK(ParseUrl("http://a?b=c")->RequestTarget() == "/?b=c");
  CHECK(ParseUrl("http://m%65:h%40sh@a/b")->Redacted() == "http://me:***@a/b");
  CHECK(JoinUrlPath("/a/b//", "/c/./d") == "/a/b/c/d");
  CHECK(JoinUrlPath("", "/c/../d/") == "/d");
  CHECK(JoinUrlPath("", "") == "/");
}

TEST_CASE("references are resolved as Go does") {
  struct Case {
    const char* base;
    const char* reference;
    const char* result;
  };
  constexpr Case kCases[] = {
      {"http://a/b/c?d", "e", "http://a/b/e"},
      {"http://a/b/c?d", "/e?f", "http://a/e?f"},
      {"http://a/b/c?d", "", "http://a/b/c?d"},
      {"http://a/b/c?d", "?e", "http://a/b/c?e"},
      {"http://a/b/c", "../../../e", "http://a/e"},
      {"http://a/b/c", ".", "http://a/b/"},
      {"http://a/b", "//c/d", "http://c/d"},
      {"https://a/b", "http://c", "http://c"},
      {"http://a", "e", "http://a/e"},
      {"http://u:p@a", "/e", "http://u:p@a/e"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.reference);
    CHECK(ParseUrl(c.base)->Resolve(*ParseUrl(c.reference)).ToString() == c.result);
  }
}

TEST_CASE("forms are read as Go does") {
  const auto form = ParseForm("a=1&b=x+y%21&&c&%zz=1&a=2");
  REQUIRE(form.size() == 4);
  CHECK(form[1] == std::pair<std::string, std::string>("b", "x y!"));
  CHECK(form[2] == std::pair<std::string, std::string>("c", ""));
  CHECK(form[3] == std::pair<std::string, std::string>("a", "2"));
}

}  // namespace
}  // namespace check
