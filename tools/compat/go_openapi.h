#ifndef TOOLS_COMPAT_GO_OPENAPI_H_
#define TOOLS_COMPAT_GO_OPENAPI_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tools/compat/go_http.h"
#include "tools/compat/go_json.h"

/// How Go clients that go-openapi generates, such as amtool's, read answers and word what is wrong
/// with them.
namespace tools::compat {

/// An answer that is not a success, and has a type of its own.
struct OpenApiFault {
  int status;
  std::string_view name;  ///< "BadRequest"
  bool has_text = true;   ///< Its body is a text.
};

struct OpenApiCall {
  std::string_view name;  ///< "getSilence"
  std::string_view method;
  std::string_view path;               ///< "/silence/{silenceID}"
  const GoJsonType* answer = nullptr;  ///< Null: the body of a success is not looked at.
  std::string_view empty_answer = {};  ///< As Go prints one: "&[] (*models.GettableAlerts)".
  std::span<const OpenApiFault> faults = {};
};

/// Why `answer` is not one to be read as JSON; nothing if it is. An answer that broke off is none.
std::optional<std::string> OpenApiError(const OpenApiCall& call, const GoHttp::Answer& answer);

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_GO_OPENAPI_H_
