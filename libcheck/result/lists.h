#ifndef LIBCHECK_RESULT_LISTS_H_
#define LIBCHECK_RESULT_LISTS_H_

#include <span>
#include <string>

#include "libcheck/model/labels.h"

/// Lists of series and of names, as promtool prints them.
namespace check::result {

/// `{__name__="up", job="a"}`, one on each line.
std::string SeriesText(std::span<const model::Labels> series);
/// `[{"__name__":"up","job":"a"}]` and a line break.
std::string SeriesJson(std::span<const model::Labels> series);

/// One on each line.
std::string NamesText(std::span<const std::string> names);
/// `["a","b"]` and a line break.
std::string NamesJson(std::span<const std::string> names);

}  // namespace check::result

#endif  // LIBCHECK_RESULT_LISTS_H_
