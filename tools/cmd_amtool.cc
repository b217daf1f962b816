#include <utility>

#include "tools/command.h"
#include "tools/compat/amtool.h"

namespace tools {
namespace {

constexpr Example kExamples[] = {
    {"ln -s $(command -v pronoia) ~/bin/amtool", "Let scripts that call amtool use pronoia"},
    {"pronoia amtool --alertmanager.url=http://localhost:9093 silence query",
     "List the silences of a server"},
    {"pronoia amtool check-config alertmanager.yml", "The same without a link"},
};

}  // namespace

extern const Command kAmtoolCommand = {
    .path = "amtool",
    .summary = "Behave like amtool 0.34: its flags, its output, its exit status",
    .description =
        "Also when called through a link named `amtool`, with amtool's own configuration files. "
        "All commands are supported. See `pronoia-compat`(7) for the differences.",
    .examples = kExamples,
    .run_words =
        [](std::vector<std::string> words) {
          return static_cast<Exit>(compat::RunAmtool(std::move(words)));
        },
};

}  // namespace tools
