#include "libcheck/workspace/project_settings.h"

#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "libcheck/files/inputs.h"

namespace check::workspace {

const Settings& ProjectSettings::Of(std::string_view path) const {
  if (fixed_ != nullptr) return *fixed_;
  const std::size_t slash = path.rfind('/');
  const std::string_view folder = slash == path.npos ? "."
                                  : slash == 0       ? "/"
                                                     : path.substr(0, slash);
  const std::lock_guard lock(mutex_);
  if (const auto known = by_folder_.find(folder); known != by_folder_.end()) return *known->second;
  std::error_code error;
  auto place = std::filesystem::absolute(folder, error).lexically_normal();
  if (!place.has_filename()) place = place.parent_path();  // "/a/" becomes "/a".
  const Settings& settings = OfFolder(place.string());
  by_folder_.emplace(folder, &settings);
  return settings;
}

// The lock is held.
const Settings& ProjectSettings::OfFolder(const std::string& folder) const {
  if (const auto known = by_place_.find(folder); known != by_place_.end()) return *known->second;
  const std::filesystem::path place = folder;
  const auto is_there = [&](std::string_view name) {
    return files_->Stat((place / name).string()).ok();
  };
  const Settings* settings = nullptr;
  if (is_there(kSettingsName)) {
    settings = &Load(PathFrom(".", (place / kSettingsName).string()));
  } else if (is_there(".git") || !place.has_relative_path()) {
    settings = &none_;
  } else {
    settings = &OfFolder(place.parent_path().string());
  }
  by_place_.emplace(folder, settings);
  return *settings;
}

const Settings& ProjectSettings::Load(const std::string& path) const {
  std::unique_ptr<Settings>& settings = loaded_[path];
  if (settings != nullptr) return *settings;
  settings = std::make_unique<Settings>();
  Result<std::string> text = files_->Read(path);
  if (!text) {
    errors_.push_back(text.error());
    return *settings;
  }
  const SourceBuffer file(path, std::move(*text));
  Diagnostics diagnostics;
  *settings = ReadSettings(file, codes_, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.found()) {
    findings_.push_back(ToFinding(diagnostic));
  }
  return *settings;
}

std::vector<const Settings*> ProjectSettings::Known() const {
  const std::lock_guard lock(mutex_);
  std::vector<const Settings*> known;
  for (const auto& [path, settings] : loaded_) known.push_back(settings.get());
  return known;
}

std::vector<Finding> ProjectSettings::TakeFindings() {
  const std::lock_guard lock(mutex_);
  return std::exchange(findings_, {});
}

std::vector<Error> ProjectSettings::TakeErrors() {
  const std::lock_guard lock(mutex_);
  return std::exchange(errors_, {});
}

}  // namespace check::workspace
