#ifndef LIBCHECK_CONFIG_WEB_KEY_PAIR_H_
#define LIBCHECK_CONFIG_WEB_KEY_PAIR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace check::config::web {

struct KeyPairFault {
  enum class Where : std::uint8_t { kCertificate, kKey };

  Where where = Where::kCertificate;
  std::string message;
  std::string upstream;  ///< What Go's crypto/tls says.
};

/// What is wrong with a certificate and its private key, both in PEM, or nothing. Whether they
/// belong together is looked into with OpenSSL's libcrypto, which is loaded by the first call;
/// where it is not installed, all pairs do.
std::optional<KeyPairFault> KeyPairProblem(const std::string& certificate, const std::string& key);

}  // namespace check::config::web

#endif  // LIBCHECK_CONFIG_WEB_KEY_PAIR_H_
