#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/reference/section.h"
#include "libcheck/workspace/file_kind.h"
#include "tools/command.h"
#include "tools/output.h"

namespace tools {
namespace {

struct Options {
  std::string file;
  std::string format = "json-schema";
};

// For a kind of file of which there are several: all of them.
Exit RunForAll(const Options& options) {
  std::vector<std::pair<std::string_view, const check::schema::Object*>> all;
  std::string markdown;
  for (const check::workspace::NamedSchema& schema : check::workspace::Schemas()) {
    if (!schema.name.starts_with(options.file + "-")) continue;
    all.emplace_back(schema.name, schema.object);
    if (!markdown.empty()) markdown += '\n';
    markdown += check::reference::FileMarkdown(*schema.object);
  }
  WriteOut(options.format == "markdown" ? markdown
                                        : check::reference::JsonSchemaOfAny(options.file, all));
  return Exit::kOk;
}

Exit Run(const Options& options) {
  const check::schema::Object* object = check::workspace::FindSchema(options.file);
  if (object == nullptr) return RunForAll(options);
  if (options.format == "markdown") {
    WriteOut(check::reference::FileMarkdown(*object));
  } else {
    WriteOut(check::reference::JsonSchema(*object, {}));
  }
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
        "Print a JSON schema (draft 2020-12), with which editors complete and check files, or a "
        "reference in Markdown. Both are generated from the tables that files are checked against.",
    .examples = kExamples,
    .declare = [](FlagSet& flags) -> std::function<Exit()> {
      auto options = std::make_shared<Options>();
      flags.Argument("file", &options->file, "KIND", "Kind of file", {.required = true});
      flags.Option("--format", &options->format, "SCHEMA", "Output format");
      return [options] { return Run(*options); };
    },
};

}  // namespace tools
