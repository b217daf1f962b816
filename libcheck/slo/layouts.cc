#include "libcheck/slo/layouts.h"

namespace check::slo {

std::span<const Layout* const> Layouts() {
#define LIBCHECK_ADDRESS(name) &k##name##Layout,
  static const std::vector<const Layout*> all = {LIBCHECK_ALL_LAYOUTS(LIBCHECK_ADDRESS)};
#undef LIBCHECK_ADDRESS
  return all;
}

const Layout* FindLayout(std::string_view name) {
  for (const Layout* layout : Layouts()) {
    if (layout->name == name) return layout;
  }
  return nullptr;
}

}  // namespace check::slo
