#ifndef LIBCHECK_PUSH_METRICS_READER_H_
#define LIBCHECK_PUSH_METRICS_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "libcheck/exposition/fault.h"
#include "libcheck/exposition/server_reader.h"
#include "libcheck/push/request_source.h"

namespace check::push {

struct ReadOptions {
  exposition::Format format = exposition::Format::kPrometheusText;
  std::int64_t now = 0;             ///< The time of samples that have none, in milliseconds.
  ExtraLabels labels = {};          ///< For series that have no label of the name.
  std::size_t most_samples = 5000;  ///< Of a request.
};

/// Makes requests of an exposition, which is read as the server does when it scrapes one. The text
/// is read twice: to see that all of it can be read, and what it says of metrics; and again for
/// each part that is sent, so that no more than a part is held at once.
class MetricsReader final : public RequestSource {
 public:
  /// `text` and `options` have to live as long.
  MetricsReader(std::string_view text, const ReadOptions& options);

  /// Why the text cannot be read: the first place.
  const std::optional<exposition::Fault>& fault() const { return fault_; }

  bool has_times() const { return has_times_; }  ///< Of any sample.

  /// False if there is a fault as well.
  bool Next(WriteRequest& request) override;

 private:
  void Survey();
  void NoteMetadata(const exposition::Entry& entry);
  void NoteCreated(const exposition::Entry& entry);
  const Family& FindFamily(std::string_view metric);
  std::int64_t TimeOf(std::string_view timestamp, std::int64_t otherwise) const;

  void AddSample(const exposition::Entry& entry, WriteRequest& request);
  void AddSeries(const exposition::Entry& entry, WriteRequest& request);
  std::string_view Keep(std::string_view text, WriteRequest& request) const;

  std::string_view text_;
  const ReadOptions& options_;
  exposition::ServerReader reader_;
  std::optional<exposition::Fault> fault_;
  bool has_times_ = false;

  Arena help_;
  std::unordered_map<std::string_view, Family> families_;
  // When metrics began to count, by family and labels.
  std::unordered_map<std::string, std::int64_t> created_;

  // Of the sample before, in the same request.
  std::string_view last_series_;  // As written.
  std::string_view last_metric_;
  std::int64_t start_ = 0;  // When it began to count.
};

}  // namespace check::push

#endif  // LIBCHECK_PUSH_METRICS_READER_H_
