#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
  WriteData(options.format == "markdown" ? markdown
                                         : check::reference::JsonSchemaOfAny(options.file, all));
  return Exit::kOk;
}

Exit Run(const Options& options) {
  const check::schema::Object* object = check::workspace::FindSchema(options.file);
  if (object == nullptr) return RunForAll(options);
  if (options.format == "markdown") {
    WriteData(check::reference::FileMarkdown(*object));
  } else {
    WriteData(check::reference::JsonSchema(*object, {}));
  }
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
