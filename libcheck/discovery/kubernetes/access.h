#ifndef LIBCHECK_DISCOVERY_KUBERNETES_ACCESS_H_
#define LIBCHECK_DISCOVERY_KUBERNETES_ACCESS_H_

#include <string>
#include <string_view>

#include "libcheck/base/result.h"
#include "libcheck/files/file_system.h"
#include "libcheck/http/client_settings.h"

/// How to reach the API of a cluster.
namespace check::discovery::kubernetes {

struct Access {
  std::string server;  ///< "https://10.0.0.1:6443", without a slash at the end.
  http::ClientSettings settings;
};

/// The current context of a kubeconfig file.
Result<Access> AccessByKubeconfig(const FileSystem& files, const std::string& path);

/// That of a pod to its own cluster. `folder` is where pods have the files of their service
/// account.
Result<Access> AccessOfPod(const std::string& folder);

/// Where a pod has those files.
inline constexpr std::string_view kServiceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

}  // namespace check::discovery::kubernetes

#endif  // LIBCHECK_DISCOVERY_KUBERNETES_ACCESS_H_
