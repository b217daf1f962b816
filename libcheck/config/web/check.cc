#include "libcheck/config/web/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "libcheck/base/duration.h"
#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/config/prometheus/codes.h"
#include "libcheck/config/web/key_pair.h"
#include "libcheck/files/go_paths.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/load.h"

namespace check::config::web {
namespace {

using prometheus::kMissingFile;
using schema::Values;

constexpr yaml::Dialect kDialect = yaml::Dialect::kGoYamlV2;

// Why Go's bcrypt does not take a password's hash, or nothing.
std::optional<std::string> HashFault(std::string_view hash) {
  constexpr std::size_t kShortest = 59;
  if (hash.size() < kShortest) {
    return "crypto/bcrypt: hashedSecret too short to be a bcrypted password";
  }
  if (hash[0] != '$') {
    return fmt::format(
        "crypto/bcrypt: bcrypt hashes must start with '$', but hashedSecret started with '{}'",
        hash[0]);
  }
  if (hash[1] > '2') {
    return fmt::format(
        "crypto/bcrypt: bcrypt algorithm version '{}' requested is newer than "
        "current version '2'",
        hash[1]);
  }
  const std::string_view cost = hash.substr(hash[2] == '$' ? 3 : 4, 2);
  const auto number = ParseGoInt(cost, 10);
  if (!number) return fmt::format("strconv.Atoi: parsing {}: invalid syntax", GoQuote(cost));
  if (*number < 4 || *number > 31) {
    return fmt::format("crypto/bcrypt: cost {} is outside allowed inclusive range 4..31", *number);
  }
  return std::nullopt;
}

struct KnownHeader {
  std::string_view name;
  std::string_view values;  // Those that it can have, as Go prints a list of them. Empty: any.
};
constexpr KnownHeader kHeaders[] = {
    {"Strict-Transport-Security", ""},
    {"X-Content-Type-Options", "[\"nosniff\"]"},
    {"X-Frame-Options", "[\"deny\" \"sameorigin\"]"},
    {"X-XSS-Protection", ""},
    {"Content-Security-Policy", ""},
};

class Checker {
 public:
  Checker(const SourceFile& file, const FileSystem* files, Diagnostics& diagnostics)
      : file_(file), files_(files), diagnostics_(diagnostics) {}

  void Check(const Values& config) {
    CheckInterval(config.Sub("rate_limit"));
    CheckHeaders(config.Sub("http_server_config").Sub("headers"));
    const Values users = config.Sub("basic_auth_users");
    for (const yaml::Entry& user : users.entries()) {
      if (auto fault = HashFault(users.TextOf(user.value))) {
        Report(schema::kBadValue, user.value, "the password is not hashed by bcrypt", *fault)
            .notes.emplace_back("`htpasswd -nBC 10 NAME` makes a hash");
      }
    }
    if (const yaml::Entry* tls = config.Find("tls_server_config")) CheckTls(*tls, config);
  }

 private:
  Diagnostic& Report(const CodeInfo& info, const yaml::Node& at, std::string message,
                     std::string upstream) {
    Diagnostic& problem = diagnostics_.Report(info, {&file_, at.span}, std::move(message));
    problem.upstream = std::move(upstream);
    return problem;
  }

  void CheckInterval(const Values& rate) {
    const yaml::Entry* entry = rate.Find("interval");
    if (entry == nullptr || !entry->value.IsScalar()) return;
    const std::string_view text = rate.TextOf(entry->value);
    // A plain number counts nanoseconds.
    if (ParseGoInt(text, 10) || ParseGoDuration(text)) return;
    Report(schema::kBadValue, entry->value, fmt::format("invalid duration `{}`", text),
           fmt::format(
               "line {}: cannot unmarshal !!str `{}` into time.Duration",
               file_.PositionOf(entry->value.span.begin).line,
               text.size() > 10 ? fmt::format("{}...", text.substr(0, 7)) : std::string(text)));
  }

  void CheckHeaders(const Values& headers) {
    for (const yaml::Entry& header : headers.entries()) {
      const std::string_view name = headers.TextOf(header.key);
      const std::string_view value = headers.TextOf(header.value);
      const auto* const known = std::find_if(std::begin(kHeaders), std::end(kHeaders),
                                             [&](const KnownHeader& h) { return h.name == name; });
      if (known == std::end(kHeaders)) {
        Report(schema::kBadValue, header.key, fmt::format("the header `{}` cannot be set", name),
               fmt::format("HTTP header {} can not be configured", GoQuote(name)));
      } else if (!known->values.empty() &&
                 known->values.find("\"" + std::string(value) + "\"") == std::string_view::npos) {
        Report(schema::kBadValue, header.value, fmt::format("`{}` cannot be `{}`", name, value),
               fmt::format("invalid value for {}. Expected one of: {}, but got: {}", name,
                           known->values, GoQuote(value)));
      }
    }
  }

  // The text of a file that a field names, or nothing; then, that has been reported.
  std::optional<std::string> ReadNamed(const Values& tls, std::string_view field,
                                       std::string_view upstream) {
    const yaml::Entry* entry = tls.FindSet(field);
    const std::string path = PathBeside(file_.name(), tls.TextOf(entry->value));
    Result<std::string> text = files_->Read(path);
    if (text) return std::move(*text);
    const std::string_view why = text.error().why();
    Report(kMissingFile, entry->value, text.error().message,
           upstream.empty() ? fmt::format("open {}: {}", path, why)
                            : fmt::format("{} ({}): open {}: {}", upstream, path, path, why));
    return std::nullopt;
  }

  void CheckTls(const yaml::Entry& entry, const Values& config) {
    const Values tls = config.Of(entry.value);
    const bool has_cert = tls.IsSet("cert") || tls.IsSet("cert_file");
    const bool has_key = tls.IsSet("key") || tls.IsSet("key_file");
    const bool has_ca = tls.IsSet("client_ca") || tls.IsSet("client_ca_file");
    const std::string_view auth = tls.Text("client_auth_type");
    if (!has_cert && !has_key && !has_ca && auth.empty()) return;
    if (!has_cert) {
      Report(schema::kMissingField, entry.key, "one of `cert`, `cert_file` must be set",
             "missing one of cert or cert_file");
    }
    if (!has_key) {
      Report(schema::kMissingField, entry.key, "one of `key`, `key_file` must be set",
             "missing one of key or key_file");
    }
    if (has_cert && has_key) CheckKeyPair(tls);
    if (files_ != nullptr && tls.IsSet("client_ca_file")) ReadNamed(tls, "client_ca_file", {});

    constexpr std::string_view kTypes[] = {
        "",
        "NoClientCert",
        "RequestClientCert",
        "RequireAnyClientCert",
        "RequireClientCert",
        "VerifyClientCertIfGiven",
        "RequireAndVerifyClientCert",
    };
    if (std::find(std::begin(kTypes), std::end(kTypes), auth) == std::end(kTypes)) {
      Report(schema::kBadValue, tls.Find("client_auth_type")->value,
             fmt::format("`client_auth_type` cannot be `{}`", auth),
             fmt::format("invalid ClientAuth: {}", auth))
          .notes.emplace_back(
              "expected one of `NoClientCert`, `RequestClientCert`, `RequireAnyClientCert`, "
              "`VerifyClientCertIfGiven`, `RequireAndVerifyClientCert`");
    } else if (has_ca && (auth.empty() || auth == "NoClientCert")) {
      const yaml::Entry* ca = tls.FindSet("client_ca_file");
      if (ca == nullptr) ca = tls.FindSet("client_ca");
      Report(schema::kDependentField, ca->key,
             fmt::format("`{}` needs a `client_auth_type` that requests certificates",
                         ca->key.scalar()),
             "client CA's have been configured without a Client Auth Policy");
    }
  }

  void CheckKeyPair(const Values& tls) {
    const auto text = [&](std::string_view inline_field, std::string_view file_field,
                          std::string_view upstream) -> std::optional<std::string> {
      if (!tls.IsSet(file_field)) return std::string(tls.Text(inline_field));
      if (files_ == nullptr) return std::nullopt;
      return ReadNamed(tls, file_field, upstream);
    };
    const auto cert = text("cert", "cert_file", "failed to read cert_file");
    const auto key = text("key", "key_file", "failed to read key_file");
    const auto at = [&](std::string_view a, std::string_view b) -> const yaml::Node& {
      return (tls.IsSet(b) ? tls.Find(b) : tls.Find(a))->value;
    };
    if (!cert || !key) return;
    const auto fault = KeyPairProblem(*cert, *key);
    if (!fault) return;
    const bool in_key = fault->where == KeyPairFault::Where::kKey;
    Report(schema::kBadValue, in_key ? at("key", "key_file") : at("cert", "cert_file"),
           fault->message, "failed to load X509KeyPair: " + fault->upstream);
  }

  const SourceFile& file_;
  const FileSystem* files_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::string CheckWebConfig(const SourceFile& file, const FileSystem* files, Arena& arena,
                           Diagnostics& found) {
  return schema::Load(
             file, &kWebConfig, {.reader = "the server", .validate = {.dialect = kDialect}}, arena,
             found,
             [&](const yaml::Node* root, const schema::Input& input, Diagnostics& problems) {
               if (root == nullptr || !root->IsMapping()) return;
               const bool is_decoded = !schema::UpstreamError(problems);
               const std::size_t before = problems.found().size();
               Checker(file, files, problems).Check({*root, input, kDialect});
               // Upstream looks at the whole only if each value could be stored.
               for (std::size_t i = before; !is_decoded && i < problems.found().size(); ++i) {
                 problems.found()[i].upstream.clear();
               }
             })
      .upstream_error;
}

}  // namespace check::config::web
