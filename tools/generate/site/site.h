#ifndef TOOLS_GENERATE_SITE_SITE_H_
#define TOOLS_GENERATE_SITE_SITE_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/base/result.h"
#include "tools/cli_model.h"
#include "tools/generate/generate.h"

/// The documentation as static HTML: a page for each command, code, field, function and format,
/// written from the tables that the program itself runs on. No page loads anything from elsewhere.
namespace tools::generate {

struct Page {
  std::string name;     ///< Of its file in its part's folder, without `.html`.
  std::string title;    ///< "pronoia check rules", as the search finds it.
  std::string summary;  ///< A phrase for lists and for the search, in Markdown's spans.
  /// The page without its heading and its summary. Links begin with kRoot.
  std::string html;
  std::string group = {};  ///< Heading under which the part's list has it; empty: none.
  std::string tag = {};    ///< A word beside its name in lists: "warning".
  bool unlisted = false;   ///< Found by the search and by links, but not in lists.
};

/// Stands in links of pages for the way to the top of the site.
inline constexpr std::string_view kRoot = "{root}";

struct SiteInput {
  const CommandModel& root;
  std::string source;  ///< Top of the source tree, for pages that are written by hand.
};

/// A folder of the site and its list of pages.
struct SitePart {
  std::string_view folder;
  std::string_view title;
  std::string_view doc;  ///< A sentence.
  /// An error is a sentence: something that it takes is missing.
  check::Result<std::vector<Page>> (*pages)(const SiteInput& input);
};

/// All files of the site, by their paths in it.
check::Result<std::vector<GeneratedFile>> Site(const SiteInput& input);

// Every part, one line each, in the order of the navigation. Its file in this folder has the same
// name, in small letters.
#define PRONOIA_ALL_SITE_PARTS(X) \
  X(Commands)                     \
  X(Codes)                        \
  X(Fields)                       \
  X(Functions)                    \
  X(Formats)                      \
  X(Manual)

#define PRONOIA_DECLARE(name) extern const SitePart k##name##Part;
PRONOIA_ALL_SITE_PARTS(PRONOIA_DECLARE)
#undef PRONOIA_DECLARE

}  // namespace tools::generate

#endif  // TOOLS_GENERATE_SITE_SITE_H_
