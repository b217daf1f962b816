#ifndef LIBCHECK_DISCOVERY_DOCKER_HOST_H_
#define LIBCHECK_DISCOVERY_DOCKER_HOST_H_

#include <map>
#include <string>
#include <string_view>

#include "libcheck/discovery/json.h"

/// What the mechanisms that ask Docker's API have in common.
namespace check::discovery {

class DockerHost {
 public:
  /// As `section` says in its `host`: "unix:///var/run/docker.sock", "tcp://1.2.3.4:2375" or a URL.
  static Result<DockerHost> From(const schema::Values& section, const Context& context);

  /// The answer to `path`, with the `filters` of the section if they are wanted.
  Result<Json> Get(std::string_view path, bool filtered = false) const;

  /// The labels of each network, by its identifier. Their names begin with `prefix`, as in
  /// "__meta_docker_".
  Result<std::map<std::string, Labels>> NetworkLabels(std::string_view prefix) const;

 private:
  explicit DockerHost(const Context& context) : context_(&context) {}

  const Context* context_;
  http::HttpRequest request_;
  std::string base_;
  std::string filters_;  // As they stand in URLs.
};

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_DOCKER_HOST_H_
