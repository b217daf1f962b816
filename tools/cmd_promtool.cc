#include <utility>

#include "tools/command.h"
#include "tools/compat/promtool.h"

namespace tools {
namespace {

constexpr Example kExamples[] = {
    {"ln -s $(command -v pronoia) ~/bin/promtool", "Let scripts that call promtool use pronoia"},
    {"pronoia promtool check rules rules.yml", "The same without a link"},
};

}  // namespace

extern const Command kPromtoolCommand = {
    .path = "promtool",
    .summary = "Behave like promtool 3.14: its flags, its output, its exit status",
    .description =
        "Also when called through a link named `promtool`. Commands: `check config`, `check "
        "web-config`, `check metrics`, `check rules`, `check service-discovery`, `check healthy`, "
        "`check ready`, `query instant`, `query range`, `query series`, `query labels`, `query "
        "analyze`, `push metrics`, `debug pprof`, `debug metrics`, `debug all`, `test rules`, "
        "`promql format`, `promql label-matchers set` and `promql label-matchers delete`. See "
        "`pronoia-compat`(7) for the differences.",
    .examples = kExamples,
    .run_words =
        [](std::vector<std::string> words) {
          return static_cast<Exit>(compat::RunPromtool(std::move(words)));
        },
};

}  // namespace tools
