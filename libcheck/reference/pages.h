#ifndef LIBCHECK_REFERENCE_PAGES_H_
#define LIBCHECK_REFERENCE_PAGES_H_

#include <string>

#include "libcheck/schema/schema.h"

namespace check::reference {

/// The pages of the site about the fields of files, without their folder `fields/` and `.html`. Two
/// files can have sections of one name: that of the later file has its name in front.
///
/// "scrape_config", "alertmanager.http_config"
std::string SectionPage(const schema::Object& section);
/// "scrape_config.job_name". `section` is the one whose table has the field.
std::string FieldPage(const schema::Object& section, const schema::Field& field);

}  // namespace check::reference

#endif  // LIBCHECK_REFERENCE_PAGES_H_
