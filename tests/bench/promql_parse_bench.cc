// How long it takes to parse expressions such as rules have.
//
//   promql_parse_bench [FILE]
//
// FILE holds one expression per line; without it, those below are taken.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <deque>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/promql/lexer.h"
#include "libcheck/promql/parse.h"

namespace {

using namespace check;

constexpr std::string_view kExpressions[] = {
    "up == 0",
    "up{job=\"node\"} == 0",
    "sum by (job) (rate(http_requests_total[5m]))",
    "sum by (job, instance) (rate(http_requests_total{code=~\"5..\"}[5m])) / "
    "sum by (job, instance) (rate(http_requests_total[5m])) > 0.05",
    "histogram_quantile(0.99, sum by (le, job) (rate(http_request_duration_seconds_bucket[5m])))",
    "node_filesystem_avail_bytes{fstype!~\"tmpfs|overlay\"} / node_filesystem_size_bytes * 100 < "
    "10",
    "predict_linear(node_filesystem_avail_bytes{mountpoint=\"/\"}[6h], 4 * 3600) < 0",
    "absent(up{job=\"alertmanager\"})",
    "increase(kube_pod_container_status_restarts_total{namespace=~\"(team|infra)-.*\"}[1h]) > 5",
    "(kube_deployment_spec_replicas != kube_deployment_status_replicas_available) and "
    "(changes(kube_deployment_status_replicas_updated[10m]) == 0)",
    "max_over_time(job:errors:ratio_rate5m{env=\"prod\"}[1h:5m]) > 3 * 0.001",
    "count by (cluster) (node_cpu_seconds_total{mode=\"idle\"}) * on (cluster) group_left (owner) "
    "cluster_info",
    "time() - process_start_time_seconds{job=\"api\"} < 600 unless on () vector(0) > 1",
    "rate(http_requests_total[5m] offset 1w) * 1.5 < rate(http_requests_total[5m])",
};

double Seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// The fastest of many passes: other programs can only slow a pass down.
template <typename Pass>
double BestPass(Pass pass) {
  double best = 1e9;
  const double end = Seconds() + 2;
  while (Seconds() < end) {
    const double start = Seconds();
    for (int i = 0; i < 10; ++i) pass();
    best = std::min(best, (Seconds() - start) / 10);
  }
  return best;
}

void Print(const char* what, double seconds, std::size_t bytes, std::size_t count) {
  std::printf("%-6s %8.1f MB/s %8.3f us/expr\n", what, static_cast<double>(bytes) / seconds / 1e6,
              seconds * 1e6 / static_cast<double>(count));
}

}  // namespace

int main(int argc, char** argv) {
  std::deque<SourceBuffer> sources;
  if (argc > 1) {
    std::ifstream file(argv[1]);
    for (std::string line; std::getline(file, line);) sources.emplace_back("bench", line);
  } else {
    for (const std::string_view one : kExpressions) sources.emplace_back("bench", std::string(one));
  }
  std::size_t bytes = 0;
  for (const SourceBuffer& source : sources) bytes += source.text().size();
  std::printf("%zu expressions, %zu bytes\n", sources.size(), bytes);

  std::size_t tokens = 0;
  Print("lex", BestPass([&] {
          for (const SourceBuffer& source : sources) {
            promql::Lexer lexer(source.text());
            while (lexer.Next().kind != promql::TokenKind::kEof) ++tokens;
          }
        }),
        bytes, sources.size());

  Arena arena;
  Diagnostics diagnostics;
  Print("parse", BestPass([&] {
          arena.Reset();
          for (const SourceBuffer& source : sources) {
            promql::ParseExpr(source, {}, arena, diagnostics);
          }
        }),
        bytes, sources.size());
  std::vector<const promql::Expr*> trees;
  for (const SourceBuffer& source : sources) {
    if (const auto* tree = promql::ParseExpr(source, {}, arena, diagnostics)) trees.push_back(tree);
  }
  std::size_t sum = tokens;
  Print("print", BestPass([&] {
          for (const promql::Expr* tree : trees) sum += promql::ToString(*tree).size();
        }),
        bytes, sources.size());
  std::string key;
  Print("structure", BestPass([&] {
          for (const promql::Expr* tree : trees) {
            key.clear();
            promql::AppendStructure(key, *tree);
            sum += key.size();
          }
        }),
        bytes, sources.size());
  return sum == 1 ? 1 : 0;
}
