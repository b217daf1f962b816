#include "tests/series/local_queries.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "libcheck/series/load.h"
#include "tests/support/golden.h"
#include "tests/support/shared.h"

namespace check {
namespace {

using Json = nlohmann::json;

// The data of a set, once with what only the source of native histograms has.
class Sets {
 public:
  Sets(std::filesystem::path folder, std::string form)
      : folder_(std::move(folder)), form_(std::move(form)) {}

  storage::MemoryStore& Find(const std::string& set, bool is_native) {
    auto& loaded = sets_[set + (is_native ? "+" : "")];
    if (loaded.store) return *loaded.store;
    const std::string name = set == "b" ? "b_classic" : set;
    std::string path = (folder_ / (name + form_)).string();
    if (!std::filesystem::exists(path)) path += ".gz";
    loaded = series::LoadSeries(std::vector<std::string>{path}, {.files = &Disk()});
    CAPTURE(path);
    REQUIRE(loaded.errors.empty());
    REQUIRE(loaded.findings.empty());
    if (is_native) {
      test::AddNativeSource(test::ReadText(folder_ / "b_native_source.json"), *loaded.store);
    }
    return *loaded.store;
  }

 private:
  std::filesystem::path folder_;
  std::string form_;
  std::map<std::string, series::LoadedSeries> sets_;
};

// Limits that only a server has.
bool IsLimit(const Json& question) {
  const auto error = question.at("answer").value("error", std::string());
  return error.starts_with("exceeded maximum resolution");
}

void AskAll(const std::filesystem::path& folder, const std::string& form, const std::string& what) {
  Sets sets(folder / "data", form);
  std::size_t agreed = 0;
  std::size_t total = 0;
  for (const char* file : {"instant.jsonl", "range.jsonl", "meta.jsonl"}) {
    for (const std::string& line : test::Lines(folder / file)) {
      const Json question = Json::parse(line);
      const bool is_native = question.contains("needs") || question.at("data") == "b";
      if (IsLimit(question)) continue;
      ++total;
      const Json answer =
          test::Answer(question, sets.Find(question.at("data").get<std::string>(), is_native));
      const bool agrees = test::SameAnswer(question, answer);
      agreed += agrees ? 1 : 0;
      if (agrees) continue;
      const std::string asked = question.value("query", question.value("path", std::string())) +
                                " " + question.value("params", Json()).dump();
      const std::string expected = question.at("answer").dump().substr(0, 6000);
      const std::string actual = answer.dump().substr(0, 6000);
      const auto id = question.at("id").get<std::string>();
      CAPTURE(id);
      CAPTURE(asked);
      CAPTURE(expected);
      CAPTURE(actual);
      CHECK(agrees);
    }
  }
  test::PrintConformance(what + " as " + form.substr(1), agreed, total);
}

constexpr const char* kForms[] = {".om", ".prom", ".csv", ".query_range.json"};

TEST_CASE("files give the numbers that Prometheus gives, to the last digit") {
  const auto folder = test::Shared("conformance/local_queries", "local queries");
  if (!folder) return;
  for (const char* form : kForms) AskAll(*folder, form, "local queries");
}

TEST_CASE("a small set of files gives the numbers that Prometheus gives") {
  for (const char* form : kForms) AskAll(test::Testdata("series"), form, "small local queries");
}

}  // namespace
}  // namespace check
