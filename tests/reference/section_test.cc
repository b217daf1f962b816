#include "libcheck/reference/section.h"

#include <doctest/doctest.h>

#include <string>

#include "libcheck/rules/schema.h"
#include "tests/schema/demo_tables.h"

namespace check::reference {
namespace {

TEST_CASE("a section's reference names each field, and how they depend on one another") {
  CHECK(SectionMarkdown(rules::kRule) ==
        R"(## rule

A recording or alerting rule.

- `record`, a metric name: Name of the recorded metric.
- `alert`, a string: Name of the alert.
- `expr`, a PromQL expression, required: PromQL expression to evaluate.
- `for`, a duration: How long the expression must return results before the alert fires. Default: `0s`.
- `keep_firing_for`, a duration: How long the alert keeps firing after its expression stops returning results. Default: `0s`. Since 2.42.
- `labels`, a mapping to templates: Labels added to the result; in alerting rules they are templates.
- `annotations`, a mapping to templates: Annotations of the alert, shown in notifications; templates.

- Exactly one of `record`, `alert` must be set.
- `for` needs `alert`.
- `keep_firing_for` needs `alert`.
- `annotations` needs `alert`.
)");
}

TEST_CASE("a file's reference has each of its sections once, with what they include") {
  const std::string text = FileMarkdown(schema::kDemoFile);
  std::string headings;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    if (text[at] == '#') headings += text.substr(at, text.find('\n', at) + 1 - at);
  }
  CHECK(headings == R"(# configuration file
## scrape_config
## static_config
## basic_auth
## authorization
## route
)");
  CHECK(text.find(
            "- `bearer_token`, a secret: A token. Deprecated since 2.26: use `authorization`.\n") !=
        std::string::npos);
  CHECK(text.find("Removed in 1.0: use `static_configs`.\n") != std::string::npos);
  CHECK(text.find("- No two of `scrape_configs` have the same `job_name`.\n") != std::string::npos);
  CHECK(text.find("- At most one of `basic_auth`, `authorization` can be set.\n") !=
        std::string::npos);
}

}  // namespace
}  // namespace check::reference
