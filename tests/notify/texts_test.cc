#include <doctest/doctest.h>

#include <string>

#include "libcheck/base/sha256.h"
#include "libcheck/notify/mail_text.h"
#include "libcheck/notify/truncate.h"

namespace check::notify {
namespace {

TEST_CASE("texts are cut as Alertmanager cuts them") {
  CHECK(TruncateInRunes("abc", 3) == "abc");
  CHECK(TruncateInRunes("abcd", 3) == "abc");
  CHECK(TruncateInRunes("\u00e4\u00f6\u00fc\u00df!", 4) == "\u00e4\u00f6\u00fc\u2026");
  CHECK(TruncateInRunes("\xff\xff\xff\xff\xff", 4) == "\ufffd\ufffd\ufffd\u2026");
  CHECK(TruncateInBytes("abcdef", 6) == "abcdef");
  CHECK(TruncateInBytes("abcdefg", 6) == "abc\u2026");
  CHECK(TruncateInBytes("\u00e4\u00f6\u00fc\u00df", 6) == "\u00e4\u2026");
  CHECK(TruncateInBytes("abcd", 3) == "\u2026");
  CHECK(TruncateInBytes("abcd", 2) == "..");
}

TEST_CASE("headers of e-mails are encoded where they are not plain") {
  CHECK(EncodeHeader("[FIRING:1] a\tb") == "[FIRING:1] a\tb");
  CHECK(EncodeHeader("\u00e9=?_ x") == "=?utf-8?q?=C3=A9=3D=3F=5F_x?=");
  CHECK(EncodeHeader("a\nB: c") == "=?utf-8?q?a=0AB:_c?=");
  // No character is cut in two at the end of a word.
  CHECK(EncodeHeader(std::string(62, 'x') + "\u00e9y") ==
        "=?utf-8?q?" + std::string(62, 'x') + "?= =?utf-8?q?=C3=A9y?=");
}

TEST_CASE("parts of e-mails are made quoted-printable") {
  CHECK(QuotedPrintable("a=b \nc\t") == "a=3Db=20\r\nc=09");
  CHECK(QuotedPrintable("a\r\nb\rc\n\n") == "a\r\nb\r\nc\r\n\r\n");
  CHECK(QuotedPrintable(std::string(77, 'x')) == std::string(75, 'x') + "=\r\n" + "xx");
  CHECK(QuotedPrintable(std::string(73, 'x') + "\u00e9") == std::string(73, 'x') + "=\r\n=C3=A9");
}

TEST_CASE("addresses are found in lists with names") {
  CHECK(*ParseAddresses("Ops <ops@example.com>, second@example.com ,") ==
        std::vector<std::string>{"ops@example.com", "second@example.com"});
  CHECK(*ParseAddresses("\"a, <b>\" <c@d>") == std::vector<std::string>{"c@d"});
  CHECK(ParseAddresses("").error().message == "mail: no address");
  CHECK(ParseAddresses("ops").error().message == "mail: missing '@' or angle-addr");
  CHECK(ParseAddresses("a <b@c").error().message == "mail: unclosed angle-addr");
}

TEST_CASE("SHA-256 is that of the standard") {
  CHECK(Sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace check::notify
