#ifndef TOOLS_CMD_TEST_ROUTES_H_
#define TOOLS_CMD_TEST_ROUTES_H_

#include <string>
#include <vector>

#include "tools/check_run.h"
#include "tools/flags.h"

namespace tools {

/// What `test routes` and `routes test --cases` are told.
struct RouteTestOptions {
  std::vector<std::string> paths;
  std::string config;  ///< In the place of those that test files name.
  std::string at;      ///< For tests without a time.
  std::string junit;
  std::string format = "text";
  CheckFlags check;
  ColorFlag color;
};

/// Runs the tests and prints what came of them.
Exit RunRouteTests(const RouteTestOptions& options);

}  // namespace tools

#endif  // TOOLS_CMD_TEST_ROUTES_H_
