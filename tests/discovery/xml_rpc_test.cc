#include "libcheck/discovery/xml_rpc.h"

#include <doctest/doctest.h>

#include <string>

namespace check::discovery {
namespace {

std::string Read(std::string_view value) {
  const Result<Json> read = ReadXmlRpc(
      "<?xml version='1.0'?>\n<!DOCTYPE x>\n<!-- a --><methodResponse>"
      "<params><param>" +
      std::string(value) + "</param></params></methodResponse>\n");
  return read ? read->dump() : "error: " + read.error().message;
}

TEST_CASE("calls of XML-RPC have their parameters in elements of their types") {
  CHECK(
      XmlRpcCall("a.b", {"x<&>\"", 7, Json::array({1, 2}), Json::array()}) ==
      R"(<?xml version="1.0" encoding="UTF-8"?><methodCall><methodName>a.b</methodName><params>)"
      R"(<param><value><string>x&lt;&amp;&gt;"</string></value></param>)"
      R"(<param><value><int>7</int></value></param>)"
      R"(<param><value><array><data><value><int>1</int></value><value><int>2</int></value></data></array></value></param>)"
      R"(<param><value><array><data></data></array></value></param>)"
      R"(</params></methodCall>)");
}

TEST_CASE("answers of XML-RPC are read as values of JSON") {
  CHECK(Read("<value>plain &lt;text&gt; &#65;&#x42;&unknown;&</value>") ==
        R"("plain <text> AB&unknown;&")");
  CHECK(Read("<value><string><![CDATA[a <b>]]> c<!-- d --></string></value>") == R"("a <b> c")");
  CHECK(Read("<value/>") == R"("")");
  CHECK(Read("<value><string/></value>") == R"("")");
  CHECK(Read("<value></value>") == R"("")");
  CHECK(Read("<value> <int>-7</int>\n</value>") == "-7");
  CHECK(Read("<value><i8>8000000000</i8></value>") == "8000000000");
  CHECK(Read("<value><boolean>1</boolean></value>") == "true");
  CHECK(Read("<value><boolean>0</boolean></value>") == "false");
  CHECK(Read("<value><double>1.5</double></value>") == R"("1.5")");
  CHECK(Read("<value><nil/></value>") == "null");
  CHECK(Read("<value><array><data/></array></value>") == "[]");
  CHECK(Read("<value><array/></value>") == "[]");
  CHECK(Read("<value><struct/></value>") == "{}");
  CHECK(Read("<value><struct><member><name>a</name><value><array><data><value>b</value>"
             "<value><int>1</int></value></data></array></value></member></struct></value>") ==
        R"({"a":["b",1]})");
}

TEST_CASE("answers that are malformed are errors, whatever they are") {
  CHECK(Read("<value><int>x</int></value>") == "error: it is malformed");
  CHECK(Read("<value><array><data><value>a</data></array></value>") == "error: it is malformed");
  CHECK(Read("<value><struct><member><name>a</name></member></struct></value>") ==
        "error: it is malformed");
  CHECK(Read("<value><unknown/></value>") == "error: it is malformed");
  CHECK(Read("\xff") == "error: it is malformed");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<value><array><data>";
  CHECK(Read(deep) == "error: it is malformed");
  for (const char* wrong : {"", "<", "<html>", "<methodResponse", "<methodResponse/>",
                            "<methodResponse><params/></methodResponse>"}) {
    CAPTURE(wrong);
    CHECK_FALSE(ReadXmlRpc(wrong).ok());
  }
  const std::string whole =
      "<methodResponse><params><param><value><struct><member><name>a</name><value><array><data>"
      "<value>b &amp; "
      "<![CDATA[c]]></value></data></array></value></member></struct></value></param>"
      "</params></methodResponse>";
  REQUIRE(ReadXmlRpc(whole).ok());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(ReadXmlRpc(whole.substr(0, size)).ok());
  }
}

}  // namespace
}  // namespace check::discovery
