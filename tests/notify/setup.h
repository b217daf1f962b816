#ifndef TESTS_NOTIFY_SETUP_H_
#define TESTS_NOTIFY_SETUP_H_

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/config/alertmanager/check.h"
#include "libcheck/notify/notification.h"

namespace check::notify::test_setup {

/// A configuration that Alertmanager accepts, read.
struct Setup {
  Setup(std::string name, std::string text) : file(std::move(name), std::move(text)) {
    Diagnostics found;
    loaded = config::alertmanager::CheckConfig(file, {}, arena, found).loaded;
    REQUIRE(loaded.root != nullptr);
    CHECK(!found.HasErrors());
    input.emplace(schema::Input{file, loaded.stream, arena});
    config = config::alertmanager::ReadConfig(
        schema::Values(*loaded.root, *input, yaml::Dialect::kGoYamlV2),
        model::MatcherMode::kFallback);
  }

  SourceBuffer file;
  Arena arena;
  schema::LoadedFile loaded;
  std::optional<schema::Input> input;
  std::optional<config::alertmanager::AlertmanagerConfig> config;
};

}  // namespace check::notify::test_setup

#endif  // TESTS_NOTIFY_SETUP_H_
