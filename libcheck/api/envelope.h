#ifndef LIBCHECK_API_ENVELOPE_H_
#define LIBCHECK_API_ENVELOPE_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/api/json_stream.h"
#include "libcheck/api/reply.h"
#include "libcheck/model/labels.h"
#include "libcheck/promql/value.h"

namespace check::api {

/// What is around the data of all answers: `{"status": "success", "data": ..., "warnings": [...]}`.
struct Envelope {
  Fault fault;  ///< Its message says no more than why.
  std::vector<std::string> warnings, infos;
};

/// Reads a whole answer; `data` has to read the value of that name. False: there is a fault.
bool ReadEnvelope(JsonStream& json, const std::function<bool()>& data, Envelope& envelope);

/// The same, into a reply that gets its value from what `data` has read.
template <typename T>
bool ReadEnvelope(JsonStream& json, Reply<T>& reply, const std::function<bool()>& data) {
  Envelope envelope;
  const bool ok = ReadEnvelope(json, data, envelope);
  reply.fault = std::move(envelope.fault);
  reply.warnings = std::move(envelope.warnings);
  reply.infos = std::move(envelope.infos);
  return ok;
}

/// For an answer that is JSON, and not what was requested.
Fault NotUsable(std::string_view why);

/// An answer of `query` or `query_range`. A fault says no more than why.
Reply<promql::Value> ReadQueryAnswer(JsonStream& json, model::LabelTable& labels);

}  // namespace check::api

#endif  // LIBCHECK_API_ENVELOPE_H_
