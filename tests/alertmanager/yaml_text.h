#ifndef TESTS_ALERTMANAGER_YAML_TEXT_H_
#define TESTS_ALERTMANAGER_YAML_TEXT_H_

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "libcheck/base/arena.h"
#include "libcheck/yaml/parse.h"

namespace check::test {

/// A document by itself, which lives as long as this does.
class YamlText {
 public:
  explicit YamlText(std::string_view text) : file_("test.yml", std::string(text)) {
    yaml::ParseLimits limits;
    limits.dialect = yaml::Dialect::kGoYamlV2;
    stream_ = yaml::Parse(file_, arena, diagnostics_, limits);
    REQUIRE(diagnostics_.found().empty());
    // Upstream's own tests begin with `---` and an empty line.
    for (const yaml::Document& document : stream_.documents) {
      if (document.root != nullptr) root_ = document.root;
    }
    REQUIRE(root_ != nullptr);
  }

  const yaml::Node& root() const { return *root_; }

  Arena arena;

 private:
  SourceBuffer file_;
  Diagnostics diagnostics_;
  yaml::Stream stream_;
  const yaml::Node* root_ = nullptr;
};

}  // namespace check::test

#endif  // TESTS_ALERTMANAGER_YAML_TEXT_H_
