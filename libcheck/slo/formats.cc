#include "libcheck/slo/formats.h"

namespace check::slo {

std::span<const SpecFormat* const> SpecFormats() {
#define LIBCHECK_ADDRESS(name) &k##name##Spec,
  static const std::vector<const SpecFormat*> all = {LIBCHECK_ALL_SPEC_FORMATS(LIBCHECK_ADDRESS)};
#undef LIBCHECK_ADDRESS
  return all;
}

const SpecFormat* FindSpecFormat(const yaml::Node& root) {
  for (const SpecFormat* format : SpecFormats()) {
    if (format->is(root)) return format;
  }
  return nullptr;
}

}  // namespace check::slo
