#ifndef LIBCHECK_API_PROMTOOL_ANSWER_H_
#define LIBCHECK_API_PROMTOOL_ANSWER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "libcheck/api/bucket_statistics.h"
#include "libcheck/base/result.h"

/// Answers of Prometheus's API as promtool reads and prints them: leniently, to the letter of what
/// came, and with the errors of the Go packages that it uses. For all other purposes there is
/// `api/prometheus.h`.
namespace check::api {

/// What promtool says of an error: "bad_data: unknown function".
struct ApiError {
  std::string message;
  std::string detail;  ///< The body of an answer that is not in the API's form; may be empty.
};

struct ApiAnswer {
  bool ok = false;
  ApiError error;
  std::string_view data;  ///< The text of the field, in that of the body.
  std::vector<std::string> warnings;
};

/// Takes what surrounds the data off `body`, which has to outlive the answer.
ApiAnswer ReadApiAnswer(int status, std::string_view body);

/// Sorted by name.
using AnswerLabels = std::vector<std::pair<std::string, std::string>>;

struct AnswerHistogram {
  struct Bucket {
    BucketBounds bounds;
    double count = 0;
  };
  double count = 0;
  double sum = 0;
  std::vector<Bucket> buckets;
};

/// Times are in milliseconds.
struct AnswerScalar {
  std::int64_t time = 0;
  double value = 0;
};

struct AnswerSample {
  AnswerLabels labels;
  bool has_labels = false;  ///< Be they none; as opposed to null.
  bool is_null = false;     ///< There is nothing in its place.
  std::int64_t time = 0;
  double value = 0;
  std::vector<AnswerHistogram> histogram;  ///< One, or none: a float.
};

struct AnswerSeries {
  AnswerLabels labels;
  bool has_labels = false;
  bool is_null = false;
  std::vector<AnswerScalar> floats;
  std::vector<std::pair<std::int64_t, AnswerHistogram>> histograms;
};

using AnswerValue =
    std::variant<AnswerScalar, std::vector<AnswerSample>, std::vector<AnswerSeries>>;

/// The data of `query` and `query_range`. The error has json-iterator's words.
Result<AnswerValue> ReadAnswerValue(std::string_view data);
/// The data of `series`, and of `label/NAME/values`.
Result<std::vector<AnswerLabels>> ReadAnswerSeries(std::string_view data);
Result<std::vector<std::string>> ReadAnswerTexts(std::string_view data);

}  // namespace check::api

#endif  // LIBCHECK_API_PROMTOOL_ANSWER_H_
