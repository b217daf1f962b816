#ifndef LIBCHECK_NOTIFY_PAYLOAD_H_
#define LIBCHECK_NOTIFY_PAYLOAD_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/schema/reader.h"

/// Values of any shape with templates in them, such as the `payload` of a webhook.
namespace check::notify {

/// Expands a text, which is called by its path.
using ExpandText = std::function<Result<std::string>(std::string_view path, std::string_view text)>;

/// `node` as JSON, with all its texts and keys expanded. As in Alertmanager, what a text becomes is
/// read once more as YAML, so that "7" is a number and "" is null; and keys that are no text are
/// dropped. The error is that of `expand`, or Go's for a number that JSON has not got.
Result<std::string> PayloadJson(const yaml::Node& node, const schema::Values& section,
                                std::string_view path, const ExpandText& expand);

/// The same for one text.
Result<std::string> TextAsYamlJson(std::string_view text);

/// The entries of a mapping, which Go keeps by texts: all keys stay as they are written, and values
/// become what they do in PayloadJson.
Result<std::map<std::string, std::string>> PayloadEntries(const schema::Values& mapping,
                                                          std::string_view path,
                                                          const ExpandText& expand);

/// Members by their names, sorted, as JSON.
std::string JsonOf(const std::map<std::string, std::string>& members);

}  // namespace check::notify

#endif  // LIBCHECK_NOTIFY_PAYLOAD_H_
