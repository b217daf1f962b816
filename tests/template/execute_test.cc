#include <doctest/doctest.h>

#include <memory>
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
  const PrometheusTemplateInput input = {.labels = kLabels,
                                         .external_labels = kExternal,
                                         .external_url = "http://prometheus/p",
                                         .value = 0.25,
                                         .time_ms = 1'353'755'652'000,
                                         .queries = &answers,
                                         .url = &kUrl};
  ExecutionMemory memory;
  return PrometheusTemplate(text, alert).ExpandOrExplain(input, memory);
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

TEST_CASE("printf prints every kind of value as Go does") {
  constexpr Case kCases[] = {
      {"{{ printf `%d %5d|%-5d|%05d %+d %x %X %#x %o %O %b %c %q %U` 1 2 3 4 5 255 255 255 8 8 5 "
       "65 "
       "65 9731 }}",
       "1     2|3    |00004 +5 ff FF 0xff 10 0o10 101 A 'A' U+2603"},
      {"{{ printf `%.2f %8.3f %e %g %G %b %x` 1.5 2.25 3.0 1e21 1e-7 1.0 1.5 }}",
       "1.50    2.250 3.000000e+00 1e+21 1E-07 4503599627370496p-52 0x1.8p+00"},
      {"{{ printf `%s|%10s|%-10s|%.2s|%q|%x|% X|%#q` `a` `b` `c` `def` `g` `hi` `jk` `l` }}",
       "a|         b|c         |de|\"g\"|6869|6A 6B|`l`"},
      {"{{ printf `%v %t %T %v %v` true false 1.5 2i nil }}", "true false float64 (0+2i) <nil>"},
      {"{{ printf `%v %+v %#v` $labels .ExternalURL (args 1 `x`) }}",
       "map[__name__:up instance:a:80 job:node] http://prometheus/p "
       "map[string]interface {}{\"arg0\":1, \"arg1\":\"x\"}"},
      {"{{ printf `%d %s %z` `x` 1 2 }}", "%!d(string=x) %!s(int=1) %!z(int=2)"},
      {"{{ printf `%d` }}|{{ printf `` 1 `a` }}|{{ printf `%` }}|{{ printf `%[3]d` 1 }}",
       "%!d(MISSING)|%!(EXTRA int=1, string=a)|%!(NOVERB)|%!d(BADINDEX)"},
      {"{{ printf `%[2]*[1]d|%-*d|%.*f` 5 4 3 2 1.5 }}", "   5|3   |1.50"},
      {"{{ print 1 2 `a` `b` 3 4 }}{{ println `x` 1 }}", "1 2ab3 4x 1\n"},
  };
  CheckAll(kCases);
}

TEST_CASE("values are compared, counted and cut as Go's templates do") {
  constexpr Case kCases[] = {
      {"{{ eq 1 2 1 }} {{ ne `a` `b` }} {{ lt 1.5 2.5 }} {{ ge `b` `a` }} {{ eq nil nil }}",
       "true true true true true"},
      {"{{ and 1 0 (query `bad(`) }} {{ or `` `x` (query `bad(`) }} {{ not 0 }}", "0 x true"},
      {"{{ len $labels }} {{ len `h\u00e9` }} {{ index `abc` 1 }} {{ index (args 1 2) `arg1` }}",
       "3 3 98 2"},
      {"{{ slice `abcdef` 1 3 }} {{ html `<a&b>` }} {{ js `it's` }} {{ urlquery `a b&c` }}",
       "bc &lt;a&amp;b&gt; it\\'s a+b%26c"},
      {"{{ with $labels.nothing }}x{{ else with 1 }}{{ . }}{{ else }}z{{ end }}", "1"},
      {"{{ range 0 }}x{{ else }}none{{ end }}{{ $x := 0 }}{{ range $x = 2 }}{{ $x }}{{ end }}",
       "none01"},
      {"{{ (args).arg5 }}|{{ (args nil).arg0 }}", "<no value>|<no value>"},
  };
  CheckAll(kCases);
}

TEST_CASE("the functions of alerts give what Prometheus's give") {
  constexpr Case kCases[] = {
      {"{{ humanize 1234567 }} {{ humanize 0.00012 }} {{ humanize1024 1048576 }} "
       "{{ humanizePercentage 0.1234 }} {{ humanizeDuration 3661 }} {{ humanizeDuration `0.5` }}",
       "1.235M 120u 1Mi 12.34% 1h 1m 1s 500ms"},
      {"{{ humanizeTimestamp 1435065584.128 }}", "2015-06-23 13:19:44.128 +0000 UTC"},
      {"{{ (now | toTime).Format `Mon Jan _2 15:04:05.00 2006` }} {{ toDuration 90 }}",
       "Sat Nov 24 11:14:12.00 2012 1m30s"},
      {"{{ parseDuration `-1h30m` }} {{ now }}", "-5400 1.353755652e+09"},
      {"{{ title `hello wo_rld don't` }} {{ toUpper `a` }} {{ toLower `B` }}",
       "Hello Wo_rld Don't A b"},
      {"{{ reReplaceAll `(.)b` `${1}c$$` `abxb` }} {{ match `^a+$` `aa` }}", "ac$xc$ true"},
      {"{{ stripPort `a.b:1` }} {{ stripDomain `a.b:1` }} {{ stripDomain `1.2.3.4:5` }}",
       "a.b a:1 1.2.3.4:5"},
      {"{{ graphLink `up == 0` }} {{ tableLink `up` }}",
       "/graph?g0.expr=up+%3D%3D+0&g0.tab=0 /graph?g0.expr=up&g0.tab=1"},
      {"{{ query `up` | first | label `instance` }} {{ query `up` | first | strvalue }}", "b "},
      {"{{ safeHtml `<b>` }} {{ urlQueryEscape `a/b` }}", "<b> a%2Fb"},
  };
  CheckAll(kCases);
}

// What an error says behind the place and the name of the function.
std::string FaultOf(std::string_view text, const ExecutionLimits& limits) {
  const PrometheusTemplateInput input = {.value = 1};
  ExecutionMemory memory;
  const auto result = PrometheusTemplate(text, "X").Expand(input, memory, limits);
  if (result.ok()) return "none: " + *result;
  const std::string& error = result.error().message;
  return error.substr(error.find(">: ") + 3);
}

TEST_CASE("a template that would never end, or fill the memory, is stopped") {
  const ExecutionLimits limits = {
      .templates = 20, .depth = 100, .steps = 1'000, .output_bytes = 500, .memory_bytes = 4'000};
  CHECK(FaultOf("{{ range 999999999999 }}{{ end }}", limits) ==
        "exceeded maximum number of template steps (1000)");
  CHECK(FaultOf("{{ define `a` }}{{ template `a` }}{{ end }}{{ template `a` }}", limits) ==
        "exceeded maximum template depth (20)");
  CHECK(FaultOf("{{ range 400 }}xx{{ end }}", limits) ==
        "exceeded maximum output of a template (500 bytes)");
  CHECK(FaultOf("{{ printf `%600d` 1 }}", limits) ==
        "exceeded maximum output of a template (500 bytes)");
  CHECK(FaultOf("{{ $x := `ab` }}{{ range 20 }}{{ $x = print $x $x }}{{ end }}", limits) ==
        "exceeded maximum memory of a template (4000 bytes)");
  CHECK(FaultOf("{{ printf `%999999d` 1 | len }}", limits) ==
        "exceeded maximum memory of a template (4000 bytes)");
  std::string deep = "1";
  for (int i = 0; i < 120; ++i) deep = "(" + deep + ")";
  CHECK(FaultOf("{{ " + deep + " }}", limits) ==
        "exceeded maximum nesting of template actions (100)");
  CHECK(FaultOf("{{ query `up` }}", limits) ==
        "error calling query: runtime error: invalid memory address or nil pointer dereference");
}

TEST_CASE("an observer is told which way each branch went") {
  class Log final : public BranchObserver {
   public:
    void OnBranch(const Branch& branch, bool taken) override {
      seen += std::to_string(branch.span.begin) + (taken ? "+" : "-");
    }
    std::string seen;
  };
  Log log;
  const PrometheusTemplateInput input = {.value = 1, .observer = &log};
  ExecutionMemory memory;
  const PrometheusTemplate text(
      "{{ if gt $value 2.0 }}a{{ end }}{{ range 2 }}{{ with . }}b{{ end }}{{ end }}"
      "{{ range 0 }}c{{ end }}",
      "X");
  const auto expanded = text.Expand(input, memory);
  REQUIRE(expanded.ok());
  CHECK(*expanded == "b");
  CHECK(log.seen == "0-32+45-32+45+76-");
}

TEST_CASE("Prometheus's template tests give what they give there") {
  const auto path = test::Shared("conformance/prometheus_template/expand.jsonl", "templates");
  if (!path) return;
  TemplateEnvironment bare = PrometheusEnvironment();
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
    const PrometheusTemplateInput input = {
        .time_ms = 1'353'755'652'000, .queries = &answers, .url = &kUrl};
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
