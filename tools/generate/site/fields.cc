// A page for each section of a file, and one for each of its fields.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "libcheck/reference/pages.h"
#include "libcheck/reference/section.h"
#include "libcheck/workspace/file_kind.h"
#include "tools/generate/site/html.h"
#include "tools/generate/site/site.h"

namespace tools::generate {
namespace {

using check::schema::Field;
using check::schema::Object;
using check::schema::Type;

// A section and what names it.
struct Seen {
  const Object* object;
  std::string file;                ///< The first that it is in.
  std::vector<std::string> files;  ///< Links.
  std::vector<std::string> users;  ///< Links to fields.
};

const Object* SectionIn(const Type& type) {
  if (type.object != nullptr) return type.object;
  return type.element != nullptr ? SectionIn(*type.element) : nullptr;
}

class Builder {
 public:
  std::vector<Page> Build() {
    for (const check::workspace::NamedSchema& schema : check::workspace::Schemas()) {
      AddFile(schema);
    }
    for (const Seen& seen : sections_) AddUsers(seen);
    std::vector<Page> pages;
    for (const Seen& seen : sections_) {
      pages.push_back(SectionPage(seen));
      for (const Field& field : seen.object->fields) pages.push_back(FieldPage(seen, field));
    }
    return pages;
  }

 private:
  void AddFile(const check::workspace::NamedSchema& schema) {
    std::vector<const Object*> sections = check::reference::Sections(*schema.object);
    for (std::size_t i = 0; i < sections.size(); ++i) {
      // Fields of what a section includes have their page there.
      for (const Object* included : sections[i]->includes) {
        if (std::find(sections.begin(), sections.end(), included) == sections.end()) {
          sections.push_back(included);
        }
      }
    }
    const std::string file =
        fmt::format("<a href=\"{}fields/{}.html\">{}</a>", kRoot,
                    check::reference::SectionPage(*schema.object), EscapeHtml(schema.name));
    for (const Object* object : sections) {
      auto seen = std::find_if(sections_.begin(), sections_.end(),
                               [&](const Seen& s) { return s.object == object; });
      if (seen == sections_.end()) {
        sections_.push_back({object, std::string(schema.name), {}, {}});
        seen = std::prev(sections_.end());
      }
      seen->files.push_back(file);
    }
  }

  void AddUsers(const Seen& from) {
    for (const Field& field : from.object->fields) {
      const Object* section = SectionIn(field.type);
      if (section == nullptr) continue;
      for (Seen& seen : sections_) {
        if (seen.object == section) seen.users.push_back(FieldLink(*from.object, field, true));
      }
    }
    for (const Object* included : from.object->includes) {
      for (Seen& seen : sections_) {
        if (seen.object == included) seen.users.push_back(SectionLink(*from.object));
      }
    }
  }

  std::string SectionLink(const Object& object) const {
    return fmt::format("<a href=\"{}fields/{}.html\">{}</a>", kRoot,
                       check::reference::SectionPage(object), EscapeHtml(object.name));
  }

  std::string FieldLink(const Object& object, const Field& field, bool in_full) const {
    return fmt::format("<a href=\"{}fields/{}.html\">{}</a>", kRoot,
                       check::reference::FieldPage(object, field),
                       EscapeHtml(in_full ? fmt::format("{}.{}", object.name, field.name)
                                          : std::string(field.name)));
  }

  static std::string List(const std::vector<std::string>& links) {
    return fmt::format("{}", fmt::join(links, ", "));
  }

  void AppendFields(const Object& object, std::vector<std::vector<std::string>>& rows) const {
    for (const Field& field : object.fields) {
      rows.push_back(
          {FieldLink(object, field, false), TypeHtml(field), SpanHtml(field.doc) + Remarks(field)});
    }
    for (const Object* included : object.includes) AppendFields(*included, rows);
  }

  std::string TypeHtml(const Field& field) const {
    const Object* section = SectionIn(field.type);
    std::string type = SpanHtml(check::schema::Describe(field.type));
    if (section != nullptr) type += ": " + SectionLink(*section);
    return type;
  }

  static std::string Remarks(const Field& field) {
    std::string out;
    if (field.presence == check::schema::Presence::kRequired) out += " <b>Required.</b>";
    if (!field.default_value.empty()) {
      out += fmt::format(" Default: <code>{}</code>.", EscapeHtml(field.default_value));
    }
    if (!field.since.empty()) out += fmt::format(" Since {}.", field.since);
    if (!field.deprecated.since.empty()) {
      out += fmt::format(" <b>Deprecated</b> since {}: {}.", field.deprecated.since,
                         SpanHtml(field.deprecated.instead));
    }
    if (!field.removed.since.empty()) {
      out += fmt::format(" <b>Removed</b> in {}: {}.", field.removed.since,
                         SpanHtml(field.removed.instead));
    }
    return out;
  }

  Page SectionPage(const Seen& seen) const {
    const Object& object = *seen.object;
    std::string html = fmt::format("<p class=\"faint\">In files: {}.{}</p>\n", List(seen.files),
                                   seen.users.empty() ? "" : " In: " + List(seen.users) + ".");
    std::vector<std::vector<std::string>> rows = {{"Field", "Type", ""}};
    AppendFields(object, rows);
    html += TableHtml(rows);
    const std::string constraints = check::reference::ConstraintsMarkdown(object);
    if (!constraints.empty()) html += "<h2>Together</h2>\n" + MarkdownHtml(constraints);
    return {.name = check::reference::SectionPage(object),
            .title = std::string(object.name),
            .summary = std::string(object.doc),
            .html = std::move(html),
            .group = seen.file,
            .tag = "section"};
  }

  Page FieldPage(const Seen& seen, const Field& field) const {
    const Object& object = *seen.object;
    std::vector<std::vector<std::string>> rows = {
        {"", ""}, {"Section", SectionLink(object)}, {"Type", TypeHtml(field)}};
    if (!field.type.choices.empty()) {
      std::string words;
      for (const std::string_view word : field.type.choices) {
        words += fmt::format("{}<code>{}</code>", words.empty() ? "" : ", ", EscapeHtml(word));
      }
      rows.push_back({"Values", words});
    }
    rows.push_back({"Files", List(seen.files)});
    const std::string remarks = Remarks(field);
    std::string html = remarks.empty() ? std::string() : "<p>" + remarks + "</p>\n";
    html += TableHtml(rows);
    return {.name = check::reference::FieldPage(object, field),
            .title = fmt::format("{}.{}", object.name, field.name),
            .summary = std::string(field.doc),
            .html = std::move(html),
            .group = {},
            .unlisted = true};
  }

  std::vector<Seen> sections_;
};

check::Result<std::vector<Page>> Pages(const SiteInput&) { return Builder().Build(); }

}  // namespace

extern const SitePart kFieldsPart = {"fields", "Fields", "The fields of every file, by section.",
                                     Pages};

}  // namespace tools::generate
