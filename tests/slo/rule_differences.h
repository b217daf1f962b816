#ifndef TESTS_SLO_RULE_DIFFERENCES_H_
#define TESTS_SLO_RULE_DIFFERENCES_H_

#include <string>
#include <string_view>
#include <vector>

namespace check::test {

/// How two files of rules differ, plain ones or Kubernetes objects: each difference a line. The
/// order of groups, of rules and all names, labels and annotations have to be the same; durations
/// as long; expressions the same once parsed, with numbers that differ by 1e-9 of their size at
/// most. Groups without a name, and durations of 0, count as absent.
std::vector<std::string> RuleDifferences(std::string_view ours, std::string_view theirs);

}  // namespace check::test

#endif  // TESTS_SLO_RULE_DIFFERENCES_H_
