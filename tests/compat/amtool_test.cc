#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tools/compat/amtool_calls.h"
#include "tools/compat/amtool_import.h"
#include "tools/compat/amtool_silence.h"
#include "tools/compat/go_json.h"
#include "tools/compat/go_openapi.h"
#include "tools/compat/go_sort.h"
#include "tools/compat/go_tabwriter.h"

// What amtool 0.34 gave for the same.
namespace tools::compat {
namespace {

TEST_CASE("tabs end cells as in Go's tabwriter") {
  CHECK(AlignTabs("a\tbb\t\nccc\td\t\n") == "a    bb  \nccc  d   \n");
  CHECK(AlignTabs("Status:\tx\nNode Name:\t\n") == "Status:     x\nNode Name:  \n");
  // A line without cells begins new columns; characters count, not bytes.
  CHECK(AlignTabs("long cell\tx\t\n\n\xc3\xa9\ty\t\n") == "long cell  x  \n\n\xc3\xa9  y  \n");
  // What a text holds of tabs and lines shifts the table.
  CHECK(AlignTabs("a\tb\t\nc\nd\te\tf\t\n") == "a  b  \nc\nd  e  f  \n");
  CHECK(AlignTabs("").empty());
  CHECK(AlignTabs("\t\t\n") == "    \n");
}

TEST_CASE("what is alike comes in the order of Go's sort") {
  // The indexes of 40 elements with the keys i * 7 % 5, after sort.Sort of Go 1.26.
  const std::vector<std::size_t> order =
      GoSortOrder(40, [](std::size_t a, std::size_t b) { return a * 7 % 5 < b * 7 % 5; });
  const std::vector<std::size_t> expected = {20, 10, 35, 30, 0, 5,  25, 15, 28, 3,  8,  38, 33, 13,
                                             18, 23, 26, 11, 1, 36, 6,  21, 16, 31, 34, 14, 24, 39,
                                             19, 29, 9,  4,  7, 12, 22, 2,  32, 37, 17, 27};
  CHECK(order == expected);
}

TEST_CASE("values that do not fit are told in Go's words") {
  const auto told = [](std::string_view text) { return GoJsonError(text, *kGetSilences.answer); };
  CHECK(told("[]").empty());
  CHECK(told("null").empty());
  CHECK(told(R"([{"id": null, "startsAt": "", "endsAt": "2090-01-01"}] x)").empty());
  CHECK(told("{}") ==
        "json: cannot unmarshal object into Go value of type models.GettableSilences");
  CHECK(told(R"([{"comment": 1}])") ==
        "json: cannot unmarshal number into Go struct field Silence.comment of type string");
  CHECK(told(R"([{"matchers": [{"isRegex": 1}]}])") ==
        "json: cannot unmarshal number into Go struct field Matcher.matchers.isRegex of type bool");
  CHECK(told(R"([{"annotations": {"a": 1}}])") ==
        "json: cannot unmarshal number into Go struct field Silence.annotations of type string");
  CHECK(told(R"([{"status": {"state": 1}}])") ==
        "json: cannot unmarshal number into Go struct field SilenceStatus.status.state of type "
        "string");
  CHECK(told(R"([{"startsAt": "x"}])") ==
        R"(parsing time "x" as "2006-01-02": cannot parse "x" as "2006")");
  CHECK(told("[1]") ==
        "json: cannot unmarshal number into Go value of type struct { ID *string "
        "\"json:\\\"id\\\"\"; Status *models.SilenceStatus \"json:\\\"status\\\"\"; UpdatedAt "
        "*strfmt.DateTime \"json:\\\"updatedAt\\\"\" }");
  CHECK(told("[{}") == "unexpected EOF");
  CHECK(told("[nul]") == "invalid character ']' in literal null (expecting 'l')");
}

GoHttp::Answer AnswerOf(int status, std::string type, std::string body) {
  GoHttp::Answer answer;
  answer.status = status;
  answer.body = std::move(body);
  if (!type.empty()) answer.headers = {{"Content-Type", std::move(type)}};
  return answer;
}

TEST_CASE("answers are judged by status and type") {
  const auto error = [](const OpenApiCall& call, int status, const char* type, const char* body) {
    return OpenApiError(call, AnswerOf(status, type, body)).value_or("");
  };
  CHECK(error(kGetAlerts, 200, "application/json; charset=utf-8", "[]").empty());
  CHECK(error(kGetAlerts, 200, "", "[]").empty());
  CHECK(error(kDeleteSilence, 200, "text/html", "<p>").empty());
  CHECK(error(kGetAlerts, 200, "text/html", "<p>") ==
        "&[] (*models.GettableAlerts) is not supported by the TextConsumer, can be resolved by "
        "supporting TextUnmarshaler interface");
  CHECK(error(kGetAlerts, 200, "application/octet-stream", "[]") ==
        "&[] (*models.GettableAlerts) is not supported by the ByteStreamConsumer, can be resolved "
        "by supporting Writer/BinaryUnmarshaler interface");
  CHECK(error(kGetStatus, 200, "application/octet-stream", "{}").empty());
  CHECK(error(kGetAlerts, 200, "application/problem+json", "[]") ==
        "no consumer: \"application/problem+json\"");
  CHECK(error(kGetAlerts, 400, "application/json", R"("x<y")") ==
        R"([GET /alerts][400] getAlertsBadRequest "x\u003cy")");
  CHECK(error(kGetAlerts, 400, "text/plain", "boom\n") ==
        R"([GET /alerts][400] getAlertsBadRequest "boom\n")");
  CHECK(error(kGetAlerts, 400, "application/json", "") ==
        R"([GET /alerts][400] getAlertsBadRequest "")");
  CHECK(error(kGetAlerts, 400, "application/json", "5") ==
        "json: cannot unmarshal number into Go value of type string");
  CHECK(error(kGetAlerts, 404, "application/json", "5") ==
        "[GET /alerts] getAlerts (status 404): {}");
  CHECK(error(kGetStatus, 500, "application/json", "5") ==
        "[GET /status] getStatus (status 500): {}");
  CHECK(error(kGetSilence, 404, "application/json", "5") ==
        "[GET /silence/{silenceID}][404] getSilenceNotFound");
}

// How many silences there are in `text`, and why no more are read.
std::string Read(std::string_view text) {
  SilenceTexts silences(text);
  int count = 0;
  while (silences.error().empty() && silences.Next()) ++count;
  return std::to_string(count) + " " + silences.error();
}

TEST_CASE("silences to import are read as Go's decoder does it") {
  CHECK(Read("[{}, {}]") == "2 ");
  CHECK(Read("[{}") == "1 ");
  CHECK(Read("[") == "0 ");
  CHECK(Read("{}") == "0 ");
  CHECK(Read("\"abc\"") == "0 ");
  CHECK(Read("\"abc\" {} {}") == "2 ");
  CHECK(Read("[null]") == "1 ");
  CHECK(Read("") == "0 EOF");
  CHECK(Read("]") == "0 invalid character ']' looking for beginning of value");
  CHECK(Read("{\"a\": 1}") == "0 not at beginning of value");
  CHECK(Read("[{} {}]") == "1 expected comma after array element");
  CHECK(Read("[{},]") == "1 invalid character ']' looking for beginning of value");
  CHECK(Read("[{\"a\": \"]}\"}, {\"comment\": 5}]") ==
        "1 json: cannot unmarshal number into Go struct field Silence.comment of type string");
  CHECK(Read("[{\"startsAt\": \"x\"}]") ==
        R"(0 parsing time "x" as "2006-01-02": cannot parse "x" as "2006")");
  CHECK(Read("[{\"a\"") == "0 unexpected EOF");
  CHECK(Read("1 2") ==
        "0 json: cannot unmarshal number into Go value of type struct { ID string "
        "\"json:\\\"id,omitempty\\\"\" }");
}

TEST_CASE("silence query shows silences by their ends") {
  check::api::v2::Silence silence;
  silence.id = "x";
  silence.created_by = "me";
  silence.ends_at.ms = 1'000'000;
  using std::chrono::seconds;
  const auto has = [&](SilenceChoice choice, std::int64_t now_ms) {
    return choice.Has(silence, now_ms);
  };
  CHECK(has({}, 999'999));
  CHECK(has({}, 1'000'000));
  CHECK_FALSE(has({}, 1'000'001));
  CHECK(has({.expired = true}, 1'000'001));
  CHECK(has({.expired = true}, 1'000'000));
  CHECK_FALSE(has({.expired = true}, 999'999));
  CHECK(has({.within = seconds(10)}, 990'000));
  CHECK_FALSE(has({.within = seconds(10)}, 989'999));
  CHECK(has({.expired = true, .within = seconds(10)}, 1'010'000));
  CHECK_FALSE(has({.expired = true, .within = seconds(10)}, 1'010'001));
  CHECK(has({.within = seconds(-10)}, 0));
  CHECK_FALSE(has({.created_by = "you"}, 0));
  CHECK_FALSE(has({.id = "y"}, 0));
  CHECK(has({.created_by = "me", .id = "x"}, 0));
}

}  // namespace
}  // namespace tools::compat
