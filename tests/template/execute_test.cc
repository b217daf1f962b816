#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/template/expand.h"
#include "tests/support/shared.h"

namespace check::gotemplate {
namespace {

// Queries that are answered with what was written down before.
class Answers final : public QuerySource {
 public:
  void Add(std::vector<std::pair<std::string, std::string>> labels, double value) {
    auto& kept = labels_.emplace_back(std::make_unique<Kept>());
    kept->texts = std::move(labels);
    for (const auto& [name, text] : kept->texts) kept->pairs.push_back({name, text});
    samples_.push_back({kept->pairs, value, nullptr});
  }

  Result<std::span<const QuerySample>> Query(std::string_view expression, std::int64_t) override {
    if (expression == "bad(") return Error{"no such query"};
    return std::span<const QuerySample>(samples_);
  }

 private:
  struct Kept {
    std::vector<std::pair<std::string, std::string>> texts;
    std::vector<TextPair> pairs;
  };
  std::vector<std::unique_ptr<Kept>> labels_;
  std::vector<QuerySample> samples_;
};

// An alert on two hosts, expanded with everything a template can ask for.
std::string Expanded(std::string_view text, std::string_view alert = "X") {
  constexpr TextPair kLabels[] = {{"__name__", "up"}, {"instance", "a:80"}, {"job", "node"}};
  constexpr TextPair kExternal[] = {{"cluster", "eu"}};
  constexpr ExternalUrl kUrl = {"http://prometheus/p", "/p"};
  Answers answers;
  answers.Add({{"instance", "b"}}, 2);
  answers.Add({{"instance", "a"}}, 1.5);
  const AlertInput input = {.labels = kLabels,
                            .external_labels = kExternal,
                            .external_url = "http://prometheus/p",
                            .value = 0.25,
                            .time_ms = 1'353'755'652'000,
                            .queries = &answers,
                            .url = &kUrl};
  ExecutionMemory memory;
  return AlertTemplate(text, alert).ExpandOrExplain(input, memory);
}

struct Case {
  std::string_view text;
  std::string_view expected;
};

void CheckAll(std::span<const Case> cases) {
  for (const Case& test : cases) {
    CAPTURE(test.text);
    CHECK(Expanded(test.text) == test.expected);
  }
}

TEST_CASE("a template is expanded with what is known of the alert") {
  constexpr Case kCases[] = {
      {"plain", "plain"},
      {"{{ $labels.job }} of {{ $externalLabels.cluster }}", "node of eu"},
      {"{{ .Labels.instance }} is {{ .Value }}, {{ $value }}", "a:80 is 0.25, 0.25"},
      {"{{ $labels.nothing }}|{{ .ExternalURL }}", "|http://prometheus/p"},
      {"{{ $labels }}", "map[__name__:up instance:a:80 job:node]"},
      {"{{ range $i, $x := query `up` | sortByLabel `instance` }}{{ $i }}{{ .Labels.instance }}"
       "{{ $x.Value }} {{ end }}",
       "0a1.5 1b2 "},
      {"{{ with query `up` }}{{ . | first | value | humanize }}{{ end }}", "2"},
      {"{{ externalURL }}{{ pathPrefix }}", "http://prometheus/p/p"},
      {"{{ define `x` }}<{{ .arg0 }}{{ .arg1 }}>{{ end }}{{ template `x` (args 1 $value) }}",
       "<10.25>"},
      {"{{ range 3 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ . }}{{ end }}", "02"},
      {"{{ $x := 1 }}{{ range $labels }}{{ $x = . }}{{ break }}{{ end }}{{ $x }}", "up"},
  };
  CheckAll(kCases);
}

TEST_CASE("what goes wrong while a template is executed reads as it does in Prometheus") {
  constexpr Case kCases[] = {
      {"{{ .Foo }}",
       "<error expanding template: error executing template __alert_X: template: "
       "__alert_X:1:115: executing \"__alert_X\" at <.Foo>: can't evaluate field Foo in type "
       "struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; "
       "Value interface {} }>"},
      {"\n {{ query `bad(` }}",
       "<error expanding template: error executing template __alert_X: template: __alert_X:2:4: "
       "executing \"__alert_X\" at <query `bad(`>: error calling query: no such query>"},
      {"{{ $labels.job.x }}",
       "<error expanding template: error executing template __alert_X: template: "
       "__alert_X:1:122: executing \"__alert_X\" at <$labels.job.x>: can't evaluate field x in "
       "type string>"},
      {"{{",
       "<error expanding template: error parsing template __alert_X: template: __alert_X:1: "
       "unclosed action>"},
  };
  CheckAll(kCases);
}

TEST_CASE("Prometheus's template tests give what they give there") {
  const auto path = test::Shared("conformance/prometheus_template/expand.jsonl", "templates");
  if (!path) return;
  TemplateEnvironment bare = AlertEnvironment();
  bare.variables = {};
  bare.dot = &kAnyType;
  bare.prefix = {};
  constexpr ExternalUrl kUrl = {"http://testhost:9090/path/prefix", "/path/prefix"};

  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const std::string& line : test::Lines(*path)) {
    const auto row = nlohmann::json::parse(line);
    const std::string text = row.at("template");
    CAPTURE(text);
    // Consoles have a function of their own and escape for HTML.
    if (text.find("tmpl") != std::string::npos) continue;
    if (row.value("output", "").find("&lt;") != std::string::npos) continue;

    Answers answers;
    for (const auto& sample : row.value("query_result", nlohmann::json::array())) {
      std::vector<std::pair<std::string, std::string>> labels;
      for (const auto& [name, value] : sample.at("labels").items()) labels.push_back({name, value});
      answers.Add(std::move(labels), sample.at("value"));
    }
    std::vector<GoValue> elements;
    std::vector<std::string> texts;
    texts.reserve(64);
    GoValue dot;
    GoType list = {.kind = GoKind::kSlice};
    bool known = true;
    if (row.contains("data")) {
      const std::string type = row.at("data").at("type");
      const auto& value = row.at("data").at("value");
      const auto read = [&](std::string_view of, const nlohmann::json& item) {
        texts.push_back(item.is_string() ? std::string(item) : item.dump());
        if (of == "string") return MakeString(texts.back());
        if (of == "float64") return MakeFloat(std::stod(texts.back()));
        const bool is_unsigned = of.starts_with('u');
        if (is_unsigned)
          return MakeUint(std::stoull(texts.back()), of == "uint" ? kGoUint : kGoUint64);
        return MakeInt(std::stoll(texts.back()), of == "int" ? kGoInt : kGoInt64);
      };
      if (type.starts_with("[]")) {
        for (const auto& item : value)
          elements.push_back(read(std::string_view(type).substr(2), item));
        dot = MakeSlice(elements, list);
      } else if (type == "*template.sample") {
        known = false;
      } else {
        dot = read(type, value);
      }
    }
    if (!known) continue;
    ++total;
    MissingKey missing_key = MissingKey::kZero;
    if (row.value("options", nlohmann::json::array()).dump().find("error") != std::string::npos) {
      missing_key = MissingKey::kError;
    }
    const AlertInput input = {.time_ms = 1'353'755'652'000, .queries = &answers, .url = &kUrl};
    ExecutionMemory memory;
    const auto result = ExpandText(text, "test", bare, dot, input, missing_key, memory);
    const std::string given = result.ok() ? *result : result.error().message;
    // In HTML, nothing is printed for what is not there.
    const std::string expected = row.contains("output") ? row.at("output") : row.at("error");
    const bool html = row.value("html", false) && given == "<no value>" && expected.empty();
    CHECK((html ? std::string() : given) == expected);
    agreed += (html || given == expected) ? 1 : 0;
  }
  test::PrintConformance("prometheus_template/expand.jsonl (executed)", agreed, total);
}

}  // namespace
}  // namespace check::gotemplate
