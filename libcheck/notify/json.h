#ifndef LIBCHECK_NOTIFY_JSON_H_
#define LIBCHECK_NOTIFY_JSON_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace check::notify {

/// JSON as Go's encoding/json writes it, one member after another.
std::string JsonText(std::string_view text);

class JsonObject {
 public:
  JsonObject& Add(std::string_view name, std::string_view text) {
    return AddJson(name, JsonText(text));
  }
  /// Not if it is empty, as fields of Go with `omitempty`.
  JsonObject& AddIfSet(std::string_view name, std::string_view text) {
    return text.empty() ? *this : Add(name, text);
  }
  JsonObject& AddNumber(std::string_view name, std::int64_t number) {
    return AddJson(name, std::to_string(number));
  }
  JsonObject& AddFlag(std::string_view name, bool flag) {
    return AddJson(name, flag ? "true" : "false");
  }
  JsonObject& AddFlagIfSet(std::string_view name, bool flag) {
    return flag ? AddFlag(name, flag) : *this;
  }
  /// `json` as it is.
  JsonObject& AddJson(std::string_view name, std::string_view json);

  std::string ToString() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

class JsonList {
 public:
  JsonList& Add(std::string_view text) { return AddJson(JsonText(text)); }
  JsonList& AddJson(std::string_view json);

  bool empty() const { return items_.empty(); }
  std::string ToString() const { return "[" + items_ + "]"; }

 private:
  std::string items_;
};

}  // namespace check::notify

#endif  // LIBCHECK_NOTIFY_JSON_H_
