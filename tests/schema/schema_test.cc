#include "libcheck/schema/schema.h"

#include <doctest/doctest.h>

#include "libcheck/base/url.h"
#include "libcheck/schema/values.h"
#include "tests/schema/demo_tables.h"

namespace check::schema {
namespace {

constexpr Field kBadFields[] = {
    {.name = "CamelCase", .type = kString, .doc = "Fine."},
    {.name = "twice", .type = kString, .doc = "Fine."},
    {.name = "twice", .type = kString, .doc = "no sentence"},
    {.name = "gone", .type = kString, .doc = "Fine.", .deprecated = {.since = "2.0"}},
    {.name = "odd", .type = kString, .doc = "Fine.", .removed = {.instead = "use `x`"}},
    {.name = "needed",
     .type = kString,
     .presence = Presence::kRequired,
     .default_value = "x",
     .doc = "Fine."},
    {.name = "list", .type = {.kind = Kind::kList}, .doc = "Fine."},
    {.name = "choice", .type = {.kind = Kind::kChoice}, .doc = "Fine."},
    {.name = "section", .type = {.kind = Kind::kSection}, .doc = "Fine."},
};
constexpr Constraint kBadConstraints[] = {
    AtMostOne("twice", "missing"),
    AtMostOne("twice"),
    Unique("twice", "name"),
};
constexpr Object kBadTable = {
    .name = "bad",
    .doc = "",
    .fields = kBadFields,
    .constraints = kBadConstraints,
};

TEST_CASE("tables with mistakes in them are found out") {
  CHECK(CheckTable(kDemoFile) == std::vector<std::string>{});
  CHECK(CheckTable(kBadTable) == std::vector<std::string>{
                                     "bad: its doc is not a sentence",
                                     "bad: `CamelCase` is not snake_case",
                                     "bad: duplicate `twice`",
                                     "bad: `twice` has a doc that is not a sentence",
                                     "bad: `gone` was removed, but the replacement is missing",
                                     "bad: `odd` needs the version in which it was removed",
                                     "bad: `needed` is required and has a default",
                                     "bad: `list` has no element type, or needs none",
                                     "bad: `choice` has no choices",
                                     "bad: `section` has no section",
                                     "bad: a constraint names `missing`, which is not a field",
                                     "bad: a constraint needs two fields",
                                     "bad: `twice` holds no sections with `name`",
                                 });
}

TEST_CASE("fields are found in what a section includes, too") {
  const Object& scrape = *FindField(kDemoFile, "scrape_configs")->type.element->object;
  CHECK(FindField(scrape, "job_name") == &scrape.fields[0]);
  CHECK(FindField(scrape, "proxy_url") != nullptr);
  CHECK(FindField(scrape, "nothing") == nullptr);
}

TEST_CASE("types have names a person understands") {
  const Object& scrape = *FindField(kDemoFile, "scrape_configs")->type.element->object;
  CHECK(Describe(FindField(kDemoFile, "scrape_configs")->type) ==
        "a list of `scrape_config` sections");
  CHECK(Describe(FindField(scrape, "params")->type) == "a mapping to lists of strings");
  CHECK(Describe(FindField(scrape, "scheme")->type) == "one of `http`, `https`");
}

TEST_CASE("sizes have units") {
  for (const char* good : {"0", "1B", "512MB", "1GiB", "1.5KiB", "1GiB512MiB", "-1KB"}) {
    CAPTURE(good);
    CHECK_FALSE(SizeProblem(good).has_value());
  }
  struct Case {
    const char* text;
    const char* message;
    const char* upstream;
  };
  constexpr Case kCases[] = {
      {"", "it is empty", "units: invalid "},
      {"512", "the unit is missing", "units: unknown unit  in 512"},
      {"512mb", "unknown unit of size `mb`", "units: unknown unit mb in 512mb"},
      {"MB", "expected a number before `MB`", "units: invalid MB"},
      {"1.2.3MB", "the unit is missing", "units: unknown unit  in 1.2.3MB"},
      {"1KB1KiB", "units with and without `i` are mixed", "units: unknown unit KiB in 1KB1KiB"},
      {"1KiB1x", "unknown unit of size `x`", "units: unknown unit KiB in 1KiB1x"},
      {"99999999999999999999B", "it is too long", "units: invalid 99999999999999999999B"},
      {"99999EiB", "it is too large", "units: unknown unit EiB in 99999EiB"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.text);
    const auto problem = SizeProblem(c.text);
    REQUIRE(problem.has_value());
    CHECK(problem->message == c.message);
    CHECK(problem->upstream == c.upstream);
  }
  CHECK(SizeOf("1.5KiB") == 1536);
  CHECK(SizeOf("-1GB1MB") == -1074790400);
}

TEST_CASE("faults of URLs are told in our words") {
  const auto fault = [](std::string_view text) { return UrlFault(ParseUrl(text).error()); };
  CHECK(fault(":x") == "the scheme is missing");
  CHECK(fault("http://a b") == "the host contains a space");
  CHECK(fault("http://a^b") == "the host contains a `^`");
  CHECK(fault("http://a:b") == "invalid port `:b`");
  CHECK(fault("http://[::1") == "missing `]` after the host");
  CHECK(fault("http://a/%zz") == "invalid escape sequence `%zz`");
  CHECK(fault("http://a\n") == "it contains a control character");
}

TEST_CASE("releases are ordered by their numbers") {
  CHECK(IsBefore("2.9", "2.10"));
  CHECK(IsBefore("2.53.1", "3"));
  CHECK(IsBefore("3.0", "3.0.1"));
  CHECK_FALSE(IsBefore("3.0", "3"));
  CHECK_FALSE(IsBefore("3.1", "3.0.9"));
  CHECK_FALSE(IsBefore("", ""));
}

}  // namespace
}  // namespace check::schema
