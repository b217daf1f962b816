#ifndef LIBCHECK_REFERENCE_SECTION_H_
#define LIBCHECK_REFERENCE_SECTION_H_

#include <string>
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

/// What is known of a field beside its sentence: "Default: `1m`. Since 2.45." Empty, or sentences
/// with a space before each.
std::string FieldNotes(const schema::Field& field);

/// A constraint as a sentence in Markdown: "At most one of `a`, `b` can be set."
std::string ConstraintSentence(const schema::Constraint& constraint);

}  // namespace check::reference

#endif  // LIBCHECK_REFERENCE_SECTION_H_
