#ifndef LIBCHECK_PUSH_REQUEST_SOURCE_H_
#define LIBCHECK_PUSH_REQUEST_SOURCE_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/push/write_request.h"

namespace check::push {

/// Something to be pushed, in parts.
class RequestSource {
 public:
  virtual ~RequestSource() = default;

  /// The next part. False if nothing is left. Views in `request` are good as long as the source.
  virtual bool Next(WriteRequest& request) = 0;

  // Of all parts.
  std::size_t series() const { return series_; }
  const Counts& counts() const { return counts_; }

 protected:
  std::size_t series_ = 0;
  Counts counts_;
};

using ExtraLabels = std::vector<std::pair<std::string, std::string>>;

/// Adds those that have a value and no counterpart in `labels`, and sorts `labels`. False if a name
/// is there twice.
bool Complete(const ExtraLabels& extra, std::vector<Label>& labels);

}  // namespace check::push

#endif  // LIBCHECK_PUSH_REQUEST_SOURCE_H_
