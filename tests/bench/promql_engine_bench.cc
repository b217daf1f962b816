// How long range queries take, of the shapes that Prometheus's own benchmarks have.
//
//   promql_engine_bench              one line for each query: steps, expression, microseconds
//                                    of processor time
//   promql_engine_bench --beside F   also those in F, lines of the same form from another engine on
//                                    the same data, and how many times as long they are
//
// The data are counters and classic histograms: a sample every ten seconds for two days, for 1, 100
// or 1000 series, as the names say.
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/arena.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/promql/engine.h"
#include "libcheck/promql/parse.h"
#include "libcheck/storage/memory.h"

namespace {

using namespace check;

constexpr std::int64_t kInterval = 10'000;
constexpr std::int64_t kIntervals = 8'640 + 10'000;

struct Shape {
  std::string_view expr;  ///< N stands for the number of series.
  std::vector<int> steps = {1, 1'000};
  std::vector<std::string_view> sizes = {"one", "hundred"};
};

const std::vector<Shape>& Shapes() {
  static const std::vector<Shape> shapes = {
      {"a_N", {1, 1'000}, {"one", "hundred", "thousand"}},
      {"rate(a_N[1m])", {1, 1'000, 10'000}, {"one", "hundred", "thousand"}},
      {"rate(a_N[1m] smoothed)"},
      {"rate(a_N[1d])"},
      {"changes(a_N[1d])"},
      {"double_exponential_smoothing(a_N[1d], 0.3, 0.3)", {1, 1'000}, {"one"}},
      {"absent_over_time(a_N[1d])"},
      {"quantile_over_time(0.9, a_N[10m])"},
      {"max_over_time(a_N[1h])"},
      {"-a_N"},
      {"a_N - b_N", {1, 1'000, 10'000}},
      {"a_N and b_N{l=~\".*[0-4]$\"}"},
      {"a_N or b_N{l=~\".*[0-4]$\"}"},
      {"a_N unless b_N{l=~\".*[0-4]$\"}"},
      {"a_N > 3"},
      {"abs(a_N)"},
      {"label_replace(a_N, \"l2\", \"$1\", \"l\", \"(.*)\")"},
      {"label_join(a_N, \"l2\", \"-\", \"l\", \"l\")"},
      {"sum(a_N)", {1, 1'000, 10'000}, {"one", "hundred", "thousand"}},
      {"avg(a_N)"},
      {"sum without (le) (h_N)"},
      {"sum by (le) (h_N)"},
      {"count_values(\"value\", h_N)", {100}},
      {"topk(5, a_N)"},
      {"limit_ratio(0.5, a_N)"},
      {"rate(a_N[1m]) + rate(b_N[1m])"},
      {"sum without (l) (rate(a_N[1m])) / sum without (l) (rate(b_N[1m]))"},
      {"histogram_quantile(0.9, rate(h_N[5m]))"},
      {"histogram_quantile(0.9, sum by (le) (rate(h_N[5m])))"},
      {"a_N + on (l) group_right () a_one"},
      {"max_over_time(sum(rate(a_N[1m]))[10m:1m])"},
      {"timestamp(a_N)"},
      {"count({__name__!=\"\"})", {1}, {"one"}},
  };
  return shapes;
}

void Fill(storage::MemoryStore& store) {
  std::vector<std::size_t> all;
  const auto add =
      [&](std::initializer_list<std::pair<std::string_view, std::string_view>> labels) {
        all.push_back(store.SeriesIndex(store.labels().Make(labels)));
      };
  for (const auto& [size, count] : {std::pair{"one", 1}, {"hundred", 100}, {"thousand", 1'000}}) {
    const std::string suffix = size;
    for (int i = 0; i < count; ++i) {
      const std::string l = count == 1 ? "" : std::to_string(i);
      add({{"__name__", "a_" + suffix}, {"l", l}});
      if (count > 100) continue;
      add({{"__name__", "b_" + suffix}, {"l", l}});
      for (int bound = 0; bound <= 10; ++bound) {
        add({{"__name__", "h_" + suffix},
             {"l", l},
             {"le", bound == 10 ? "+Inf" : std::to_string(bound)}});
      }
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::int64_t s = 0; s < kIntervals; ++s) {
      const double value =
          static_cast<double>(s) + static_cast<double>(i) / static_cast<double>(all.size());
      (void)store.AppendAt(all[i], s * kInterval, value).ok();
    }
  }
}

// Of this thread's own time: a busy machine must not show.
double Microseconds() {
  timespec now = {};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

// The median of a few runs, each with the expression bound anew as a server would.
double Measure(storage::MemoryStore& store, const std::string& text, int steps) {
  std::vector<double> times;
  const double begin = Microseconds();
  while (times.size() < 3 || (times.size() < 31 && Microseconds() - begin < 200'000)) {
    const double start = Microseconds();
    const SourceBuffer source("bench", text);
    Arena arena;
    Diagnostics diagnostics;
    promql::ParseOptions parse;
    parse.experimental_functions = true;
    parse.extended_range_selectors = true;
    const promql::Expr* expr = promql::ParseExpr(source, parse, arena, diagnostics);
    if (expr == nullptr) return -1;
    auto query = promql::Query::Bind(*expr, store, {});
    if (!query) return -1;
    const std::int64_t end = kIntervals * kInterval;
    const promql::QueryResult result =
        steps == 1 ? query->RunInstant(end)
                   : query->RunRange(end - steps * kInterval, end, kInterval);
    if (!result.ok()) {
      std::fprintf(stderr, "%s: %s\n", text.c_str(), result.error->c_str());
      return -1;
    }
    times.push_back(Microseconds() - start);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

std::map<std::string, double> ReadOther(const char* path) {
  std::map<std::string, double> times;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.rfind('\t');
    if (tab != std::string::npos) times[line.substr(0, tab)] = std::stod(line.substr(tab + 1));
  }
  return times;
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, double> other;
  if (argc == 3 && std::string_view(argv[1]) == "--beside") other = ReadOther(argv[2]);
  storage::MemoryStore store;
  Fill(store);
  for (const Shape& shape : Shapes()) {
    for (const std::string_view size : shape.sizes) {
      for (const int steps : shape.steps) {
        std::string expr(shape.expr);
        for (std::size_t at; (at = expr.find("_N")) != std::string::npos;) {
          expr.replace(at + 1, 1, size);
        }
        const double time = Measure(store, expr, steps);
        const std::string key = std::to_string(steps) + "\t" + expr;
        std::printf("%s\t%.1f", key.c_str(), time);
        if (const auto found = other.find(key); found != other.end()) {
          std::printf("\t%.1f\t%.1fx", found->second, found->second / time);
        }
        std::printf("\n");
        std::fflush(stdout);
      }
    }
  }
}
