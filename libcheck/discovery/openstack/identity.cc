#include <fmt/format.h>

#include <cstdlib>

#include "libcheck/discovery/openstack/session.h"

namespace check::discovery::openstack {
namespace {

std::string Variable(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::string() : value;
}

std::string Either(std::string first, std::string second) {
  return first.empty() ? std::move(second) : std::move(first);
}

Identity FromEnvironment() {
  Identity identity;
  identity.endpoint = Variable("OS_AUTH_URL");
  identity.user_name = Variable("OS_USERNAME");
  identity.user_id = Variable("OS_USERID");
  identity.password = Variable("OS_PASSWORD");
  identity.project_name = Either(Variable("OS_PROJECT_NAME"), Variable("OS_TENANT_NAME"));
  identity.project_id = Either(Variable("OS_PROJECT_ID"), Variable("OS_TENANT_ID"));
  identity.domain_name = Variable("OS_DOMAIN_NAME");
  identity.domain_id = Variable("OS_DOMAIN_ID");
  identity.credential_name = Variable("OS_APPLICATION_CREDENTIAL_NAME");
  identity.credential_id = Variable("OS_APPLICATION_CREDENTIAL_ID");
  identity.credential_secret = Variable("OS_APPLICATION_CREDENTIAL_SECRET");
  identity.is_for_system = Variable("OS_SYSTEM_SCOPE") == "all";
  return identity;
}

// A domain by its id, or else its name.
Json DomainOf(const Identity& identity) {
  if (!identity.domain_id.empty()) return {{"id", identity.domain_id}};
  return {{"name", identity.domain_name}};
}

// The user, without a password.
Result<Json> UserOf(const Identity& identity) {
  if (!identity.user_id.empty()) return Json{{"id", identity.user_id}};
  if (identity.user_name.empty()) return Error{"`username` or `userid` is required"};
  if (identity.domain_id.empty() && identity.domain_name.empty()) {
    return Error{"a `username` needs a `domain_name` or `domain_id`"};
  }
  return Json{{"name", identity.user_name}, {"domain", DomainOf(identity)}};
}

Result<Json> ByPassword(const Identity& identity) {
  if (!identity.user_id.empty() && !identity.user_name.empty()) {
    return Error{"only one of `username`, `userid` can be set"};
  }
  const bool has_domain = !identity.domain_id.empty() || !identity.domain_name.empty();
  if (!identity.user_id.empty() && has_domain) {
    return Error{"`userid` cannot be combined with `domain_name` or `domain_id`"};
  }
  if (!identity.domain_id.empty() && !identity.domain_name.empty()) {
    return Error{"only one of `domain_name`, `domain_id` can be set"};
  }
  Result<Json> user = UserOf(identity);
  if (!user) return user.error();
  (*user)["password"] = identity.password;
  return Json{{"methods", Json::array({"password"})}, {"password", {{"user", std::move(*user)}}}};
}

Result<Json> ByCredential(const Identity& identity) {
  if (identity.credential_id.empty() && identity.credential_name.empty()) {
    return Error{"`password` or an application credential is required"};
  }
  if (identity.credential_secret.empty()) {
    return Error{"an application credential needs `application_credential_secret`"};
  }
  Json credential = {{"secret", identity.credential_secret}};
  if (!identity.credential_id.empty()) {
    credential["id"] = identity.credential_id;
  } else {
    Result<Json> user = UserOf(identity);
    if (!user) return user.error();
    credential["name"] = identity.credential_name;
    credential["user"] = std::move(*user);
  }
  return Json{{"methods", Json::array({"application_credential"})},
              {"application_credential", std::move(credential)}};
}

// What the token is for; null if the server is to decide.
Result<Json> ScopeOf(const Identity& identity) {
  if (identity.is_for_system) return Json{{"system", {{"all", true}}}};
  if (!identity.project_id.empty()) return Json{{"project", {{"id", identity.project_id}}}};
  if (identity.project_name.empty()) return Json();
  if (identity.domain_id.empty() && identity.domain_name.empty()) {
    return Error{"a `project_name` needs a `domain_name` or `domain_id`"};
  }
  return Json{{"project", {{"name", identity.project_name}, {"domain", DomainOf(identity)}}}};
}

}  // namespace

Identity ReadIdentity(const schema::Values& section) {
  if (!section.IsSet("identity_endpoint")) return FromEnvironment();
  const auto text = [&](std::string_view field) { return std::string(section.Text(field)); };
  Identity identity;
  identity.endpoint = text("identity_endpoint");
  identity.user_name = text("username");
  identity.user_id = text("userid");
  identity.password = text("password");
  identity.project_name = text("project_name");
  identity.project_id = text("project_id");
  identity.domain_name = text("domain_name");
  identity.domain_id = text("domain_id");
  identity.credential_name = text("application_credential_name");
  identity.credential_id = text("application_credential_id");
  identity.credential_secret = text("application_credential_secret");
  return identity;
}

Result<Json> TokenRequest(const Identity& identity) {
  Result<Json> who = identity.password.empty() ? ByCredential(identity) : ByPassword(identity);
  if (!who) return who.error();
  Result<Json> scope = ScopeOf(identity);
  if (!scope) return scope.error();
  Json auth = {{"identity", std::move(*who)}};
  if (!scope->is_null()) auth["scope"] = std::move(*scope);
  return Json{{"auth", std::move(auth)}};
}

}  // namespace check::discovery::openstack
