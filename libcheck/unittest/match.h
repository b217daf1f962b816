#ifndef LIBCHECK_UNITTEST_MATCH_H_
#define LIBCHECK_UNITTEST_MATCH_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "libcheck/unittest/outcome.h"
#include "libcheck/unittest/test_file.h"

/// Expectations that promtool does not have: parts, patterns and tolerances.
namespace check::unittest {

/// Whether an alert is as expected. `alertname` is not looked at.
bool Matches(const ExpectedAlert& expected, const AlertView& got);

/// Whether a sample is as expected; `expected` is what `test` says, read.
bool Matches(const ExpectedSample& test, const SampleView& expected, const SampleView& got,
             const std::optional<Tolerance>& tolerance);

/// Whether relabelling gave the labels that are expected. Of targets, labels that begin with `__`
/// count only if they are named.
bool Matches(const RelabelTest& expected, const OwnLabels& got);

/// What an expected alert says, for people: patterns as values that begin with `~`.
AlertView Shown(const ExpectedAlert& expected);

/// Gives each of `expected` things one of `got` that it matches, none twice, to as many as
/// possible. Returns for each of `got` whether it was given; `unmatched` becomes what had to go
/// without.
std::vector<bool> Assign(std::size_t expected, std::size_t got,
                         const std::function<bool(std::size_t, std::size_t)>& matches,
                         std::vector<std::size_t>& unmatched);

}  // namespace check::unittest

#endif  // LIBCHECK_UNITTEST_MATCH_H_
