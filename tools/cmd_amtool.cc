#include <utility>

#include "tools/command.h"
#include "tools/compat/amtool.h"

namespace tools {
namespace {

constexpr Example kExamples[] = {
    {"ln -s $(command -v pronoia) ~/bin/amtool", "Let scripts that call amtool use pronoia"},
    {"pronoia amtool check-config alertmanager.yml", "The same without a link"},
};

}  // namespace

extern const Command kAmtoolCommand = {
    .path = "amtool",
    .summary = "Behave like amtool 0.34: its flags, its output, its exit status",
    .description =
        "Also when called through a link named `amtool`. Commands: `check-config`, `config routes "
        "show`, `config routes test` and `template render`. Those that ask an Alertmanager about "
        "its alerts, silences "
        "and peers are not there yet. See `pronoia-compat`(7) for what differs.",
    .examples = kExamples,
    .run_words =
        [](std::vector<std::string> words) {
          return static_cast<Exit>(compat::RunAmtool(std::move(words)));
        },
};

}  // namespace tools
