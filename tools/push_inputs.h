#ifndef TOOLS_PUSH_INPUTS_H_
#define TOOLS_PUSH_INPUTS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/exposition/sample.h"
#include "libcheck/push/metrics_reader.h"
#include "libcheck/push/request_source.h"
#include "libcheck/series/load.h"
#include "tools/command.h"

namespace tools {

/// What must be pushed. All of it is read before anything is sent, so that a mistake in the last
/// file does not leave the others pushed.
class PushInputs {
 public:
  /// `format`: "auto", "prometheus" or "openmetrics". `labels` are for series without any of the
  /// name.
  PushInputs(std::string format, check::push::ExtraLabels labels);

  /// Reads `path`, or standard input for "-". What is wrong with it goes to standard error.
  Exit Read(const std::string& path);

  /// The next part of all that was read.
  bool Next(check::push::WriteRequest& request);

  std::size_t series() const { return series_; }
  std::size_t samples() const { return samples_; }  ///< Histograms among them.
  /// The first of the files whose samples have times; empty if there is none.
  const std::string& timed() const { return timed_; }

 private:
  struct Input {
    std::string path;
    std::string text;
    check::push::ReadOptions options;
    check::series::LoadedSeries loaded;  // Of formats that are not expositions.
    std::unique_ptr<check::push::RequestSource> source;
  };

  bool IsSeries(const Input& input) const;
  bool ReadSeries(Input& input);
  bool ReadMetrics(Input& input);
  check::exposition::Format FormatOf(std::string_view text) const;

  std::string format_;
  check::push::ExtraLabels labels_;
  std::int64_t now_;
  std::vector<std::unique_ptr<Input>> inputs_;
  std::size_t next_ = 0;
  std::size_t series_ = 0;
  std::size_t samples_ = 0;
  std::string timed_;
};

}  // namespace tools

#endif  // TOOLS_PUSH_INPUTS_H_
