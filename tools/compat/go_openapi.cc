#include "tools/compat/go_openapi.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/api/json_stream.h"
#include "libcheck/base/ascii.h"
#include "libcheck/base/go_json_string.h"
#include "libcheck/base/quote.h"
#include "libcheck/base/text.h"

namespace tools::compat {
namespace {

// Who reads a body: its type decides.
enum class Reader { kJson, kText, kBytes, kNobody };

std::string MediaType(const GoHttp::Answer& answer) {
  for (const auto& [name, value] : answer.headers) {
    if (!check::IsInAnyCase(name, "content-type")) continue;
    return check::LowerAscii(check::TrimSpace(value.substr(0, value.find(';'))));
  }
  return {};
}

Reader ReaderOf(std::string_view type) {
  if (type.empty() || type == "application/json") return Reader::kJson;
  if (type == "text/plain" || type == "text/html") return Reader::kText;
  if (type == "application/octet-stream" || type == "multipart/form-data") return Reader::kBytes;
  return Reader::kNobody;
}

// The text that an error has as its body.
check::Result<std::string> TextOf(const std::string& body, Reader reader) {
  if (reader != Reader::kJson) return body;
  std::string text;
  if (check::TrimSpace(body).empty()) return text;
  const auto source = check::FromMemory(body);
  check::api::JsonStream json(*source);
  if (std::string error = GoJsonError(body, kGoString); !error.empty()) {
    return check::Error{std::move(error)};
  }
  json.Text(text);
  return text;
}

}  // namespace

std::optional<std::string> OpenApiError(const OpenApiCall& call, const GoHttp::Answer& answer) {
  const std::string type = MediaType(answer);
  const Reader reader = ReaderOf(type);
  if (reader == Reader::kNobody) {
    return fmt::format("no consumer: {}", check::GoQuote(type));
  }
  if (answer.status == 200) {
    const bool is_list = call.answer != nullptr && call.answer->kind == GoJsonType::Kind::kList;
    if (reader == Reader::kText && call.answer != nullptr) {
      return fmt::format(
          "{} is not supported by the TextConsumer, can be resolved by supporting TextUnmarshaler "
          "interface",
          call.empty_answer);
    }
    if (reader == Reader::kBytes && is_list) {
      return fmt::format(
          "{} is not supported by the ByteStreamConsumer, can be resolved by supporting "
          "Writer/BinaryUnmarshaler interface",
          call.empty_answer);
    }
    return std::nullopt;
  }
  const auto fault = std::ranges::find(call.faults, answer.status, &OpenApiFault::status);
  if (fault == call.faults.end()) {
    return fmt::format("[{} {}] {} (status {}): {{}}", call.method, call.path, call.name,
                       answer.status);
  }
  std::string error = fmt::format("[{} {}][{}] {}{}", call.method, call.path, fault->status,
                                  call.name, fault->name);
  if (!fault->has_text) return error;
  const check::Result<std::string> text = TextOf(answer.body, reader);
  if (!text) return text.error().message;
  error += ' ';
  check::AppendGoJsonString(error, *text);
  return error;
}

}  // namespace tools::compat
