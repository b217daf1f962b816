#ifndef TESTS_SUPPORT_RANDOM_SUITE_H_
#define TESTS_SUPPORT_RANDOM_SUITE_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace check::test {

/// A test file and the rule files that it names: pairs of a name and a text.
struct RandomSuite {
  std::pair<std::string, std::string> tests;
  std::vector<std::pair<std::string, std::string>> rules;
};

/// A suite made up from `seed`, always the same one. Rules read input, each other in any order and
/// across groups and files, alerts, and what does not exist; series begin late, have gaps and
/// resets and end; there are native histograms, limits, offsets, templates that query. Expectations
/// are mostly wrong, so that what is reported shows what was there.
RandomSuite MakeRandomSuite(std::uint64_t seed);

}  // namespace check::test

#endif  // TESTS_SUPPORT_RANDOM_SUITE_H_
