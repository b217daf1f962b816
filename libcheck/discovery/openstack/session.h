#ifndef LIBCHECK_DISCOVERY_OPENSTACK_SESSION_H_
#define LIBCHECK_DISCOVERY_OPENSTACK_SESSION_H_

#include <string>
#include <string_view>
#include <utility>

#include "libcheck/discovery/client.h"

/// Talking to the services of an OpenStack cloud.
namespace check::discovery::openstack {

/// Who asks, as the fields of a section or the variables of the environment say.
struct Identity {
  std::string endpoint;
  std::string user_name;
  std::string user_id;
  std::string password;
  std::string project_name;
  std::string project_id;
  std::string domain_name;
  std::string domain_id;
  std::string credential_name;  ///< An application credential.
  std::string credential_id;
  std::string credential_secret;
  bool is_for_system = false;  ///< The token is for the whole system.
};

/// `identity_endpoint` and the fields beside it; if there is none, OS_AUTH_URL and so on.
Identity ReadIdentity(const schema::Values& section);

/// What asks for a token: the body of a request. The error says what is missing or too much.
Result<Json> TokenRequest(const Identity& identity);

/// Somebody who has a token.
class Session {
 public:
  /// Asks for the token.
  static Result<Session> Begin(const schema::Values& section, const Context& context);

  /// The URL of a service such as "compute" in the region, with a slash at the end.
  Result<std::string> Endpoint(std::string_view service);

  /// All pages of a list, which is called `name` in them.
  Result<Json::array_t> List(std::string url, const std::string& name);

 private:
  Session(const schema::Values& section, const Context& context) : client_(section, context) {}

  Result<Json> Get(std::string url);
  Result<bool> HasVersion2(const std::string& endpoint);

  Client client_;
  std::string token_;
  Json catalog_;
  std::string region_;
  std::string availability_;
};

}  // namespace check::discovery::openstack

#endif  // LIBCHECK_DISCOVERY_OPENSTACK_SESSION_H_
