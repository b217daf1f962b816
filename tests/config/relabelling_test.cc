#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "libcheck/config/prometheus/prometheus_config.h"

namespace check::config {
namespace {

std::string Text(const LabelPairs& labels) {
  std::string text;
  for (const auto& [name, value] : labels) text += name + "=" + value + " ";
  return text;
}

std::unique_ptr<prometheus::PrometheusConfig> Read(std::string text) {
  return prometheus::ReadPrometheusConfig("prometheus.yml", std::move(text),
                                          {.checked = prometheus::Checked::kRelabelling});
}

std::string Problems(const prometheus::PrometheusConfig& config) {
  std::string text;
  for (const Diagnostic& problem : config.diagnostics.found()) {
    const Location where = problem.where.Outermost();
    const LineColumn at = where.file->PositionOf(where.span.begin);
    text += std::to_string(at.line) + ": " + problem.message + "\n";
  }
  return text;
}

TEST_CASE("jobs inherit what they do not say from global settings") {
  const auto config = Read(
      "global: {scrape_interval: 5s, external_labels: {a: b}, "
      "metric_name_validation_scheme: legacy}\n"
      "scrape_configs:\n"
      "  - job_name: plain\n"
      "  - {job_name: slow, scrape_interval: 2m, metric_name_validation_scheme: utf8}\n"
      "  - {job_name: own, scrape_timeout: 3s, scheme: https, honor_labels: true,\n"
      "     params: {m: [x, y], none: []}, scrape_native_histograms: true}\n");
  CHECK(Problems(*config).empty());
  REQUIRE(config->jobs.size() == 3);
  const JobSettings& plain = config->FindJob("plain")->settings;
  CHECK(FormatPrometheusDuration(plain.interval) == "5s");
  CHECK(FormatPrometheusDuration(plain.timeout) == "5s");
  CHECK(plain.names == model::NameValidation::kLegacy);
  const JobSettings& slow = config->FindJob("slow")->settings;
  CHECK(FormatPrometheusDuration(slow.interval) == "2m");
  CHECK(FormatPrometheusDuration(slow.timeout) == "5s");
  CHECK(slow.names == model::NameValidation::kUtf8);
  const JobSettings& own = config->FindJob("own")->settings;
  CHECK(own.honor_labels);
  CHECK(Text(DiscoveredLabels(own, {{"__address__", "a:80"}, {"empty", ""}}).Sorted()) ==
        "__address__=a:80 __always_scrape_classic_histograms__=false "
        "__convert_classic_histograms_to_nhcb__=false __metrics_path__=/metrics __param_m=x "
        "__scheme__=https __scrape_interval__=5s __scrape_native_histograms__=true "
        "__scrape_timeout__=3s job=own ");
  CHECK(config->FindJob("other") == nullptr);
  CHECK(Text(config->external_labels) == "a=b ");
}

TEST_CASE("faults of relabelling rules are told at their places, and nothing else is looked at") {
  const auto config = Read(
      "global: {unknown: 1}\n"
      "remote_write: nonsense\n"
      "scrape_configs:\n"
      "  - job_name: a\n"
      "    relabel_configs:\n"
      "      - {action: hashmod, target_label: x}\n"
      "      - {action: kep}\n"
      "      - {regex: '('}\n"
      "      - {source: [a]}\n"
      "      - {action: }\n"
      "      -\n"
      "      - {action: labeldrop, regex: x}\n"
      "      - {action: hashmod, target_label: x, modulus: -1}\n"
      "alerting: {alert_relabel_configs: [{target_label: 'a b'}, text]}\n");
  CHECK(Problems(*config) ==
        "7: `action` cannot be `kep`\n"
        "8: missing closing ): `(`\n"
        "9: unknown field `source` in `relabel_config`\n"
        "13: `modulus` must be a whole number from 0, not `-1`\n"
        "14: an item of `alert_relabel_configs` must be a `relabel_config` section, not `text`\n"
        "6: `hashmod` needs a `modulus` that is not 0\n"
        "9: `replace` needs `target_label`\n"
        "10: `action` is empty\n"
        "11: the relabelling rule is empty\n");
  REQUIRE(config->jobs.size() == 1);
  CHECK(config->jobs[0].relabel.rules().size() == 1);
}

TEST_CASE("targets are what Prometheus makes of them after relabelling") {
  struct Case {
    LabelPairs relabelled;
    std::string expected;
  };
  const LabelPairs times = {{"__scrape_interval__", "1m"}, {"__scrape_timeout__", "10s"}};
  const Case cases[] = {
      {{}, "no address"},
      {{{"__address__", "http://a"}}, "\"http://a\" is not a valid hostname"},
      {{{"__address__", "a"}, {"__scrape_interval__", "0s"}}, "scrape interval cannot be 0"},
      {{{"__address__", "a"}, {"__scrape_interval__", "soon"}},
       "error parsing scrape interval: not a valid duration string: \"soon\""},
      {{{"__address__", "a"}, {"__scrape_timeout__", "2m"}},
       "scrape timeout cannot be greater than scrape interval (\"2m\" > \"1m\")"},
      {{{"__address__", "a"}, {"__scrape_native_histograms__", "yes"}},
       "error parsing scrape native histograms: strconv.ParseBool: parsing \"yes\": invalid "
       "syntax"},
      {{{"__address__", "a"}, {"__meta_x", "y"}, {"job", "z"}},
       "__address__=a __scrape_interval__=1m __scrape_timeout__=10s instance=a job=z "},
      {{{"__address__", "a"}, {"instance", "b"}},
       "__address__=a __scrape_interval__=1m __scrape_timeout__=10s instance=b "},
  };
  for (const Case& c : cases) {
    RelabelLabels labels(times);
    for (const auto& [name, value] : c.relabelled) labels.Set(name, value);
    const Result<LabelPairs> target = TargetLabels(labels);
    CHECK((target ? Text(*target) : target.error().message) == c.expected);
  }
}

TEST_CASE("samples get the labels of their target, alerts the external ones") {
  const LabelPairs exposed = {{"__name__", "up"}, {"job", "a"}, {"exported_job", "b"}, {"x", ""}};
  const LabelPairs target = {{"job", "t"}, {"instance", "i"}, {"__scheme__", "http"}};
  CHECK(Text(SampleLabels(exposed, target, false).Sorted()) ==
        "__name__=up exported_exported_job=a exported_job=b instance=i job=t ");
  CHECK(Text(SampleLabels(exposed, target, true).Sorted()) ==
        "__name__=up exported_job=b instance=i job=a ");
  CHECK(Text(AlertLabels({{"alertname", "A"}, {"b", "own"}}, {{"b", "ext"}, {"a", "ext"}})
                 .Sorted()) == "a=ext alertname=A b=own ");
}

}  // namespace
}  // namespace check::config
