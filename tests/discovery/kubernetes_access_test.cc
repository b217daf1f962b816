#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "libcheck/discovery/kubernetes/access.h"
#include "libcheck/files/memory_files.h"
#include "tests/support/fake_http.h"

namespace check::discovery::kubernetes {
namespace {

void SetAddress(const char* host, const char* port) {
  ::setenv("KUBERNETES_SERVICE_HOST", host, 1);
  ::setenv("KUBERNETES_SERVICE_PORT", port, 1);
}

TEST_CASE("a pod asks its own cluster with the files of its service account") {
  const MemoryFiles files = {{"/pod/token", "pod-token\n"},
                             {"/pod/ca.crt", "-----BEGIN CERTIFICATE-----\n"}};
  SetAddress("10.96.0.1", "443");
  const Result<Access> access = AccessOfPod("/pod");
  REQUIRE(access.ok());
  CHECK(access->server == "https://10.96.0.1:443");
  test::FakeHttp http;
  const auto request = http::MakeRequest(access->settings, access->server, files, http,
                                         std::chrono::milliseconds(1000));
  REQUIRE(request.ok());
  CHECK(request->headers == std::vector<std::string>{"Authorization: Bearer pod-token"});
  CHECK(request->ca_file == "/pod/ca.crt");
  CHECK(request->verify_tls);

  SetAddress("fd00::1", "6443");
  CHECK(AccessOfPod("/pod")->server == "https://[fd00::1]:6443");

  ::unsetenv("KUBERNETES_SERVICE_HOST");
  ::unsetenv("KUBERNETES_SERVICE_PORT");
  const Result<Access> outside = AccessOfPod("/pod");
  REQUIRE_FALSE(outside.ok());
  CHECK(outside.error().message ==
        "neither `api_server` nor `kubeconfig_file` is set, and this is not a pod: "
        "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set");
}

TEST_CASE("a kubeconfig file says how to reach a cluster and as whom, or what is wrong with it") {
  const auto read = [](std::string_view text) {
    return AccessByKubeconfig(MemoryFiles({{"/k/config", text}}), "/k/config");
  };
  const auto access = [&](std::string_view user, std::string_view cluster = "server: a:1") {
    return read(
        "current-context: c\n"
        "contexts: [{name: c, context: {cluster: k, user: u}}]\n"
        "clusters: [{name: k, cluster: {" +
        std::string(cluster) + "}}]\nusers: [{name: u, user: {" + std::string(user) + "}}]\n");
  };
  const auto full = access("client-certificate: c.pem, client-key-data: a2V5, tokenFile: t",
                           "server: 'https://a', certificate-authority: /ca.pem, "
                           "insecure-skip-tls-verify: true, tls-server-name: b, "
                           "proxy-url: 'http://p'");
  REQUIRE(full.ok());
  CHECK(full->server == "https://a");
  CHECK(full->settings.tls.ca.file == "/ca.pem");
  CHECK(full->settings.tls.cert.file == "/k/c.pem");
  CHECK(full->settings.tls.key.text == "key");
  CHECK(full->settings.tls.insecure_skip_verify);
  CHECK(full->settings.tls.server_name == "b");
  CHECK(full->settings.proxy.url == "http://p");
  CHECK(full->settings.credentials.file == "/k/t");
  const auto basic = access("username: me, password: secret");
  REQUIRE(basic.ok());
  CHECK(basic->settings.user.text == "me");
  CHECK(basic->settings.password.text == "secret");

  const auto why = [&](const Result<Access>& refused) {
    REQUIRE_FALSE(refused.ok());
    const std::string prefix = "cannot use `/k/config`: ";
    const std::string& message = refused.error().message;
    return message.starts_with(prefix) ? message.substr(prefix.size()) : message;
  };
  const auto text = [&](std::string_view whole) { return why(read(whole)); };
  CHECK(why(access("client-key-data: '*secret*'")) == "`client-key-data` is not base64");
  CHECK(why(access("auth-provider: {name: oidc}")) ==
        "the user `u` gets its credentials from `oidc`, which is not supported");
  CHECK(why(access("", "insecure-skip-tls-verify: true")) == "its cluster has no `server`");
  CHECK(text("") == "it is not a kubeconfig file");
  CHECK(text("a list\n") == "it is not a kubeconfig file");
  CHECK(text("clusters: []\n") == "it has no `current-context`");
  CHECK(text("current-context: c\ncontexts: [{name: c, context: {cluster: k}}]\n") ==
        "it has no cluster `k`");
  CHECK(text("current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}]\n"
             "clusters: [{name: k, cluster: {server: a}}]\n") == "it has no user `u`");
  CHECK_FALSE(text("a: [\n").empty());
}

}  // namespace
}  // namespace check::discovery::kubernetes
