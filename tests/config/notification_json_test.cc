#include "libcheck/config/alertmanager/notification_json.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace check::config::alertmanager {
namespace {

std::string FaultIn(std::string_view json) {
  Arena memory;
  const auto data = ReadNotificationData(json, memory);
  return data ? std::string() : data.error().message;
}

TEST_CASE("A notification is read as Go reads it, and refused in its words") {
  struct Row {
    std::string_view json;
    std::string_view fault;
  };
  constexpr Row kRows[] = {
      {"{}", ""},
      {"null", ""},
      {R"({"RECEIVER": "a", "unknown": [{}], "alerts": null, "groupLabels": null})", ""},
      {R"({"alerts": [null, {"startsAt": null, "labels": {"a": null}}]})", ""},
      {"", "unexpected end of JSON input"},
      {"-", "invalid character ' ' in numeric literal"},
      {"tr", "invalid character ' ' in literal true (expecting 'u')"},
      {"\"\\u12", "invalid character ' ' in \\u hexadecimal character escape"},
      {"[1", "unexpected end of JSON input"},
      {"[]", "json: cannot unmarshal array into Go value of type template.Data"},
      {R"({"receiver": 3})",
       "json: cannot unmarshal number into Go struct field Data.receiver of type string"},
      {R"({"status": {}, "receiver": 3})",
       "json: cannot unmarshal object into Go struct field Data.status of type string"},
      {R"({"alerts": {}})",
       "json: cannot unmarshal object into Go struct field Data.alerts of type template.Alerts"},
      {R"({"alerts": [3]})",
       "json: cannot unmarshal number into Go struct field Data.alerts of type template.Alert"},
      {R"({"alerts": [{"status": true}]})",
       "json: cannot unmarshal bool into Go struct field Alert.alerts.status of type string"},
      {R"({"groupLabels": {"a": 1}})",
       "json: cannot unmarshal number into Go struct field Data.groupLabels of type string"},
      {R"({"groupLabels": []})",
       "json: cannot unmarshal array into Go struct field Data.groupLabels of type template.KV"},
      {R"({"alerts": [{"startsAt": 3}]})", "Time.UnmarshalJSON: input is not a JSON string"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.json);
    CHECK(FaultIn(row.json) == row.fault);
  }
}

TEST_CASE("Labels are sorted, and the last of one name counts") {
  Arena memory;
  const auto data =
      ReadNotificationData(R"({"commonLabels": {"b": "1", "a": "2", "b": "3"}})", memory);
  REQUIRE(data.ok());
  REQUIRE(data->common_labels.size() == 2);
  CHECK(data->common_labels[0].name == "a");
  CHECK(data->common_labels[1].value == "3");
}

TEST_CASE("Alerts of the API are read, and what is wrong with one is said") {
  Arena memory;
  const gotemplate::GoTime now = {1'767'225'600};
  const auto alerts = ReadAlerts(R"([{"labels": {"alertname": "Down"}, "annotations": {},
      "startsAt": "2025-12-31T23:00:00.000Z", "endsAt": "2026-01-01T00:04:00.000Z",
      "status": {"state": "active"}}, {"labels": {}, "endsAt": "2025-12-31T23:59:00Z"}])",
                                 now, memory);
  REQUIRE(alerts.ok());
  REQUIRE(alerts->size() == 2);
  CHECK(gotemplate::Subtract((*alerts)[0].ends_at, gotemplate::kZeroTime) == 0);
  CHECK((*alerts)[1].ends_at.seconds == 1'767'225'540);

  const auto fault = [&](std::string_view json) {
    const auto read = ReadAlerts(json, now, memory);
    return read ? std::string() : read.error().message;
  };
  CHECK(fault("{}") == "expected a JSON list of alerts");
  CHECK(fault("[3]") == "alert 1 is not a JSON object");
  CHECK(fault(R"([{}, {"labels": {"a": 1}}])") ==
        "alert 2: `labels` has a value that is not a string");
  CHECK(fault(R"([{"endsAt": "soon"}])") ==
        "alert 1: `endsAt` is not a time such as 2026-01-02T15:04:05Z");
  CHECK(fault("[\n{,}]") ==
        "invalid JSON in line 2: invalid character ',' looking for beginning of object key string");
}

}  // namespace
}  // namespace check::config::alertmanager
