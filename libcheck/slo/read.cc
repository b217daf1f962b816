#include "libcheck/slo/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <utility>

#include "libcheck/slo/codes.h"
#include "libcheck/slo/formats.h"
#include "libcheck/yaml/parse.h"

namespace check::slo {
namespace {

constexpr std::string_view kList = "List";

std::string_view TextOf(const yaml::Node& node, std::string_view field) {
  const yaml::Node* value = node.Find(field);
  return value == nullptr ? std::string_view() : value->scalar();
}

// Whether it is some object of Kubernetes, which may stand beside specifications.
bool IsObject(const yaml::Node& root) {
  return !TextOf(root, "kind").empty() && !TextOf(root, "apiVersion").empty();
}

// What to point at that stands for the whole of `root`.
Span BeginningOf(const yaml::Node& root) {
  return root.entries().empty() ? root.span : root.entries().front().key.span;
}

std::string FormatsNote() {
  std::string nouns;
  for (const SpecFormat* format : SpecFormats()) {
    if (!nouns.empty()) nouns += format == SpecFormats().back() ? " or " : ", ";
    nouns += format->noun;
  }
  return "expected " + nouns;
}

class Reader {
 public:
  Reader(Arena& arena, Diagnostics& diagnostics) : arena_(arena), diagnostics_(diagnostics) {}

  void Add(const SpecFile& input) {
    Diagnostics found(diagnostics_.upstream());
    const yaml::Stream& stream = streams_.emplace_back(
        yaml::Parse(*input.file, arena_, found, {.report_duplicate_keys = false}));
    others_.clear();
    const std::size_t before = documents_.size();
    for (const yaml::Document& document : stream.documents) {
      if (document.root != nullptr) AddDocument(*input.file, stream, *document.root);
    }
    const bool has_specs = documents_.size() > before;
    if (input.found && !has_specs) {
      files_.skipped.push_back(input.file);
      return;
    }
    for (const yaml::Node* other : others_) {
      if (!has_specs || !IsObject(*other)) ReportOther(*input.file, BeginningOf(*other), found);
    }
    if (!has_specs && others_.empty() && found.found().empty()) {
      found.Report(kUnknownSpecification, {input.file, {0, 0}}, "the file has no SLO specification")
          .notes.push_back(FormatsNote());
    }
    std::ranges::move(found.found(), std::back_inserter(diagnostics_.found()));
  }

  bool has_documents() const { return !documents_.empty(); }

  SpecFiles Read() {
    for (const SpecDocument& document : documents_) {
      const std::size_t before = files_.slos.size();
      const SpecFormat& format = *FindSpecFormat(document.root);
      format.read(document, diagnostics_, files_.slos);
      for (std::size_t i = before; i < files_.slos.size(); ++i) CheckIdentifier(files_.slos[i]);
    }
    return std::move(files_);
  }

 private:
  void AddDocument(const SourceFile& file, const yaml::Stream& stream, const yaml::Node& root,
                   bool in_list = false) {
    const yaml::Node* items = root.IsSequence() ? &root : nullptr;
    const bool is_spec = root.IsMapping() && FindSpecFormat(root) != nullptr;
    if (TextOf(root, "kind").ends_with(kList)) items = root.Find("items");
    if (items != nullptr && !in_list) {  // Lists do not nest: they could refer to themselves.
      for (const yaml::Node& item : items->items()) AddDocument(file, stream, item, true);
    } else if (is_spec) {
      documents_.push_back({file, stream, root, arena_, documents_});
    } else {
      others_.push_back(&root);
    }
  }

  void ReportOther(const SourceFile& file, Span where, Diagnostics& found) {
    found.Report(kUnknownSpecification, {&file, where}, "this document is not an SLO specification")
        .notes.push_back(FormatsNote());
  }

  void CheckIdentifier(const Slo& slo) {
    if (slo.id.empty()) return;
    const auto [known, is_new] = by_id_.try_emplace({slo.format, slo.id}, slo.where);
    if (is_new) return;
    diagnostics_
        .Report(kDuplicateSlo, slo.where,
                fmt::format("duplicate objective: another one has the identifier `{}`", slo.id))
        .labels.push_back({known->second, "the first one"});
  }

  Arena& arena_;
  Diagnostics& diagnostics_;
  std::deque<yaml::Stream> streams_;
  std::vector<SpecDocument> documents_;
  std::vector<const yaml::Node*> others_;  // Of the file that is looked at.
  std::map<std::pair<Slo::Format, std::string>, Location> by_id_;
  SpecFiles files_;
};

}  // namespace

SpecFiles ReadSlos(std::span<const SpecFile> files, Arena& arena, Diagnostics& diagnostics) {
  Reader reader(arena, diagnostics);
  for (const SpecFile& file : files) reader.Add(file);
  return reader.Read();
}

bool HoldsSpecification(const SourceFile& file) {
  Arena arena;
  Diagnostics ignored;
  Reader reader(arena, ignored);
  reader.Add({&file, true});
  return reader.has_documents();
}

std::vector<Slo> ReadSlos(const SourceFile& file, Arena& arena, Diagnostics& diagnostics) {
  return ReadSlos(std::vector<SpecFile>{{&file}}, arena, diagnostics).slos;
}

}  // namespace check::slo
