#include "libcheck/schema/schema.h"

#include <doctest/doctest.h>

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
                                     "bad: its doc is no sentence",
                                     "bad: `CamelCase` is not snake_case",
                                     "bad: `twice` is there twice",
                                     "bad: `twice` has a doc that is no sentence",
                                     "bad: `gone` is gone, but what to use instead?",
                                     "bad: `odd` has to be gone since some version",
                                     "bad: `needed` is required and has a default",
                                     "bad: `list` has no element type, or needs none",
                                     "bad: `choice` has no choices",
                                     "bad: `section` has no section",
                                     "bad: a constraint names `missing`, which is no field",
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
  CHECK(SizeProblem("") == "it is empty");
  CHECK(SizeProblem("512") == "the unit is missing");
  CHECK(SizeProblem("512mb") == "`mb` is no unit of size");
  CHECK(SizeProblem("MB") == "expected a number before `MB`");
  CHECK(SizeProblem("1.2.3MB") == "the unit is missing");
}

TEST_CASE("URLs are refused where Go refuses them") {
  for (const char* good : {"", "http://a", "https://u:p@a:9090/x?y#z", "/path", "a/b:c", "mailto:x",
                           "http://[::1]:80/", "http://a/%20", "//host", "x?a:b"}) {
    CAPTURE(good);
    CHECK_FALSE(UrlProblem(good).has_value());
  }
  CHECK(UrlProblem("127.0.0.1:9090").has_value());
  CHECK(UrlProblem(":x") == "the scheme is missing");
  CHECK(UrlProblem("http://a b") == "the host has a space");
  CHECK(UrlProblem("http://a:b") == "`:b` is no port");
  CHECK(UrlProblem("http://[::1") == "the host misses its `]`");
  CHECK(UrlProblem("http://a/%zz") == "`%zz` is no escape sequence");
  CHECK(UrlProblem("http://a\n") == "it has a control character");
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
