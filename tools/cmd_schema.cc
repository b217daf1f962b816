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
    {"pronoia schema prometheus > prometheus.schema.json", "Write a JSON schema for editors"},
    {"pronoia schema rules --format markdown", "Read which fields a rule file can have"},
    {"pronoia schema slo > slo.schema.json",
     "Write the schema of objective specifications of all formats"},
};

}  // namespace

extern const Command kSchemaCommand = {
    .path = "schema",
    .summary = "Print the fields of a configuration file, as a JSON schema or as a reference",
    .description =
        "Print the tables that files are checked against as a JSON schema (draft 7), with which "
        "editors complete and check them, or as Markdown. The schema accepts whatever the server "
        "accepts, and refuses what can be detected from the structure of a file; `pronoia check` "
        "finds more.\n\nIn VS Code, name the file in the setting `yaml.schemas`; elsewhere, put "
        "`# yaml-language-server: $schema=prometheus.schema.json` on the first line.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("file", &options->file, "KIND", "Kind of file", {.required = true});
      flags.Option("--format", &options->format, "SCHEMA", "Output format");
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
