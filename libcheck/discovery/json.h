#ifndef LIBCHECK_DISCOVERY_JSON_H_
#define LIBCHECK_DISCOVERY_JSON_H_

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/discovery/discovery.h"

/// Answers in JSON. What a server omits, or sends in another type, reads as empty.
namespace check::discovery {

using Json = nlohmann::json;

/// A request to `url` made as the `http_config` fields of `section` say. For further requests to
/// the same server, copy it and change its URL: making one may mean to ask for a token.
Result<http::HttpRequest> RequestFor(const schema::Values& section, std::string url,
                                     const Context& context);

/// Up to the deadline; never nothing.
std::chrono::milliseconds TimeLeft(const Context& context);

/// An answer whatever its status.
struct Answer {
  http::HttpResponse head;  ///< Its body has been read.
  std::string body;
};
Result<Answer> Fetch(const Context& context, const http::HttpRequest& request);

/// The whole body of the answer to `request`, which has to have a status of 2xx. Errors are
/// sentences: "cannot read `URL`: the server answers 403 Forbidden: token has expired".
Result<std::string> FetchText(const Context& context, const http::HttpRequest& request);

/// The same, read as JSON: "cannot read `URL`: the answer is not JSON".
Result<Json> FetchJson(const Context& context, const http::HttpRequest& request);

/// What that makes of an answer to `request`.
Result<Json> JsonOf(const Answer& answer, const http::HttpRequest& request);

/// The member `name` of an object; null where there is none.
const Json& At(const Json& object, std::string_view name);

/// By a path: At(At(object, "a"), "b").
template <typename... Names>
const Json& At(const Json& object, std::string_view name, Names... names) {
  return At(At(object, name), names...);
}

/// A text as it is, a number or a boolean as JSON writes it, and anything else as "".
std::string TextOf(const Json& value);

std::int64_t IntegerOf(const Json& value, std::int64_t absent = 0);
bool BoolOf(const Json& value);

/// The items of a list; none if it is something else.
const Json::array_t& ItemsOf(const Json& value);

/// The members of an object; none if it is something else.
const Json::object_t& MembersOf(const Json& value);

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_JSON_H_
