#include <csignal>
#include <string>
#include <string_view>
#include <vector>

#include "tools/cli_model.h"
#include "tools/compat/promtool.h"

int main(int argc, char** argv) {
  // A reader that has gone is told apart by write()'s error, so that files being written aside are
  // not left behind.
  std::signal(SIGPIPE, SIG_IGN);

  const std::string_view name = argc > 0 ? argv[0] : "pronoia";
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  // Called through a link named promtool, it takes promtool's part.
  if (name.substr(name.find_last_of('/') + 1) == "promtool") {
    return tools::compat::RunPromtool(words);
  }
  return tools::CommandLine().Run(words);
}
