#include "libcheck/promql/completion.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace check::promql {
namespace {

// "what word metric label", with `-` for what is empty.
std::string At(std::string_view text) {
  constexpr std::string_view kNames[] = {"nothing", "expression", "label", "value", "duration"};
  const Completion at = CompletionAt(text);
  CHECK(text.substr(at.begin) == at.word);
  std::string line(kNames[static_cast<std::size_t>(at.wanted)]);
  for (const std::string& part : {at.word, at.metric, at.label}) {
    line += " " + (part.empty() ? "-" : part);
  }
  return line;
}

TEST_CASE("completion knows what can stand at the end of an expression") {
  CHECK(At("") == "expression - - -");
  CHECK(At("ra") == "expression ra - -");
  CHECK(At("sum(rate(http_re") == "expression http_re - -");
  CHECK(At("a:b:c + node1_") == "expression node1_ - -");
  CHECK(At("up{") == "label - up -");
  CHECK(At("up{jo") == "label jo up -");
  CHECK(At("up{job=\"a\", ins") == "label ins up -");
  CHECK(At("{jo") == "label jo - -");
  CHECK(At("up{job=\"") == "value - up job");
  CHECK(At("up{job=~'no") == "value no up job");
  CHECK(At("up{job=\"a\",\"in.st\"!=\"x y") == "value x y up in.st");
  CHECK(At("rate(up[") == "duration - - -");
  CHECK(At("rate(up[5") == "duration 5 - -");
  CHECK(At("sum by (jo") == "label jo - -");
  CHECK(At("sum by (job, ") == "label - - -");
  CHECK(At("a * on (instance) group_left (x") == "label x - -");
  CHECK(At("sum by (job) (u") == "expression u - -");
}

TEST_CASE("completion offers nothing where nothing is known") {
  CHECK(At("up{job") == "label job up -");
  CHECK(At("up{job ") == "nothing - up -");
  CHECK(At("label_replace(up, \"a") == "nothing a - -");
  CHECK(At("1") == "nothing 1 - -");
}

TEST_CASE("words of the language are offered with what comes behind them") {
  const auto words = WordsBeginning("his");
  CHECK(std::ranges::find(words, "histogram_quantile(") != words.end());
  CHECK(WordsBeginning("grou") ==
        std::vector<std::string>{"group(", "group_left ", "group_right "});
  CHECK(WordsBeginning("zzz").empty());
  CHECK(std::ranges::is_sorted(WordsBeginning("")));
}

}  // namespace
}  // namespace check::promql
