#ifndef LIBCHECK_REFERENCE_SECTION_H_
#define LIBCHECK_REFERENCE_SECTION_H_

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libcheck/schema/schema.h"

namespace check::reference {

/// The reference of one section of a configuration file in Markdown: its fields with what they
/// include, and how they depend on one another. `level` is that of its heading.
std::string SectionMarkdown(const schema::Object& object, unsigned level = 2);

/// The same for a whole file: `object`, then each section below it, once, in the order in which
/// they are first mentioned.
std::string FileMarkdown(const schema::Object& object, unsigned level = 1);

/// `object`, then each section below it, once, in the order in which they are first mentioned.
std::vector<const schema::Object*> Sections(const schema::Object& object);

/// How the fields of one section depend on one another, as a list; may be empty.
std::string ConstraintsMarkdown(const schema::Object& object);

/// A JSON schema (draft 2020-12) for the file that `object` describes, by which editors complete
/// and check it. `id` is its `$id`, which may be empty.
std::string JsonSchema(const schema::Object& object, std::string_view id);

/// The same for a file that is any of these, each with its `$id`.
std::string JsonSchemaOfAny(
    std::string_view title,
    std::span<const std::pair<std::string_view, const schema::Object*>> objects);

}  // namespace check::reference

#endif  // LIBCHECK_REFERENCE_SECTION_H_
