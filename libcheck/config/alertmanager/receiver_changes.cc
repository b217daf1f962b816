#include "libcheck/config/alertmanager/receiver_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "libcheck/diagnostic/secrets.h"
#include "libcheck/source/secret_text.h"

namespace check::config::alertmanager {
namespace {

using schema::Kind;
using schema::Object;
using schema::Type;
using schema::Values;

// What a setting says, to compare and to show.
struct Setting {
  std::string path;
  std::string value;
  std::string shown;
};

/// All settings of a section, down to the single values, in the order in which they are written.
class SettingList {
 public:
  void AddSection(const Values& section, const Object* object, const std::string& path) {
    for (const yaml::Entry& entry : section.entries()) {
      const std::string_view name = entry.key.scalar();
      const schema::Field* field = object == nullptr ? nullptr : FindField(*object, name);
      const bool is_secret = field == nullptr && (IsSecretName(name) || HoldsSecretValues(name));
      Add(section, entry.value, field == nullptr ? nullptr : &field->type,
          path.empty() ? std::string(name) : path + "." + std::string(name), is_secret);
    }
  }

  std::vector<Setting> settings;

 private:
  void Add(const Values& section, const yaml::Node& node, const Type* type, const std::string& path,
           bool is_secret) {
    is_secret = is_secret || (type != nullptr && type->kind == Kind::kSecret);
    if (node.IsMapping()) {
      const Values inner = section.Of(node);
      if (type != nullptr && type->kind == Kind::kSection) {
        return AddSection(inner, type->object, path);
      }
      const bool holds_secrets = is_secret || HoldsSecretValues(LastOf(path));
      for (const yaml::Entry& entry : inner.entries()) {
        const std::string_view key = entry.key.scalar();
        Add(inner, entry.value, type == nullptr ? nullptr : type->element,
            path + "." + std::string(key), holds_secrets || IsSecretName(key));
      }
      return;
    }
    if (node.IsSequence()) {
      std::size_t number = 0;
      for (const yaml::Node& item : node.items()) {
        Add(section, item, type == nullptr ? nullptr : type->element,
            fmt::format("{}[{}]", path, number++), is_secret);
      }
      return;
    }
    const std::string value(section.TextOf(node));
    settings.push_back(
        {path, value, is_secret ? std::string(kHiddenSecret) : Shown(section, value)});
  }

  static std::string_view LastOf(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos ? path : path.substr(dot + 1);
  }

  static std::string Shown(const Values& section, const std::string& value) {
    constexpr std::size_t kMostShown = 80;
    std::string text = HideSecrets(value, section.input().file);
    for (char& c : text) {
      if (c == '\n' || c == '\t') c = ' ';
    }
    if (text.size() <= kMostShown) return text;
    std::size_t end = kMostShown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "...";
  }
};

std::vector<Setting> SettingsOf(const Receiver& receiver) {
  SettingList list;
  for (const Integration& integration : receiver.integrations) {
    const std::string path = fmt::format("{}[{}]", integration.type->field, integration.index);
    // It counts without any field, too.
    list.settings.push_back({path, "", "there"});
    list.AddSection(integration.section, integration.type->section, path);
  }
  return std::move(list.settings);
}

const Setting* Find(const std::vector<Setting>& settings, std::string_view path) {
  const auto at = std::find_if(settings.begin(), settings.end(),
                               [&](const Setting& setting) { return setting.path == path; });
  return at == settings.end() ? nullptr : &*at;
}

void Compare(const std::string& receiver, const std::vector<Setting>& before,
             const std::vector<Setting>& after, std::vector<ReceiverChange>& changes) {
  // An integration that is gone, or new, is one change.
  std::string whole;
  const auto is_part_of_whole = [&](const Setting& setting) {
    return !whole.empty() && setting.path.starts_with(whole + ".");
  };
  for (const Setting& setting : before) {
    if (Find(after, setting.path) != nullptr || is_part_of_whole(setting)) continue;
    if (setting.path.ends_with(']') && setting.value.empty()) whole = setting.path;
    changes.push_back({receiver, setting.path, setting.shown, std::nullopt});
  }
  whole.clear();
  for (const Setting& setting : after) {
    const Setting* old = Find(before, setting.path);
    if (old != nullptr) {
      if (old->value != setting.value) {
        changes.push_back({receiver, setting.path, old->shown, setting.shown});
      }
      continue;
    }
    if (is_part_of_whole(setting)) continue;
    if (setting.path.ends_with(']') && setting.value.empty()) whole = setting.path;
    changes.push_back({receiver, setting.path, std::nullopt, setting.shown});
  }
}

const Receiver* Find(const AlertmanagerConfig& config, std::string_view name) {
  const auto at = std::find_if(config.receivers.begin(), config.receivers.end(),
                               [&](const Receiver& receiver) { return receiver.name == name; });
  return at == config.receivers.end() ? nullptr : &*at;
}

// "slack_configs, webhook_configs"
std::string Integrations(const Receiver& receiver) {
  std::vector<std::string_view> fields;
  for (const Integration& integration : receiver.integrations) {
    fields.push_back(integration.type->field);
  }
  return fields.empty() ? "no integrations" : fmt::format("{}", fmt::join(fields, ", "));
}

}  // namespace

std::vector<ReceiverChange> CompareReceivers(const AlertmanagerConfig& before,
                                             const AlertmanagerConfig& after) {
  std::vector<ReceiverChange> changes;
  SettingList old_global;
  old_global.AddSection(before.global, &kGlobal, "");
  SettingList new_global;
  new_global.AddSection(after.global, &kGlobal, "");
  Compare("", old_global.settings, new_global.settings, changes);
  for (const Receiver& receiver : before.receivers) {
    if (Find(after, receiver.name) != nullptr) continue;
    changes.push_back({std::string(receiver.name), "", Integrations(receiver), std::nullopt});
  }
  for (const Receiver& receiver : after.receivers) {
    if (const Receiver* old = Find(before, receiver.name)) {
      Compare(std::string(receiver.name), SettingsOf(*old), SettingsOf(receiver), changes);
    } else {
      changes.push_back({std::string(receiver.name), "", std::nullopt, Integrations(receiver)});
    }
  }
  return changes;
}

}  // namespace check::config::alertmanager
