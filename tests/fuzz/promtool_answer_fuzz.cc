#include <algorithm>
#include <functional>
#include <string_view>
#include <variant>

#include "libcheck/api/promtool_answer.h"
#include "tests/fuzz/targets.h"

namespace check::fuzz {
namespace {

using namespace api;

void CheckLabels(const AnswerLabels& labels) {
  const auto out_of_order = [](const auto& a, const auto& b) { return a.first >= b.first; };
  Require(std::adjacent_find(labels.begin(), labels.end(), out_of_order) == labels.end(),
          "labels are sorted, each name once");
}

}  // namespace

void FuzzPromtoolAnswer(std::string_view bytes) {
  for (const int status : {200, 422}) {
    const ApiAnswer answer = ReadApiAnswer(status, bytes);
    Require(answer.ok || !answer.error.message.empty(), "an error has a message");
    Require(answer.data.empty() || (!std::less<>()(answer.data.data(), bytes.data()) &&
                                    !std::less<>()(bytes.data() + bytes.size(),
                                                   answer.data.data() + answer.data.size())),
            "the data is a part of the body");
  }
  const std::string_view within = ReadApiAnswer(200, bytes).data;
  for (const std::string_view data : {bytes, within}) {
    if (const auto value = ReadAnswerValue(data); !value) {
      Require(!value.error().message.empty(), "an error has a message");
    } else if (const auto* vector = std::get_if<std::vector<AnswerSample>>(&*value)) {
      for (const AnswerSample& sample : *vector) CheckLabels(sample.labels);
    } else if (const auto* matrix = std::get_if<std::vector<AnswerSeries>>(&*value)) {
      for (const AnswerSeries& series : *matrix) CheckLabels(series.labels);
    }
    if (const auto series = ReadAnswerSeries(data)) {
      for (const AnswerLabels& labels : *series) CheckLabels(labels);
    }
    const auto texts = ReadAnswerTexts(data);
    Require(texts.ok() || !texts.error().message.empty(), "an error has a message");
  }
}

}  // namespace check::fuzz
