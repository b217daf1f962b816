#include "libcheck/discovery/labels.h"

#include <doctest/doctest.h>

#include "libcheck/discovery/address.h"
#include "libcheck/discovery/client.h"

namespace check::discovery {
namespace {

TEST_CASE("names of labels keep what labels can be called, and one `_` for each other character") {
  CHECK(SanitizedName("app.kubernetes.io/name") == "app_kubernetes_io_name");
  CHECK(SanitizedName("Grüße_1") == "Gr__e_1");
  CHECK(SanitizedName("") == "");
}

TEST_CASE("addresses with colons are in brackets before a port") {
  CHECK(HostPort("a", 80) == "a:80");
  CHECK(HostPort("::1", 80) == "[::1]:80");
  CHECK(HostPort("", 80) == ":80");
  CHECK(HostPort("a", -1) == "a:18446744073709551615");
}

TEST_CASE("IP addresses and networks are written in one way") {
  CHECK(IpAddress("10.0.0.1") == "10.0.0.1");
  CHECK(IpAddress("2001:DB8:0:0:1:0:0:1") == "2001:db8::1:0:0:1");
  CHECK(IpAddress("1:0:0:2:0:0:0:3") == "1:0:0:2::3");
  CHECK(IpAddress("1:0:2:3:4:5:6:7") == "1:0:2:3:4:5:6:7");
  CHECK(IpAddress("::") == "::");
  CHECK(IpAddress("1::") == "1::");
  CHECK(IpAddress("::1") == "::1");
  CHECK(IpAddress("::ffff:1.2.3.4") == "1.2.3.4");
  CHECK(IpAddress("::1.2.3.4") == "::102:304");
  for (const char* wrong : {"", "1.2.3", "01.2.3.4", "1.2.3.4 ", "::g", "fe80::1%eth0", "a.b"}) {
    CAPTURE(wrong);
    CHECK_FALSE(IpAddress(wrong));
    CHECK(IpAddressOrNil(wrong) == "<nil>");
  }
  CHECK(IpNetwork("10.1.2.3/8") == "10.0.0.0/8");
  CHECK(IpNetwork("10.1.2.3/32") == "10.1.2.3/32");
  CHECK(IpNetwork("2001:db8::1/33") == "2001:db8::/33");
  CHECK(IpNetwork("2001:db8::1/0") == "::/0");
  for (const char* wrong :
       {"10.0.0.1", "10.0.0.0/33", "::/129", "/8", "10.0.0.0/", "10.0.0.0/8x"}) {
    CAPTURE(wrong);
    CHECK_FALSE(IpNetwork(wrong));
  }
}

TEST_CASE("URLs get further paths and parameters") {
  CHECK(WithPath("http://a:1", "b/c") == "http://a:1/b/c");
  CHECK(WithPath("http://a:1/x//y/./z/../?q=/1", "b") == "http://a:1/x/y/b?q=/1");
  CHECK(WithPath("http://a/../..", "b") == "http://a/b");
}

TEST_CASE("values are found by their paths, whatever the server sends") {
  const Json json = Json::parse(R"({"a": {"b": {"c": 1}}, "list": [1, "x", {}]})");
  CHECK(AtPath(json, "a.b.c") == 1);
  CHECK(AtPath(json, "a.x.c").is_null());
  CHECK(AtPath(json, "list.b").is_null());
  CHECK(TextsOf(At(json, "list")) == std::vector<std::string>{"1", "x", ""});
  CHECK(TextsOf(json).empty());
  CHECK(Surrounded(std::vector<std::string>{"a", "b"}, "|") == "|a|b|");
}

}  // namespace
}  // namespace check::discovery
