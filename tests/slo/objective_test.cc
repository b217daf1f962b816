#include "libcheck/slo/objective.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace check::slo {
namespace {

struct Case {
  std::string_view written;
  std::string_view percent;
  std::string_view budget;
};

TEST_CASE("the budget of an objective has its decimal digits") {
  constexpr Case kCases[] = {
      {"99.9", "99.9", "0.001"},    {"99.9%", "99.9", "0.001"},
      {"99.90 %", "99.9", "0.001"}, {"99.999", "99.999", "0.00001"},
      {"95", "95", "0.05"},         {"5", "5", "0.95"},
      {"099.5", "99.5", "0.005"},   {".5", "0.5", "0.995"},
      {"99.", "99", "0.01"},        {"10", "10", "0.9"},
  };
  for (const Case& expected : kCases) {
    CAPTURE(expected.written);
    const auto objective = Objective::ParsePercent(expected.written);
    REQUIRE(objective);
    CHECK(objective->percent() == expected.percent);
    CHECK(objective->budget_text() == expected.budget);
    CHECK(objective->budget() == std::stod(std::string(expected.budget)));
  }
  CHECK(Objective::ParseRatio("0.9995")->percent() == "99.95");
  CHECK(Objective::ParseRatio(".5")->percent() == "50");
  CHECK(Objective::ParseRatio("0.9995")->ratio() == 0.9995);
  CHECK(Objective::FromBudgetPpm(30000).percent() == "97");
  CHECK(Objective::FromBudgetPpm(50).percent() == "99.995");
}

TEST_CASE("an objective leaves a budget and promises something") {
  CHECK(Objective::ParsePercent("100").error().message ==
        "an objective of 100 % leaves no error budget: it must be below 100 %");
  CHECK(Objective::ParsePercent("0").error().message ==
        "an objective of 0 % promises nothing: it must be above 0 %");
  CHECK(Objective::ParsePercent("100.1").error().message ==
        "an objective of 100.1 % is more than 100 %");
  CHECK(Objective::ParseRatio("1.0").error().message ==
        "an objective of 1.0 leaves no error budget: it must be below 100 %");
  CHECK(Objective::ParseRatio("99.9").error().message == "an objective of 99.9 is more than 100 %");
  for (const std::string_view text : {"", ".", "x", "-1", "1e1", "9 9", "99.9.9", "NaN"}) {
    CAPTURE(text);
    CHECK_FALSE(bool(Objective::ParsePercent(text)));
  }
  CHECK_FALSE(bool(Objective::ParsePercent(std::string(40, '9'))));
}

}  // namespace
}  // namespace check::slo
