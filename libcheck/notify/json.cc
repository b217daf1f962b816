#include "libcheck/notify/json.h"

#include "libcheck/base/go_json_string.h"

namespace check::notify {

std::string JsonText(std::string_view text) {
  std::string json;
  AppendGoJsonString(json, text);
  return json;
}

JsonObject& JsonObject::AddJson(std::string_view name, std::string_view json) {
  if (!members_.empty()) members_ += ',';
  AppendGoJsonString(members_, name);
  members_ += ':';
  members_ += json;
  return *this;
}

JsonList& JsonList::AddJson(std::string_view json) {
  if (!items_.empty()) items_ += ',';
  items_ += json;
  return *this;
}

}  // namespace check::notify
