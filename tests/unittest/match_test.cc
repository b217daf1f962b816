#include "libcheck/unittest/match.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace check::unittest {
namespace {

TEST_CASE("as many expectations as possible are met, whatever their order") {
  // Which of the things there are each expectation accepts.
  struct Case {
    std::vector<std::string> accepts;
    std::size_t got;
    std::size_t unmatched;
  };
  const Case cases[] = {
      {{}, 0, 0},
      {{"0"}, 1, 0},
      {{"0"}, 0, 1},
      {{"01", "0"}, 2, 0},
      {{"01", "0", "1"}, 2, 1},
      {{"012", "01", "0"}, 3, 0},
      {{"12", "01", "0"}, 3, 0},
      {{"0", "0"}, 2, 1},
      {{"", "0"}, 1, 1},
      {{"01", "12", "23", "0"}, 4, 0},
  };
  for (const Case& c : cases) {
    std::vector<std::size_t> unmatched;
    const std::vector<bool> given = Assign(
        c.accepts.size(), c.got,
        [&](std::size_t i, std::size_t k) {
          return c.accepts[i].find(static_cast<char>('0' + k)) != std::string::npos;
        },
        unmatched);
    CHECK(unmatched.size() == c.unmatched);
    std::size_t count = 0;
    for (const bool each : given) count += each ? 1 : 0;
    CHECK(count == c.accepts.size() - c.unmatched);
  }
}

TEST_CASE("an alert can be expected by a part of it, by patterns and by what it lacks") {
  const AlertView alert = {{{"alertname", "A"}, {"instance", "n-1:9100"}, {"job", "node"}},
                           {{"summary", "n-1 is down"}}};
  const Pair job[] = {{"job", "node"}};
  const Pair instance[] = {{"instance", "n-[0-9]+:.*"}};
  const Pair summary[] = {{"summary", ".* is down"}};
  const Text team[] = {{"team"}};
  const Text has_job[] = {{"job"}};
  CHECK(Matches(ExpectedAlert{.labels = job, .subset = true}, alert));
  CHECK_FALSE(Matches(ExpectedAlert{.labels = job}, alert));
  CHECK(Matches(
      ExpectedAlert{.labels = job, .label_patterns = instance, .annotation_patterns = summary},
      alert));
  CHECK_FALSE(Matches(ExpectedAlert{.labels = job, .label_patterns = instance}, alert));
  CHECK(Matches(ExpectedAlert{.subset = true, .absent_labels = team}, alert));
  CHECK_FALSE(Matches(ExpectedAlert{.subset = true, .absent_labels = has_job}, alert));
}

TEST_CASE("values can be off by as much as the tolerance") {
  const ExpectedSample sample;
  const SampleView expected = {{{"a", "b"}}, 200, ""};
  const SampleView got = {{{"a", "b"}}, 201, ""};
  CHECK_FALSE(Matches(sample, expected, got, std::nullopt));
  CHECK(Matches(sample, expected, got, Tolerance{1, false}));
  CHECK_FALSE(Matches(sample, expected, got, Tolerance{0.5, false}));
  CHECK(Matches(sample, expected, got, Tolerance{0.01, true}));
  CHECK_FALSE(Matches(sample, expected, got, Tolerance{0.001, true}));
}

}  // namespace
}  // namespace check::unittest
