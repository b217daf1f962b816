#ifndef LIBCHECK_SLO_UNIT_TESTS_H_
#define LIBCHECK_SLO_UNIT_TESTS_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/slo/rule_files.h"
#include "libcheck/slo/slo.h"

/// Unit tests of rules that were made of objectives, for `test rules` and `promtool test rules`.
namespace check::slo {

struct UnitTests {
  std::string yaml;
  std::size_t tests = 0;
  /// What is not tested: one sentence each.
  std::vector<std::string> untested;
};

/// Tests that prove of each condition of each alert that an outage which is just worse than it
/// allows makes the alert fire, when it should and not before; that the alert ends after recovery;
/// and that an outage just below leaves it silent. A heavy one ends as soon as the short window
/// does. Their series are those that FindSeries() makes up, in as few samples as the windows need:
/// test files are run with at most 10,000 samples to a query.
///
/// `rule_files`: as the test file is to name them. `comment`: as in RulesYaml().
UnitTests MakeUnitTests(std::span<const SloRules> slos, std::span<const std::string> rule_files,
                        std::string_view comment = {});

}  // namespace check::slo

#endif  // LIBCHECK_SLO_UNIT_TESTS_H_
