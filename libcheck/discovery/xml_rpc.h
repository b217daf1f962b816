#ifndef LIBCHECK_DISCOVERY_XML_RPC_H_
#define LIBCHECK_DISCOVERY_XML_RPC_H_

#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/discovery/json.h"

/// Calls of XML-RPC, whose values are the same as JSON's.
namespace check::discovery {

/// The document that calls `method` with `parameters`: texts, whole numbers and lists of them.
std::string XmlRpcCall(std::string_view method, const Json::array_t& parameters);

/// The value in the answer to a call. Dates and binary values are texts. The error is what the
/// server reports, or how the answer is malformed.
Result<Json> ReadXmlRpc(std::string_view answer);

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_XML_RPC_H_
