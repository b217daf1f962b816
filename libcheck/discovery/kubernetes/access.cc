#include "libcheck/discovery/kubernetes/access.h"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>
#include <utility>

#include "libcheck/base/arena.h"
#include "libcheck/base/base64.h"
#include "libcheck/diagnostic/diagnostic.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/schema/reader.h"
#include "libcheck/yaml/parse.h"

namespace check::discovery::kubernetes {
namespace {

using schema::Values;

constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV2;

// A file, and what is in it.
class Kubeconfig {
 public:
  explicit Kubeconfig(const std::string& path) : path_(path) {}

  Result<Access> Read(const FileSystem& files) {
    const Result<std::string> text = files.Read(path_);
    if (!text) return text.error();
    const SourceBuffer file(path_, *text);
    Arena arena;
    Diagnostics diagnostics;
    const yaml::Stream stream = yaml::Parse(file, arena, diagnostics, {.dialect = kDialect});
    if (diagnostics.HasErrors()) return Wrong(diagnostics.found().front().message);
    if (stream.documents.empty() || stream.documents.front().root == nullptr ||
        !stream.documents.front().root->IsMapping()) {
      return Wrong("it is not a kubeconfig file");
    }
    const schema::Input input{file, stream, arena};
    return ReadRoot(Values(*stream.documents.front().root, input, kDialect));
  }

 private:
  Error Wrong(std::string_view why) const {
    return Error{fmt::format("cannot use `{}`: {}", path_, why)};
  }

  Result<Access> ReadRoot(const Values& root) {
    const std::string_view name = root.Text("current-context");
    if (name.empty()) return Wrong("it has no `current-context`");
    const std::optional<Values> context = FindNamed(root, "contexts", "context", name);
    if (!context) return Wrong(fmt::format("it has no context `{}`", name));
    const std::string_view cluster_name = context->Text("cluster");
    const std::optional<Values> cluster = FindNamed(root, "clusters", "cluster", cluster_name);
    if (!cluster) return Wrong(fmt::format("it has no cluster `{}`", cluster_name));
    const std::string_view user_name = context->Text("user");
    const std::optional<Values> user = FindNamed(root, "users", "user", user_name);
    if (!user && !user_name.empty()) {
      return Wrong(fmt::format("it has no user `{}`", user_name));
    }
    Access access;
    // Go's default for requests.
    access.settings.proxy.from_environment = true;
    if (auto error = ReadCluster(*cluster, access)) return *error;
    if (user) {
      if (auto error = ReadUser(*user, user_name, access)) return *error;
    }
    return access;
  }

  // The section `what` of the item called `name` in the list `field`.
  static std::optional<Values> FindNamed(const Values& root, std::string_view field,
                                         std::string_view what, std::string_view name) {
    for (const yaml::Node& item : root.Items(field)) {
      const Values named = root.Of(item);
      if (named.Text("name") == name) return named.Sub(what);
    }
    return std::nullopt;
  }

  std::optional<Error> ReadCluster(const Values& cluster, Access& access) const {
    access.server = cluster.Text("server");
    if (access.server.empty()) return Wrong("its cluster has no `server`");
    http::TlsSettings& tls = access.settings.tls;
    tls.insecure_skip_verify = cluster.Bool("insecure-skip-tls-verify");
    tls.server_name = cluster.Text("tls-server-name");
    access.settings.proxy.url = cluster.Text("proxy-url");
    return ReadPem(cluster, "certificate-authority", tls.ca);
  }

  std::optional<Error> ReadUser(const Values& user, std::string_view name, Access& access) const {
    if (user.Has("exec")) {
      return Wrong(
          fmt::format("the user `{}` gets its credentials by running `{}`, which is not supported",
                      name, user.Sub("exec").Text("command")));
    }
    if (user.Has("auth-provider")) {
      return Wrong(
          fmt::format("the user `{}` gets its credentials from `{}`, which is not supported", name,
                      user.Sub("auth-provider").Text("name")));
    }
    http::ClientSettings& settings = access.settings;
    settings.user.text = user.Text("username");
    settings.password.text = user.Text("password");
    if (user.IsSet("token") || user.IsSet("tokenFile")) {
      settings.authorization_type = "Bearer";
      settings.credentials.file = PathBeside(path_, user.Text("tokenFile"));
      if (settings.credentials.file.empty()) settings.credentials.text = user.Text("token");
    }
    AddImpersonation(user, settings);
    if (auto error = ReadPem(user, "client-certificate", settings.tls.cert)) return error;
    return ReadPem(user, "client-key", settings.tls.key);
  }

  static void AddImpersonation(const Values& user, http::ClientSettings& settings) {
    const auto add = [&](std::string_view name, std::string_view value) {
      settings.headers.push_back({std::string(name), {.text = std::string(value)}});
    };
    if (user.IsSet("as")) add("Impersonate-User", user.Text("as"));
    if (user.IsSet("as-uid")) add("Impersonate-Uid", user.Text("as-uid"));
    for (const yaml::Node& group : user.Items("as-groups")) {
      add("Impersonate-Group", user.TextOf(group));
    }
  }

  // The field `name` is a path, and with `-data` the thing itself.
  std::optional<Error> ReadPem(const Values& section, const std::string& name,
                               http::Secret& pem) const {
    const std::string_view data = section.Text(name + "-data");
    if (data.empty()) {
      pem.file = PathBeside(path_, section.Text(name));
      return std::nullopt;
    }
    const auto decoded = DecodeBase64(data);
    if (!decoded) return Wrong(fmt::format("`{}-data` is not base64", name));
    pem.text = *decoded;
    return std::nullopt;
  }

  std::string path_;
};

}  // namespace

Result<Access> AccessByKubeconfig(const FileSystem& files, const std::string& path) {
  return Kubeconfig(path).Read(files);
}

Result<Access> AccessOfPod(const std::string& folder) {
  const char* const host = std::getenv("KUBERNETES_SERVICE_HOST");  // NOLINT(concurrency-mt-unsafe)
  const char* const port = std::getenv("KUBERNETES_SERVICE_PORT");  // NOLINT(concurrency-mt-unsafe)
  if (host == nullptr || port == nullptr || *host == '\0' || *port == '\0') {
    return Error{
        "neither `api_server` nor `kubeconfig_file` is set, and this is not a pod: "
        "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set"};
  }
  const std::string_view name(host);
  Access access;
  access.server = fmt::format(
      "https://{}:{}", name.find(':') == name.npos ? std::string(name) : fmt::format("[{}]", name),
      port);
  access.settings.authorization_type = "Bearer";
  access.settings.credentials.file = folder + "/token";
  access.settings.tls.ca.file = folder + "/ca.crt";
  access.settings.proxy.from_environment = true;
  return access;
}

}  // namespace check::discovery::kubernetes
