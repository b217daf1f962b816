#include <csignal>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/deep_stack.h"
#include "tools/cli_model.h"
#include "tools/compat/amtool.h"
#include "tools/compat/promtool.h"
#include "tools/uncaught.h"

namespace {

int Run(int argc, char** argv) {
  // A reader that has gone is told apart by write()'s error, so that files being written aside are
  // not left behind.
  std::signal(SIGPIPE, SIG_IGN);
  // So is a limit on the size of files.
  std::signal(SIGXFSZ, SIG_IGN);

  const std::string_view name = argc > 0 ? argv[0] : "pronoia";
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  // Called through a link named like one of these, it behaves like it.
  const std::string_view link = name.substr(name.find_last_of('/') + 1);
  const bool is_other = link == "promtool" || link == "amtool";
  tools::ReportUncaughtExceptions(is_other ? link : "pronoia");
  if (link == "promtool") return tools::compat::RunPromtool(words);
  if (link == "amtool") return tools::compat::RunAmtool(words);
  return tools::CommandLine().Run(words);
}

}  // namespace

int main(int argc, char** argv) {
  int status = 0;
  {
    const check::DeepThread thread([&] { status = Run(argc, argv); });
    // Signals are for the thread that works.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
  }
  return status;
}
