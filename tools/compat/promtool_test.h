#ifndef TOOLS_COMPAT_PROMTOOL_TEST_H_
#define TOOLS_COMPAT_PROMTOOL_TEST_H_

#include <span>
#include <string>
#include <vector>

#include "libcheck/promql/engine.h"
#include "libcheck/promql/parse.h"
#include "tools/compat/kingpin.h"

namespace tools::compat {

/// What `promtool test rules` is told.
struct TestRulesOptions {
  std::vector<std::string> files;
  std::vector<std::string> run;
  std::string junit;
  check::promql::ParseOptions parser;
  check::promql::EngineOptions engine;
  bool debug = false;
  bool diff = false;
  bool ignore_unknown_fields = false;
};

/// Runs tests with promtool's verdicts, words and exit status.
int TestRulesAsPromtool(const TestRulesOptions& options);

/// The command itself.
int TestRules(const Parsed& parsed);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_PROMTOOL_TEST_H_
