#ifndef LIBCHECK_WORKSPACE_FOREIGN_FILES_H_
#define LIBCHECK_WORKSPACE_FOREIGN_FILES_H_

#include <string>

#include "libcheck/workspace/file_kind.h"

namespace check::workspace {

/// What a file is that belongs to another program, or that something else has to be made of first,
/// and what to do with it: "a Docker Compose file: check the files that it mounts". Empty if
/// nothing tells.
/// `with_templates`: whether it may be a template of a file that is checked.
std::string DescribeForeignFile(const Outline& outline, bool with_templates);

/// The same for any object of Kubernetes.
std::string DescribeKubernetesObject(const Outline& outline);

}  // namespace check::workspace

#endif  // LIBCHECK_WORKSPACE_FOREIGN_FILES_H_
