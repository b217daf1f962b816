#include "libcheck/mimir/tenant_config.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace check::mimir {
namespace {

TEST_CASE("a tenant's configuration is read back as it is sent") {
  const TenantConfig config = {
      .config = "route: {receiver: a}\n# ü\n\nreceivers: []",
      .templates = {{"a.tmpl", "{{ define \"a\" }}\n\tx\n{{ end }}\n"}, {"b.tmpl", ""}}};
  const auto read = ReadTenantConfig(ToYaml(config));
  REQUIRE(read);
  CHECK(*read == config);
  CHECK(ReadTenantConfig("template_files: {}").error().message ==
        "it has no `alertmanager_config`");
  CHECK(ReadTenantConfig("{").error().message == "it is not valid YAML");
  CHECK(ReadTenantConfig("alertmanager_config: x")->templates.empty());
}

TEST_CASE("the templates of a configuration are known by its list") {
  CHECK(TemplateNames("templates: [a.tmpl, 'b*.tmpl']") ==
        std::vector<std::string>{"a.tmpl", "b*.tmpl"});
  CHECK(TemplateNames("route: {}").empty());
  CHECK(TemplateNames("{").empty());
}

}  // namespace
}  // namespace check::mimir
