#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/reference/json_schema.h"
#include "libcheck/reference/section.h"
#include "libcheck/workspace/file_kind.h"
#include "tools/command.h"
#include "tools/output.h"
#include "tools/raw_output.h"

namespace tools {
namespace {

struct Options {
  std::string file;
  std::string format = "json-schema";
};

Exit Run(const Options& options) {
  const std::vector<check::workspace::NamedSchema> forms =
      check::workspace::FindSchemas(options.file);
  if (options.format != "markdown") {
    WriteData(check::reference::JsonSchema(options.file, forms));
    return Exit::kOk;
  }
  std::string markdown;
  for (const check::workspace::NamedSchema& form : forms) {
    if (!markdown.empty()) markdown += '\n';
    markdown += check::reference::FileMarkdown(*form.object);
  }
  WriteData(markdown);
  return Exit::kOk;
}

constexpr Example kExamples[] = {
    {"pronoia schema prometheus > prometheus.schema.json", "Let an editor complete prometheus.yml"},
    {"pronoia schema rules --format markdown", "Read what rule files may say"},
    {"pronoia schema slo > slo.schema.json", "For specifications of objectives of all formats"},
};

}  // namespace

extern const Command kSchemaCommand = {
    .path = "schema",
    .summary = "Print what a configuration file may say, for editors or for people",
    .description =
        "Prints the tables that files are checked by as a JSON schema (draft 7), with which "
        "editors complete and check them, or as Markdown. The schema accepts whatever the server "
        "accepts, and refuses what can be told from the shape of a file; `pronoia check` knows "
        "more.\n\nIn VS Code, name the file in the setting `yaml.schemas`; elsewhere, put "
        "`# yaml-language-server: $schema=prometheus.schema.json` on the first line.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("file", &options->file, "KIND", "The kind of file", {.required = true});
      flags.Option("--format", &options->format, "SCHEMA", "How it is printed");
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
