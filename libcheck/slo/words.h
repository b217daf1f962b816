#ifndef LIBCHECK_SLO_WORDS_H_
#define LIBCHECK_SLO_WORDS_H_

#include <cstddef>
#include <string>
#include <string_view>

/// Words that sentences about objectives share.
namespace check::slo {

/// "once", "twice", "15 times"
std::string Times(std::size_t count);
/// "1 series", "2 samples"
std::string Count(std::size_t count, std::string_view one, std::string_view many);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_WORDS_H_
