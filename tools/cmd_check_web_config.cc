#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/config/web/check.h"
#include "tools/command.h"
#include "tools/input.h"
#include "tools/rule_check.h"

namespace tools {
namespace {

struct Options {
  std::vector<std::string> paths;
  bool syntax_only = false;
  RuleCheckOptions output;
};

Exit Run(const Options& options) {
  RuleCheck run(options.output);
  if (!run.Prepare()) return Exit::kFailed;
  for (const std::string& path : options.paths) {
    check::Result<std::string> text = ReadInput(path);
    if (!text) {
      run.Fail(text.error().message);
      continue;
    }
    check::config::web::WebCheck checked =
        check::config::web::CheckWebConfigText(path, std::move(*text), !options.syntax_only);
    run.run().files.push_back({path, 0});
    run.Add(std::move(checked.findings));
  }
  return run.Finish();
}

constexpr Example kExamples[] = {
    {"pronoia check web-config web.yml", "Check how a server or exporter will serve its pages"},
};

}  // namespace

extern const Command kCheckWebConfigCommand = {
    .path = "check web-config",
    .summary = "Say whether Prometheus and its exporters would accept a web configuration",
    .description =
        "The file that `--web.config.file` names: TLS, users, headers and limits of the pages that "
        "are served. Certificates and keys have to be there, to be PEM, and to belong together; "
        "without OpenSSL's libcrypto the last is not looked at. No secret is ever shown.\n\n"
        "Exit status: 0 no error, 1 errors, 2 something could not be read.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("path", &options->paths, "PATH", "Web configuration files",
                     {.required = true});
      flags.Switch("--syntax-only", &options->syntax_only,
                   "Look at no other file than those that are named");
      options->output.DeclareSettings(flags);
      options->output.DeclareOutput(flags);
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
