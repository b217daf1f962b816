#include "libcheck/config/alertmanager/resources.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "libcheck/base/edit_distance.h"
#include "libcheck/config/alertmanager/operator/receivers.h"
#include "libcheck/config/alertmanager/operator/spec.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"
#include "libcheck/schema/visit.h"
#include "libcheck/yaml/parse.h"

namespace check::config::alertmanager {
namespace {

constexpr std::string_view kList = "List";

std::string_view TextOf(const yaml::Node& node, std::string_view field) {
  const yaml::Node* value = node.Find(field);
  return value == nullptr ? std::string_view() : value->scalar();
}

// Says of faults in decoded text where in it they are; what stands there may be secret.
void SayWhereDecoded(std::vector<Diagnostic>& faults, const SourceFile& decoded) {
  for (Diagnostic& fault : faults) {
    const SourceFile* file = fault.where.file;
    std::uint32_t at = fault.where.span.begin;
    for (; file != nullptr && file != &decoded; file = file->outer()) {
      if (file->outer() == &decoded)
        at = static_cast<const yaml::Node*>(file->context())->span.begin;
    }
    if (file == nullptr) continue;
    const std::string_view before = decoded.text().substr(0, at);
    fault.notes.push_back(fmt::format("line {} of the decoded text",
                                      std::count(before.begin(), before.end(), '\n') + 1));
    fault.labels.clear();  // They would point to the same place.
  }
}

// Finds what stands where the key of a secret is expected: it is the secret then.
class SecretFinder final : public schema::ValueVisitor {
 public:
  void Visit(const schema::Object&, const schema::Field& field, const schema::Type& type,
             const yaml::Node& value) override {
    if (IsSelector(type) || IsSelector(OfItems(field.type))) Add(value);
  }
  void VisitUnexpected(const schema::Object&, const schema::Field& field,
                       const yaml::Node& value) override {
    if (IsSelector(OfItems(field.type))) Add(value);
  }
  void VisitUnknown(const schema::Object& object, const yaml::Entry& entry) override {
    std::vector<std::string_view> names;
    for (const schema::Field& field : object.fields) {
      if (IsSelector(OfItems(field.type))) names.push_back(field.name);
    }
    if (ClosestMatch(entry.key.scalar(), names)) Add(entry.value);
  }

  void Mark(const SourceFile& file) {
    std::sort(spans_.begin(), spans_.end(), [](Span a, Span b) { return a.begin < b.begin; });
    file.on_disk().AddSecrets(spans_, std::move(texts_));
  }

 private:
  static bool IsSelector(const schema::Type& type) {
    return type.object == &kKeySelector || type.object == &kKeyOfEither;
  }
  static const schema::Type& OfItems(const schema::Type& type) {
    return type.element == nullptr ? type : OfItems(*type.element);
  }
  void Add(const yaml::Node& value) {
    spans_.push_back(value.span);
    if (value.IsScalar()) texts_.emplace_back(value.scalar());
  }

  std::vector<Span> spans_;
  std::vector<std::string> texts_;
};

class Reader {
 public:
  Reader(const SourceFile& file, const ConfigTextCheck& check, Arena& arena,
         Diagnostics& diagnostics)
      : file_(file), check_text_(check), arena_(arena), diagnostics_(diagnostics) {}

  ResourceCheck Run() {
    const std::size_t before = diagnostics_.found().size();
    stream_ = yaml::Parse(file_, arena_, diagnostics_, {.report_duplicate_keys = false});
    for (const yaml::Document& document : stream_.documents) {
      if (document.root == nullptr) continue;
      Read(*document.root, TextOf(*document.root, "kind"), TextOf(*document.root, "apiVersion"));
    }
    if (check_.config_count == 0 && diagnostics_.found().size() == before) ReportNone();
    return check_;
  }

 private:
  // The kind and apiVersion of an item of a list may be those of the list.
  void Read(const yaml::Node& resource, std::string_view kind, std::string_view api_version) {
    if (kind == "AlertmanagerConfig") return ReadAlertmanagerConfig(resource, api_version);
    if (kind == "ConfigMap" || kind == "Secret") {
      for (const std::string_view field : {"data", "stringData", "binaryData"}) {
        const bool is_encoded = field == "binaryData" || (field == "data" && kind == "Secret");
        if (const yaml::Node* data = resource.Find(field)) ReadTexts(*data, is_encoded);
      }
    }
    const yaml::Node* items = kind.ends_with(kList) ? resource.Find("items") : nullptr;
    if (items == nullptr) return;
    for (const yaml::Node& item : items->items()) {
      const std::string_view own_kind = TextOf(item, "kind");
      const std::string_view own_api = TextOf(item, "apiVersion");
      const std::string_view inner =
          own_kind.empty() ? kind.substr(0, kind.size() - kList.size()) : own_kind;
      // Lists do not nest, and alone they could refer to themselves.
      if (!inner.ends_with(kList)) Read(item, inner, own_api.empty() ? api_version : own_api);
    }
  }

  void ReadAlertmanagerConfig(const yaml::Node& resource, std::string_view api_version) {
    const schema::Object* table = AlertmanagerConfigTable(api_version);
    if (table == nullptr) {
      const yaml::Node* at = resource.Find("apiVersion");
      diagnostics_
          .Report(schema::kBadValue, {&file_, (at != nullptr ? *at : resource).span},
                  fmt::format("unknown version of AlertmanagerConfig: `{}`", api_version))
          .notes.emplace_back(
              "expected `monitoring.coreos.com/v1alpha1` or `monitoring.coreos.com/v1beta1`");
      return;
    }
    const schema::Input input = {file_, stream_, arena_};
    schema::Validate(resource, *table, input, {.dialect = kDialect}, diagnostics_);
    SecretFinder secrets;
    schema::VisitValues(resource, *table, input, kDialect, secrets);
    secrets.Mark(file_);
    ++check_.config_count;
    const schema::Values values(resource, input, kDialect);
    check_.receiver_count += values.Sub("spec").Items("receivers").size();
  }

  void ReadTexts(const yaml::Node& data, bool is_encoded) {
    for (const yaml::Entry& entry : data.entries()) {
      if (!entry.value.IsScalar()) continue;
      const SourceFile* inner = is_encoded ? yaml::EmbedBase64(file_, entry.value, arena_)
                                           : yaml::Embed(file_, entry.value, arena_);
      if (inner == nullptr || !IsConfig(entry.key.scalar(), *inner)) continue;
      // Whoever can read base64 can read what is in it.
      if (is_encoded) {
        file_.on_disk().AddSecrets({&entry.value.span, 1}, {std::string(entry.value.scalar())});
      }
      Diagnostics faults(diagnostics_.upstream());
      check_.receiver_count += check_text_(*inner, faults);
      ++check_.config_count;
      if (is_encoded) SayWhereDecoded(faults.found(), *inner);
      std::move(faults.found().begin(), faults.found().end(),
                std::back_inserter(diagnostics_.found()));
    }
  }

  // By its name, or for what it says.
  bool IsConfig(std::string_view key, const SourceFile& text) {
    if (IsConfigKey(key)) return true;
    const auto mentions = [&](std::string_view word) {
      return text.text().find(word) != std::string_view::npos;
    };
    if (!mentions("route") || !mentions("receivers")) return false;
    Diagnostics ignored;
    const yaml::Stream stream = yaml::Parse(text, arena_, ignored, {.max_documents = 1});
    const yaml::Node* root = stream.documents.empty() ? nullptr : stream.documents.front().root;
    return root != nullptr && root->Find("route") != nullptr && root->Find("receivers") != nullptr;
  }

  void ReportNone() {
    diagnostics_
        .Report(schema::kMissingField, {&file_, {0, 0}},
                "no object in the file contains an Alertmanager configuration")
        .notes.emplace_back(
            "looked for: AlertmanagerConfig, and ConfigMaps and Secrets with a value such as "
            "`alertmanager.yaml`");
  }

  static constexpr auto kDialect = yaml::Dialect::kGoYamlV3;

  const SourceFile& file_;
  const ConfigTextCheck& check_text_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  yaml::Stream stream_;
  ResourceCheck check_;
};

}  // namespace

bool MayHoldConfig(std::string_view kind) {
  return kind == "ConfigMap" || kind == "Secret" || kind == "AlertmanagerConfig" ||
         kind.ends_with(kList);
}

bool IsConfigKey(std::string_view key) {
  return key.find("alertmanager") != std::string_view::npos &&
         (key.ends_with(".yml") || key.ends_with(".yaml"));
}

ResourceCheck CheckResources(const SourceFile& file, const ConfigTextCheck& check, Arena& arena,
                             Diagnostics& diagnostics) {
  return Reader(file, check, arena, diagnostics).Run();
}

}  // namespace check::config::alertmanager
