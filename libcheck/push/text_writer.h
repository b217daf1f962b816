#ifndef LIBCHECK_PUSH_TEXT_WRITER_H_
#define LIBCHECK_PUSH_TEXT_WRITER_H_

#include <string>
#include <unordered_set>

#include "libcheck/push/write_request.h"

namespace check::push {

/// Writes what would be pushed in the text format: for the Pushgateway, and for people who want to
/// see it. Exemplars have no place there; native histograms are comments.
class TextWriter {
 public:
  explicit TextWriter(bool with_times) : with_times_(with_times) {}

  void Add(const WriteRequest& request);

  /// What has been written since it was last taken.
  std::string Take();

 private:
  void AddMetadata(const Family& family, std::string_view metric);

  bool with_times_;
  std::string text_;
  std::string last_;  // The name of the metric that was described last.
  std::unordered_set<std::string> described_;
};

}  // namespace check::push

#endif  // LIBCHECK_PUSH_TEXT_WRITER_H_
