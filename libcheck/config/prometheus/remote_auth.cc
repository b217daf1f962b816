#include "libcheck/config/prometheus/remote_auth.h"

#include <fmt/format.h>

#include <algorithm>

#include "libcheck/base/ascii.h"
#include "libcheck/config/common/http_client.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kSigV4Fields[] = {
    {.name = "region",
     .type = kString,
     .doc = "AWS region; defaults to the region of the environment."},
    {.name = "access_key", .type = kString, .doc = "Access key that signs requests."},
    {.name = "secret_key", .type = kSecret, .doc = "Secret key that signs requests."},
    {.name = "profile", .type = kString, .doc = "Profile in the AWS configuration files."},
    {.name = "role_arn", .type = kString, .doc = "ARN of the role to assume."},
    {.name = "external_id",
     .type = kString,
     .doc = "External ID used when assuming the role.",
     .since = "3.10"},
    {.name = "use_fips_sts_endpoint",
     .type = kBool,
     .default_value = "false",
     .doc = "Use the FIPS endpoint of STS.",
     .since = "3.1"},
    {.name = "service_name",
     .type = kString,
     .default_value = "aps",
     .doc = "AWS service name in the signature.",
     .since = "3.5"},
};
constexpr std::string_view kBothKeys =
    "must provide a AWS SigV4 Access key and Secret Key if credentials are specified in the SigV4 "
    "config";
constexpr Constraint kSigV4Constraints[] = {
    Requires("access_key", "secret_key").Says(kBothKeys),
    Requires("secret_key", "access_key").Says(kBothKeys),
    Requires("external_id", "role_arn").Says("external_id can only be used with role_arn"),
};

constexpr Field kManagedIdentityFields[] = {
    {.name = "client_id",
     .type = kString,
     .doc = "Client ID of the managed identity.",
     .optional_since = "3.5"},
};
constexpr Object kManagedIdentity = {
    .name = "managed_identity",
    .doc = "Authentication with a managed identity.",
    .fields = kManagedIdentityFields,
    .upstream = "azuread.ManagedIdentityConfig",
};

constexpr Field kWorkloadIdentityFields[] = {
    {.name = "client_id", .type = kString, .doc = "Client ID of the application or identity."},
    {.name = "tenant_id", .type = kString, .doc = "Tenant ID."},
    {.name = "token_file_path",
     .type = kFile,
     .default_value = "/var/run/secrets/azure/tokens/azure-identity-token",
     .doc = "File with the token of the service account."},
};
constexpr Object kWorkloadIdentity = {
    .name = "workload_identity",
    .doc = "Authentication with a Kubernetes workload identity.",
    .fields = kWorkloadIdentityFields,
    .upstream = "azuread.WorkloadIdentityConfig",
};

constexpr Field kOAuthFields[] = {
    {.name = "client_id", .type = kString, .doc = "Client ID of the application."},
    {.name = "client_secret", .type = kSecret, .doc = "Its secret."},
    {.name = "tenant_id", .type = kString, .doc = "Tenant ID."},
};
constexpr Object kOAuth = {
    .name = "azuread oauth",
    .doc = "Authentication with an application secret.",
    .fields = kOAuthFields,
    .upstream = "azuread.OAuthConfig",
};

constexpr Field kSdkFields[] = {
    {.name = "tenant_id", .type = kString, .doc = "Tenant ID."},
};
constexpr Object kSdk = {
    .name = "azuread sdk",
    .doc = "Authentication with the Azure SDK defaults.",
    .fields = kSdkFields,
    .upstream = "azuread.SDKConfig",
};

constexpr Field kCertificateFields[] = {
    {.name = "client_id", .type = kString, .doc = "Client ID of the application."},
    {.name = "tenant_id", .type = kString, .doc = "Tenant ID."},
    {.name = "certificate_path", .type = kFile, .doc = "File with the certificate."},
    {.name = "certificate_key_path",
     .type = kFile,
     .doc = "File with the private key, if it is not in the certificate file."},
    {.name = "certificate_password", .type = kSecret, .doc = "Password of the certificate file."},
    {.name = "send_certificate_chain",
     .type = kBool,
     .default_value = "false",
     .doc = "Send the certificate chain."},
};
constexpr Object kCertificate = {
    .name = "azuread certificate",
    .doc = "Authentication with an application certificate.",
    .fields = kCertificateFields,
    .upstream = "azuread.CertificateConfig",
};

constexpr std::string_view kClouds[] = {"", "AzurePublic", "AzureGovernment", "AzureChina"};
constexpr Field kAzureAdFields[] = {
    {.name = "managed_identity",
     .type = SectionOf(kManagedIdentity),
     .doc = "Authentication with a managed identity."},
    {.name = "workload_identity",
     .type = SectionOf(kWorkloadIdentity),
     .doc = "Authentication with a Kubernetes workload identity.",
     .since = "3.7"},
    {.name = "oauth",
     .type = SectionOf(kOAuth),
     .doc = "Authentication with an application secret.",
     .since = "2.48"},
    {.name = "sdk",
     .type = SectionOf(kSdk),
     .doc = "Authentication with the Azure SDK defaults.",
     .since = "2.52"},
    {.name = "certificate",
     .type = SectionOf(kCertificate),
     .doc = "Authentication with an application certificate.",
     .since = "3.13"},
    {.name = "cloud",
     .type = Checked(OneOf(kClouds), CheckedElsewhere),
     .default_value = "AzurePublic",
     .doc = "Azure cloud of the tenant."},
    {.name = "scope", .type = kString, .doc = "Scopes of the token.", .since = "3.9"},
};

constexpr Field kGoogleIamFields[] = {
    {.name = "credentials_file",
     .type = kFile,
     .doc = "File with credentials; defaults to the credentials of the environment."},
};

// As google/uuid reads them: plain, in braces, behind `urn:uuid:`, or without hyphens.
bool IsUuid(std::string_view text) {
  constexpr std::string_view kUrn = "urn:uuid:";
  if (text.size() == 32) return std::all_of(text.begin(), text.end(), IsHexDigit);
  if (text.size() == 36 + kUrn.size()) {
    const auto lower = [](char a, char b) { return (a | 0x20) == b || a == b; };
    if (!std::equal(kUrn.begin(), kUrn.end(), text.begin(),
                    [&](char want, char is) { return lower(is, want); })) {
      return false;
    }
    text.remove_prefix(kUrn.size());
  } else if (text.size() == 38) {
    text = text.substr(1, 36);
  }
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !IsHexDigit(text[i])) return false;
  }
  return true;
}

struct Way {
  std::string_view field;
  std::string_view title;  // What upstream calls it.
  std::initializer_list<std::string_view> required;
  std::initializer_list<std::string_view> uuids;
};

void CheckWay(Section& section, const Way& way) {
  const yaml::Entry* entry = section.Find(way.field);
  if (entry == nullptr) return;
  const Values values = section.values().Of(entry->value);
  for (const std::string_view field : way.required) {
    if (values.IsSet(field)) continue;
    section.Report(
        kMissingField, entry->key, fmt::format("`{}` needs `{}`", way.field, field),
        fmt::format("must provide an Azure {} {} in the Azure AD config", way.title, field));
  }
  for (const std::string_view field : way.uuids) {
    const std::string_view text = values.Text(field);
    if (text.empty() || IsUuid(text)) continue;
    section.Report(kBadValue, values.Find(field)->value, fmt::format("invalid UUID `{}`", text),
                   fmt::format("the provided Azure {} {} is invalid", way.title, field));
  }
}

void CheckAzureAd(Section& section) {
  const std::string_view cloud = section.values().Text("cloud");
  if (std::find(std::begin(kClouds), std::end(kClouds), cloud) == std::end(kClouds)) {
    section
        .Report(kBadValue, section.Find("cloud")->value,
                fmt::format("`cloud` cannot be `{}`", cloud),
                "must provide a cloud in the Azure AD config")
        .notes.push_back("it is " + Describe(OneOf(kClouds)));
  }
  const Way ways[] = {
      {"managed_identity", "Managed Identity", {}, {"client_id"}},
      {"workload_identity",
       "Workload Identity",
       {"client_id", "tenant_id"},
       {"client_id", "tenant_id"}},
      {"oauth", "OAuth", {"client_id", "client_secret", "tenant_id"}, {"client_id"}},
      {"sdk", "SDK", {}, {}},
      {"certificate", "Certificate", {"client_id", "tenant_id", "certificate_path"}, {"client_id"}},
  };
  const yaml::Entry* first = nullptr;
  for (const Way& way : ways) {
    const yaml::Entry* entry = section.Find(way.field);
    if (entry == nullptr) continue;
    if (first == nullptr) {
      first = entry;
      continue;
    }
    const bool later = entry->key.span.begin > first->key.span.begin;
    section
        .Report(kExclusiveFields, later ? entry->key : first->key,
                "more than one authentication method is set",
                "cannot provide multiple authentication methods in the Azure AD config")
        .labels.push_back(
            {{&section.file(), later ? first->key.span : entry->key.span}, "already set here"});
  }
  if (first == nullptr) {
    section
        .ReportHere(kMissingField,
                    "one of `managed_identity`, `workload_identity`, `oauth`, `sdk`, `certificate` "
                    "must be set")
        .upstream =
        "must provide an Azure Managed Identity, Azure Workload Identity, Azure OAuth, Azure "
        "Certificate or Azure SDK in the Azure AD config";
  }
  for (const Way& way : ways) CheckWay(section, way);

  const std::string_view scope = section.values().Text("scope");
  const auto may_stand = [](char c) {
    return IsAlphanumeric(c) ||
           std::string_view("_ \t\n\r\f:/.-").find(c) != std::string_view::npos;
  };
  if (!std::all_of(scope.begin(), scope.end(), may_stand)) {
    section.Report(kBadValue, section.Find("scope")->value, "`scope` contains an invalid character",
                   "the provided scope contains invalid characters");
  }
}

}  // namespace

constexpr Object kSigV4 = {
    .name = "sigv4",
    .doc = "AWS Signature Version 4 settings.",
    .fields = kSigV4Fields,
    .constraints = kSigV4Constraints,
    .upstream = "sigv4.plain",
};

constexpr Object kAzureAd = {
    .name = "azuread",
    .doc = "Azure AD authentication.",
    .fields = kAzureAdFields,
    .check = CheckAzureAd,
    .upstream = "azuread.plain",
};

constexpr Object kGoogleIam = {
    .name = "google_iam",
    .doc = "Google Cloud authentication.",
    .fields = kGoogleIamFields,
    .upstream = "googleiam.Config",
};

}  // namespace check::config::prometheus
