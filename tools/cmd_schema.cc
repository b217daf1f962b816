#include <memory>
#include <string>
#include <string_view>

#include "libcheck/reference/files.h"
#include "libcheck/reference/section.h"
#include "tools/command.h"
#include "tools/output.h"

namespace tools {
namespace {

struct Options {
  std::string file;
  std::string format = "json-schema";
};

Exit Run(const Options& options) {
  const check::reference::FileKind* kind = check::reference::FindFileKind(options.file);
  if (options.format == "markdown") {
    WriteOut(check::reference::FileMarkdown(*kind->object));
  } else {
    WriteOut(check::reference::JsonSchema(*kind->object, {}));
  }
  return Exit::kOk;
}

constexpr Example kExamples[] = {
    {"pronoia schema prometheus > prometheus.schema.json", "Let an editor complete prometheus.yml"},
    {"pronoia schema rules --format markdown", "Read what rule files may say"},
};

}  // namespace

extern const Command kSchemaCommand = {
    .path = "schema",
    .summary = "Print what a configuration file may say, for editors or for people",
    .description =
        "The tables that files are checked by, as a JSON schema (draft 2020-12), by which editors "
        "complete and check them, or as Markdown.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("file", &options->file, "KIND", "The kind of file", {.required = true});
      flags.Option("--format", &options->format, "SCHEMA", "How it is printed");
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
