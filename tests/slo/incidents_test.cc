#include "libcheck/slo/incidents.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace check::slo {
namespace {

constexpr std::int64_t kStart = 1'772'366'400'000;  // 2026-03-01T12:00:00Z
constexpr std::int64_t kHour = 3'600'000;

std::string FaultOf(std::string_view text) {
  const auto read = ReadIncidents("f", std::string(text), "UTC");
  return read ? "" : read.error().message;
}

TEST_CASE("incidents are read from CSV and YAML") {
  const std::vector<Episode> expected = {{kStart, kStart + kHour, "first, of two"},
                                         {kStart + 2 * kHour, kStart + 3 * kHour, ""}};
  for (const std::string_view text :
       {"id,end,start,note\n7,2026-03-01T15:00:00Z,2026-03-01T14:00:00Z,\n\n"
        "8,1772370000,1772366400,\"first, of two\"\n",
        "start;end;note\n2026-03-01 12:00;2026-03-01 13:00;first, of two\n"
        "2026-03-01 14:00;2026-03-01 15:00;\n",
        "- start: 2026-03-01 12:00\n  end: 1772370000\n  note: first, of two\n"
        "- {start: 2026-03-01 14:00, end: 2026-03-01 15:00}\n",
        "incidents:\n- {start: 2026-03-01 12:00, end: 2026-03-01 13:00, note: 'first, of two'}\n"
        "- {start: 2026-03-01 14:00, end: 2026-03-01 15:00}\n"}) {
    CAPTURE(text);
    const auto read = ReadIncidents("f", std::string(text), "UTC");
    REQUIRE(read.ok());
    CHECK(*read == expected);
  }
}

TEST_CASE("what is wrong with incidents is told, with its line") {
  CHECK(FaultOf("start,end\n1772366400,\n") == "`f`, line 2: the incident has no end");
  CHECK(FaultOf("start,end\n\nnoon,1772366400\n") ==
        "`f`, line 3: invalid time `noon`: write it as in 2026-03-01T14:00:00Z");
  CHECK(FaultOf("start,end\n1772366400,1772366400\n") ==
        "`f`, line 2: the end of the incident is not after its start");
  CHECK(FaultOf("start,note\n1772366400,x\n") == "`f`, line 1: missing column `end`");
  CHECK(FaultOf("start,end\n") == "`f` has no incidents");
  CHECK(FaultOf("- start: 1\n- 7\n") == "`f`, line 2: an incident is not a mapping");
  CHECK(FaultOf("a: 1") ==
        "`f` is neither CSV with columns `start` and `end` nor a YAML list of incidents");
  CHECK(FaultOf("") ==
        "`f` is neither CSV with columns `start` and `end` nor a YAML list of incidents");
  CHECK(FaultOf("start,end\n\"1772366400,1772366401\n").find("a quote is not closed") !=
        std::string::npos);
}

}  // namespace
}  // namespace check::slo
