#include "tests/support/random_suite.h"

#include <fmt/format.h>

#include <initializer_list>
#include <set>
#include <string_view>

namespace check::test {
namespace {

// SplitMix64: the same numbers on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) { state_ = Next(); }

  std::uint64_t Next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  std::size_t Below(std::size_t count) { return Next() % count; }
  bool OneIn(std::size_t count) { return Below(count) == 0; }
  std::string Of(std::initializer_list<std::string_view> choices) {
    return std::string(choices.begin()[Below(choices.size())]);
  }
  const std::string& Of(const std::vector<std::string>& choices) {
    return choices[Below(choices.size())];
  }

 private:
  std::uint64_t state_;
};

std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : seed_(seed), r_(seed) {}

  RandomSuite Make() {
    RandomSuite suite;
    for (std::size_t i = 0, count = 2 + r_.Below(10); i < count; ++i) {
      recorded_.push_back("r" + std::to_string(i) + r_.Of({"", "", ":rate", "_total"}));
    }
    for (std::size_t i = recorded_.size() - 1; i > 0; --i) {
      std::swap(recorded_[i], recorded_[r_.Below(i + 1)]);
    }
    // Rare things are switched on for whole suites, or hardly one would be without them.
    odd_times_ = r_.OneIn(6);
    nameless_ = r_.OneIn(8);
    histograms_ = r_.OneIn(3);
    queries_ = r_.OneIn(5);
    risky_ = r_.OneIn(5);
    long_ = r_.OneIn(12);
    for (std::size_t i = 0, count = 1 + r_.Below(3); i < count; ++i) {
      suite.rules.emplace_back(fmt::format("rules_{}_{}.yml", seed_, i), RuleFile(i));
    }
    suite.tests = {fmt::format("test_{}.yml", seed_), TestFile(suite)};
    return suite;
  }

 private:
  // ---- Expressions

  std::string Metric() {
    switch (r_.Below(histograms_ ? 10 : 8)) {
      case 0:
      case 1:
        return r_.Of({"c1_total", "c2_total", "c1_total"});
      case 2:
        return r_.Of({"g1", "g2", "g1"});
      case 3:
      case 4:
      case 5:
      case 6:
        return r_.Of(recorded_);
      case 7:
        return r_.Of({"nothing", "lat_bucket", "ALERTS", "ALERTS_FOR_STATE", "g1"});
      default:
        return r_.Of({"h1", "m1"});
    }
  }

  std::string Matchers() {
    if (!r_.OneIn(5)) return {};
    return r_.Of({"{job=\"a\"}", "{job!=\"a\"}", "{job=~\"a|b\"}", "{instance=\"1\"}",
                  "{instance!~\"1|2\"}", "{nope=\"\"}", "{job=\"\"}", "{job=\"zzz\"}"});
  }

  std::string Selector() {
    if (nameless_ && r_.OneIn(4)) {
      return r_.Of({"{job=\"a\"}", "{__name__=~\"g1|r.*\"}", "{__name__=~\".+\",instance=\"1\"}",
                    "{__name__!=\"g1\",job=\"b\"}"});
    }
    return Metric() + Matchers();
  }

  std::string Shift() {
    if (r_.OneIn(12)) return r_.Of({" offset 1m", " offset 3m", " offset 17s"});
    if (!odd_times_ || !r_.OneIn(4)) return {};
    return r_.Of({" offset -1m", " @ 120", " @ start()", " @ end()", " @ 60 offset 1m"});
  }

  std::string Range() {
    if (r_.OneIn(9)) {
      return "(" + Vector(1) + ")[" + r_.Of({"5m", "2m", "3m"}) + ":" +
             r_.Of({"1m", "30s", "", "17s"}) + "]" + Shift();
    }
    return Selector() + "[" + r_.Of({"5m", "2m", "1m", "90s", "10m", "30s"}) + "]" + Shift();
  }

  std::string Grouping() {
    if (r_.OneIn(3)) return {};
    return r_.Of({" by (job)", " by (instance)", " by (job, instance)", " without (instance)",
                  " without (job)", " by (nope)", " by (le)", " by (alertname, alertstate)"});
  }

  std::string Aggregate(int depth) {
    const std::string op =
        r_.OneIn(4) ? r_.Of({"stddev", "stdvar", "topk", "bottomk", "quantile", "count_values"})
                    : r_.Of({"sum", "sum", "sum", "avg", "min", "max", "count", "group"});
    std::string parameter;
    if (op == "topk" || op == "bottomk") parameter = r_.Of({"1, ", "2, ", "3, "});
    if (op == "quantile") parameter = r_.Of({"0.5, ", "0.9, "});
    if (op == "count_values") parameter = "\"v\", ";
    return op + Grouping() + " (" + parameter + Vector(depth - 1) + ")";
  }

  std::string Number() { return r_.Of({"0", "1", "2", "0.5", "10", "-3", "100"}); }

  std::string Call(int depth) {
    switch (r_.Below(12)) {
      case 0:
        return "abs(" + Vector(depth - 1) + ")";
      case 1:
        return r_.Of({"clamp_max(", "clamp_min("}) + Vector(depth - 1) + ", " + Number() + ")";
      case 2:
        return "label_replace(" + Vector(depth - 1) + ", \"" + r_.Of({"job", "new", "instance"}) +
               "\", \"" + r_.Of({"$1", "x", "x$1"}) + "\", \"" + r_.Of({"instance", "job"}) +
               "\", \"" + r_.Of({"(.*)", "1", "(a|b)"}) + "\")";
      case 3:
        return "histogram_quantile(" + r_.Of({"0.5", "0.9"}) + ", " +
               r_.Of({"rate(lat_bucket[5m])", "sum by (le) (rate(lat_bucket[2m]))", "lat_bucket",
                      "h1"}) +
               ")";
      case 4:
        return r_.Of({"absent(", "sort(", "sgn(", "ceil("}) + Selector() + ")";
      case 5:
        return "absent_over_time(" + Range() + ")";
      case 6:
        return "vector(" + r_.Of({"1", "time()", "scalar(g1)", "scalar(sum(c1_total))"}) + ")";
      case 7:
        return "timestamp(" + Selector() + Shift() + ")";
      case 8:
        return "label_join(" + Vector(depth - 1) + ", \"both\", \"-\", \"job\", \"instance\")";
      case 9:
        return "-(" + Vector(depth - 1) + ")";
      case 10:
        return "round(" + Vector(depth - 1) + ", 0.1)";
      default:
        return "(" + Vector(depth - 1) + ")";
    }
  }

  std::string OverRange() {
    const std::string function = r_.Of({"rate",
                                        "rate",
                                        "increase",
                                        "irate",
                                        "delta",
                                        "idelta",
                                        "deriv",
                                        "resets",
                                        "changes",
                                        "sum_over_time",
                                        "avg_over_time",
                                        "min_over_time",
                                        "max_over_time",
                                        "count_over_time",
                                        "last_over_time",
                                        "stddev_over_time",
                                        "stdvar_over_time",
                                        "present_over_time",
                                        "quantile_over_time",
                                        "predict_linear"});
    if (function == "quantile_over_time") return function + "(0.5, " + Range() + ")";
    const std::string more = function == "predict_linear" ? ", 60" : "";
    return function + "(" + Range() + more + ")";
  }

  std::string Comparison() { return r_.Of({" > ", " < ", " >= ", " == ", " != "}); }

  std::string Binary(int depth) {
    const std::string left = Vector(depth - 1);
    switch (r_.Below(8)) {
      case 0:
      case 1:
        return left + Comparison() + (r_.OneIn(4) ? "bool " : "") + Number();
      case 2:
        return left + r_.Of({" * ", " + ", " / ", " - ", " % ", " ^ "}) + Number();
      case 3:
        return Number() + r_.Of({" * ", " - ", " < "}) + left;
      case 4:
        return "(" + left + ")" + r_.Of({" or ", " and ", " unless "}) +
               r_.Of({"", "", "on (job) ", "ignoring (instance) ", "on () "}) + "(" +
               Vector(depth - 1) + ")";
      case 5: {
        // Whether it can be evaluated is left to the data only where suites may fail.
        if (!risky_) break;
        return "(" + left + ")" + r_.Of({" / ", " - ", " > "}) +
               r_.Of({"on (job) ", "ignoring (instance) ", "on (job) group_left ",
                      "on (instance) group_right (job) "}) +
               "(" + Vector(depth - 1) + ")";
      }
      default:
        break;
    }
    const std::string by = r_.Of({"", " by (job)", " by (instance)", " by (job, instance)"});
    return "sum" + by + " (" + left + ")" + r_.Of({" / ", " - ", " * ", " > ", " + "}) + "sum" +
           by + " (" + Vector(depth - 1) + ")";
  }

  std::string Vector(int depth) {
    if (depth <= 0) return Selector() + Shift();
    switch (r_.Below(8)) {
      case 0:
        return Selector() + Shift();
      case 1:
      case 2:
        return OverRange();
      case 3:
      case 4:
        return Aggregate(depth);
      case 5:
      case 6:
        return Binary(depth);
      default:
        return Call(depth);
    }
  }

  // What one rule gives is told apart by labels only if names do not matter.
  std::string RuleExpression() {
    const std::string expr = Vector(1 + static_cast<int>(r_.Below(3)));
    if (risky_ || r_.OneIn(2)) return expr;
    return "sum" + Grouping() + " (" + expr + ")";
  }

  // ---- Rules

  // In a label, what is made of other series' labels would grow with each step.
  std::string Template(bool in_label) {
    if (queries_ && r_.OneIn(2)) {
      std::string query = r_.OneIn(3) ? Vector(1) : Selector() + Shift();
      std::string escaped;
      for (const char c : query) escaped += c == '"' ? "\\\"" : std::string(1, c);
      return !in_label && r_.OneIn(2)
                 ? "{{ range query \"" + escaped + "\" }}{{ .Labels.job }}={{ .Value }};{{ end }}"
                 : "{{ query \"" + escaped + "\" | first | value }}";
    }
    return r_.Of({"plain", "{{ $value }}", "{{ $labels.job }}", "{{ $labels.nope }}",
                  "{{ $value | humanize }} of {{ $labels.instance }}", "{{ index $labels 3 }}",
                  "{{ if gt $value 3.0 }}many{{ end }}"});
  }

  std::string Rule() {
    // Two that write to one metric, or two alerts of one name, fail easily.
    const bool again = r_.OneIn(risky_ ? 2 : 8);
    if (r_.OneIn(3) || (!again && next_recorded_ >= recorded_.size())) {
      const std::string name = "A" + std::to_string(again ? r_.Below(3) : alerts_.size());
      alerts_.insert(name);
      std::string text =
          fmt::format("    - alert: {}\n      expr: {}\n", name, Quoted(RuleExpression()));
      if (r_.OneIn(2)) text += "      for: " + r_.Of({"1m", "2m", "30s", "5m", "17s"}) + "\n";
      if (r_.OneIn(3)) text += "      keep_firing_for: " + r_.Of({"1m", "3m"}) + "\n";
      if (r_.OneIn(2)) {
        text += "      labels:\n        " + (risky_ ? r_.Of({"job", "extra"}) : "severity") + ": " +
                Quoted(r_.OneIn(2) ? Template(true) : "page") + "\n";
      }
      if (r_.OneIn(2))
        text += "      annotations:\n        text: " + Quoted(Template(false)) + "\n";
      return text;
    }
    std::string text = fmt::format("    - record: {}\n      expr: {}\n",
                                   again ? r_.Of(recorded_) : recorded_[next_recorded_++],
                                   Quoted(RuleExpression()));
    if (r_.OneIn(5)) {
      text += "      labels:\n        " + (risky_ ? r_.Of({"job", "instance"}) : "extra") + ": " +
              r_.Of({"x", "a", "''"}) + "\n";
    }
    return text;
  }

  std::string RuleFile(std::size_t index) {
    std::string text = "groups:\n";
    for (std::size_t i = 0, count = 1 + r_.Below(3); i < count; ++i) {
      groups_.push_back(fmt::format("group_{}_{}", index, i));
      text += "  - name: " + groups_.back() + "\n";
      if (r_.OneIn(6)) text += "    interval: " + r_.Of({"30s", "5m"}) + "\n";
      if (r_.OneIn(10)) text += "    limit: " + std::to_string(1 + r_.Below(6)) + "\n";
      if (r_.OneIn(10)) text += "    query_offset: " + r_.Of({"1m", "30s", "7s"}) + "\n";
      if (r_.OneIn(10)) text += "    labels:\n      team: x\n";
      text += "    rules:\n";
      for (std::size_t k = 0, rules = 1 + r_.Below(4); k < rules; ++k) text += Rule();
    }
    return text;
  }

  // ---- Input

  std::string HistogramValue() {
    const std::size_t a = r_.Below(5);
    const std::size_t b = r_.Below(5);
    if (r_.OneIn(5)) {
      return fmt::format("{{{{schema:-53 sum:{} count:{} custom_values:[1 5] buckets:[{} {}]}}}}",
                         a + b, a + b, a, b);
    }
    return fmt::format("{{{{schema:{} sum:{} count:{} buckets:[{} {}]}}}}", r_.Of({"0", "0", "1"}),
                       a + 2 * b, a + b, a, b);
  }

  enum class Kind { kCounter, kGauge, kHistogram, kMixed };

  // At least as many values as there are, give or take, until the test ends.
  std::string Values(Kind kind, std::size_t wanted) {
    std::string text;
    std::size_t size = 0;
    std::size_t counter = r_.Below(10);
    const auto add = [&](const std::string& item, std::size_t count) {
      text += (text.empty() ? "" : " ") + item;
      size += count;
    };
    if (r_.OneIn(3)) {
      const std::size_t gap = 1 + r_.Below(wanted / 2 + 1);
      add("_x" + std::to_string(gap), gap);
    }
    const bool ends = r_.OneIn(4);
    while (size < wanted) {
      const std::size_t run = 1 + r_.Below(long_ ? 150 : 7);
      if (r_.OneIn(10)) {
        add("_x" + std::to_string(run), run);
      } else if (r_.OneIn(12)) {
        add("stale", 1);
      } else if (kind == Kind::kHistogram || (kind == Kind::kMixed && r_.OneIn(2))) {
        if (r_.OneIn(2)) {
          add(HistogramValue() + "x" + std::to_string(run), run + 1);
        } else {
          add(HistogramValue(), 1);
        }
      } else if (kind == Kind::kCounter) {
        if (r_.OneIn(6)) counter = 0;
        const std::size_t step = r_.Below(9);
        add(fmt::format("{}+{}x{}", counter, step, run), run + 1);
        counter += step * (run + 1);
      } else if (r_.OneIn(3)) {
        add(fmt::format("{}x{}", r_.Of({"1", "0", "-2.5", "0.1"}), run), run + 1);
      } else {
        add(r_.Of({"1", "0", "3.7", "1e10", "0.1", "-7", "0.3", "0.7", "1.1", "NaN", "Inf"}), 1);
      }
      if (ends && size > wanted / 3 && r_.OneIn(4)) {
        if (r_.OneIn(2)) add("stale", 1);
        break;
      }
    }
    return text;
  }

  std::string InputSeries(std::size_t wanted) {
    std::string text;
    std::set<std::string> seen;
    const auto add = [&](const std::string& series, Kind kind) {
      if (!seen.insert(series).second) return;
      text += fmt::format("      - series: {}\n        values: {}\n", Quoted(series),
                          Quoted(Values(kind, wanted)));
    };
    const auto labels = [&] {
      return fmt::format("{{job=\"{}\",instance=\"{}\"}}", r_.Of({"a", "b", "c"}),
                         r_.Of({"1", "2", "3", "4"}));
    };
    for (std::size_t i = 0, count = 4 + r_.Below(11); i < count; ++i) {
      switch (r_.Below(histograms_ ? 8 : 6)) {
        case 0:
        case 1:
          add(r_.Of({"c1_total", "c2_total"}) + labels(), Kind::kCounter);
          break;
        case 2:
        case 3:
          add(r_.Of({"g1", "g2"}) + labels(), Kind::kGauge);
          break;
        case 4:
          for (const char* le : {"0.1", "1", "+Inf"}) {
            add(fmt::format("lat_bucket{{job=\"a\",le=\"{}\"}}", le), Kind::kCounter);
          }
          break;
        case 5:
          add(r_.OneIn(6) ? r_.Of(recorded_) + labels() : "g1" + labels(), Kind::kGauge);
          break;
        case 6:
          add("h1" + labels(), Kind::kHistogram);
          break;
        default:
          add("m1" + labels(), Kind::kMixed);
          break;
      }
    }
    return text;
  }

  // ---- Tests

  std::string EvalTime(std::size_t seconds) {
    const std::size_t at = r_.Below(seconds + 1);
    return std::to_string(r_.OneIn(3) ? at : at / 60 * 60) + "s";
  }

  std::string Group() {
    static constexpr std::size_t kIntervals[] = {60, 60, 30, 20, 90};
    const std::size_t interval = kIntervals[r_.Below(5)];
    const std::size_t seconds = (long_ ? 200 + r_.Below(200) : 3 + r_.Below(25)) * 60;
    std::string text = fmt::format("  - interval: {}s\n", interval);
    if (r_.OneIn(8)) text += "    start_timestamp: 2024-01-01T00:00:00Z\n";
    if (r_.OneIn(8)) text += "    external_labels:\n      region: eu\n";
    text += "    input_series:\n" + InputSeries(seconds / interval + 1);
    if (!alerts_.empty()) {
      text += "    alert_rule_test:\n";
      for (std::size_t i = 0, count = 1 + r_.Below(4); i < count; ++i) {
        const auto at = static_cast<std::ptrdiff_t>(r_.Below(alerts_.size()));
        text += fmt::format("      - eval_time: {}\n        alertname: {}\n", EvalTime(seconds),
                            *std::next(alerts_.begin(), at));
        if (r_.OneIn(3)) {
          text += "        exp_alerts:\n          - exp_labels:\n              job: a\n";
        }
      }
    }
    text += "    promql_expr_test:\n";
    for (std::size_t i = 0, count = 1 + r_.Below(5); i < count; ++i) {
      const std::string expr = r_.OneIn(2)   ? r_.Of(recorded_)
                               : r_.OneIn(3) ? "ALERTS"
                               : r_.OneIn(2) ? Selector() + Shift()
                                             : Vector(2);
      text += fmt::format("      - expr: {}\n        eval_time: {}\n        exp_samples:\n",
                          Quoted(expr), i == 0 ? std::to_string(seconds) + "s" : EvalTime(seconds));
      text += "          - labels: '{never=\"there\"}'\n            value: 1\n";
    }
    return text;
  }

  std::string TestFile(const RandomSuite& suite) {
    std::string text = "rule_files:\n";
    for (const auto& [name, rules] : suite.rules) text += "  - " + name + "\n";
    text += "evaluation_interval: " + r_.Of({"1m", "1m", "30s", "15s", "2m"}) + "\n";
    // promtool leaves the order of groups that are not listed to chance.
    if (groups_.size() > 1) {
      for (std::size_t i = groups_.size() - 1; i > 0; --i) {
        if (r_.OneIn(2)) std::swap(groups_[i], groups_[r_.Below(i + 1)]);
      }
      text += "group_eval_order:\n";
      for (const std::string& group : groups_) text += "  - " + group + "\n";
    }
    text += "tests:\n";
    for (std::size_t i = 0, count = 1 + r_.Below(2); i < count; ++i) text += Group();
    return text;
  }

  std::uint64_t seed_;
  Random r_;
  std::vector<std::string> recorded_;
  std::size_t next_recorded_ = 0;
  std::vector<std::string> groups_;
  std::set<std::string> alerts_;
  bool odd_times_ = false;
  bool nameless_ = false;
  bool histograms_ = false;
  bool queries_ = false;
  bool risky_ = false;
  bool long_ = false;
};

}  // namespace

RandomSuite MakeRandomSuite(std::uint64_t seed) { return Maker(seed).Make(); }

}  // namespace check::test
