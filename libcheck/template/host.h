#ifndef LIBCHECK_TEMPLATE_HOST_H_
#define LIBCHECK_TEMPLATE_HOST_H_

#include <string>
#include <string_view>

namespace check::gotemplate {

/// A host without its port, if it has one.
std::string StripPort(std::string_view host_port);

/// The name of a host without its domain; its port stays. Addresses are not changed.
std::string StripDomain(std::string_view host_port);

}  // namespace check::gotemplate

#endif  // LIBCHECK_TEMPLATE_HOST_H_
