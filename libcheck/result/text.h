#ifndef LIBCHECK_RESULT_TEXT_H_
#define LIBCHECK_RESULT_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/model/histogram.h"
#include "libcheck/model/labels.h"

/// The parts that texts for promtool's users are made of.
namespace check::result {

/// Room for a time as WriteSeconds writes it.
inline constexpr std::size_t kSecondsSize = 32;

/// A time in ms as seconds with up to three decimals: "1795902101.345". Returns the end.
char* WriteSeconds(char* out, std::int64_t ms);

/// `name{a="b", c="d"}`, `{}` for no labels.
void AppendMetric(std::string& out, model::Labels labels);

/// Appends a JSON string as Go's encoding/json writes it: what HTML gives a meaning is escaped.
void AppendJsonString(std::string& out, std::string_view text);

/// Appends an object with the labels, sorted by name.
void AppendJsonLabels(std::string& out, model::Labels labels);

/// Appends a number as the API writes it: in decimals, with an exponent from 1e+21 and below 1e-06.
void AppendNumber(std::string& out, double value);

/// Appends a field of CSV as RFC 4180 has it: in quotes where it must be.
void AppendCsvField(std::string& out, std::string_view text);

/// The buckets that an answer of the API lists: from the lowest to the highest, none that is empty.
std::vector<model::Bucket> ListedBuckets(const model::FloatHistogram& histogram);

}  // namespace check::result

#endif  // LIBCHECK_RESULT_TEXT_H_
