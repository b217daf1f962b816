#include "libcheck/api/envelope.h"

#include <fmt/format.h>

#include "libcheck/api/page_text.h"

namespace check::api {

bool ReadEnvelope(JsonStream& json, const std::function<bool()>& data, Envelope& envelope) {
  std::string status, error_type, error;
  bool has_data = false;
  const auto texts = [&](std::vector<std::string>& into) {
    constexpr std::size_t kMost = 1000;
    return json.TakeNull() || json.Array([&] {
      return into.size() < kMost ? json.Text(into.emplace_back()) : json.Skip();
    });
  };
  const bool ok = json.Object([&](std::string_view key) {
    if (key == "status") return json.Text(status);
    if (key == "errorType") return json.Text(error_type);
    if (key == "error") return json.Text(error);
    if (key == "warnings") return texts(envelope.warnings);
    if (key == "infos") return texts(envelope.infos);
    if (key != "data") return json.Skip();
    has_data = true;
    return data();
  });
  Fault& fault = envelope.fault;
  if (!ok || !json.End()) {
    fault = NotUsable(json.why());
    if (json.source_error() != nullptr) {
      fault.kind = Fault::Kind::kConnection;
      fault.connection.why = json.source_error()->why();
    }
  } else if (status == "error") {
    fault.kind = Fault::Kind::kApi;
    fault.message = fmt::format("{}: {}", OneLine(error_type), OneLine(error, 2000));
    fault.error_type = std::move(error_type);
    fault.error = std::move(error);
  } else if (status != "success") {
    fault = NotUsable("it has no `status`, so it is not from the Prometheus API");
  } else if (!has_data) {
    fault = NotUsable("it has no `data`");
  } else {
    return true;
  }
  return false;
}

Fault NotUsable(std::string_view why) {
  Fault fault;
  fault.kind = Fault::Kind::kNotTheApi;
  fault.message = why;
  return fault;
}

}  // namespace check::api
