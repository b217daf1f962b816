#ifndef LIBCHECK_API_LABEL_READER_H_
#define LIBCHECK_API_LABEL_READER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "libcheck/api/json_stream.h"
#include "libcheck/model/labels.h"

namespace check::api {

/// Reads label sets one after the other: `{"__name__": "up", "job": "a"}`. Most have the names of
/// the one before them, and many of its values: these are not looked up again.
class LabelReader {
 public:
  explicit LabelReader(model::LabelTable& table) : table_(table) {}

  bool Read(JsonStream& json, model::Labels& labels);
  model::LabelTable& table() { return table_; }

 private:
  const model::Symbol* At(std::vector<const model::Symbol*>& before, std::size_t at,
                          std::string_view text);

  model::LabelTable& table_;
  std::vector<const model::Symbol*> before_names_, before_values_;
  std::vector<model::Label> now_;
};

/// A time in seconds, as milliseconds.
bool ReadTime(JsonStream& json, std::int64_t& time);

}  // namespace check::api

#endif  // LIBCHECK_API_LABEL_READER_H_
