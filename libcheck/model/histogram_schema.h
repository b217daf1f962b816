#ifndef LIBCHECK_MODEL_HISTOGRAM_SCHEMA_H_
#define LIBCHECK_MODEL_HISTOGRAM_SCHEMA_H_

#include <algorithm>
#include <cstdint>

namespace check::model {

/// Index of the bucket of schema `to`, the coarser one, that holds bucket `index` of schema `from`.
/// The schemas may be any numbers, as in the notation of tests.
inline std::int32_t IndexInSchema(std::int32_t index, std::int32_t from, std::int32_t to) {
  const std::int64_t shift = std::min<std::int64_t>(std::int64_t{from} - to, 63);
  return static_cast<std::int32_t>(((std::int64_t{index} - 1) >> shift) + 1);
}

}  // namespace check::model

#endif  // LIBCHECK_MODEL_HISTOGRAM_SCHEMA_H_
