// How long it takes to read an answer of query or query_range, without the network.
//
//   api_answer_bench [FILE]
//
// FILE holds an answer; without it, one of 2,000 series with 500 points each is made.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "libcheck/api/prometheus.h"

namespace {

using namespace check;

std::string MadeAnswer() {
  std::string text = R"({"status":"success","data":{"resultType":"matrix","result":[)";
  for (int i = 0; i < 2000; ++i) {
    text += fmt::format(
        R"({}{{"metric":{{"__name__":"requests_total","code":"{}","instance":"10.1.{}.{}:9100"}},)"
        R"("values":[)",
        i == 0 ? "" : ",", 200 + i % 5, i >> 8, i & 255);
    for (int j = 0; j < 500; ++j) {
      text += fmt::format(R"({}[{},"{}"])", j == 0 ? "" : ",", 1672704000 + 345 * j,
                          i % 2 == 0 ? fmt::format("{}", j * 250 + i) : fmt::format("{}", j / 7.0));
    }
    text += "]}";
  }
  return text + "]}}";
}

}  // namespace

int main(int argc, char** argv) {
  std::string text;
  if (argc > 1) {
    std::ifstream file(argv[1], std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(file), {});
  } else {
    text = MadeAnswer();
  }
  double best = 1e9;
  for (int i = 0; i < 20; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const auto source = FromMemory(text);
    model::LabelTable labels;
    const auto reply = api::ReadQueryAnswer(*source, labels);
    if (!reply) {
      std::fprintf(stderr, "%s\n", reply.fault.message.c_str());
      return 1;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    best = std::min(best, took.count());
  }
  const auto bytes = static_cast<double>(text.size());
  std::printf("%.1f ms for %.1f MB: %.0f MB/s\n", best * 1e3, bytes / 1e6, bytes / best / 1e6);
}
