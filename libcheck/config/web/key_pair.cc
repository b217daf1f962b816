#include "libcheck/config/web/key_pair.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "libcheck/base/base64.h"

namespace check::config::web {
namespace {

using Where = KeyPairFault::Where;

// What stands in the first and last line of a block: "CERTIFICATE".
std::string_view BlockType(std::string_view line, std::string_view mark) {
  constexpr std::string_view kDashes = "-----";
  while (line.ends_with(' ') || line.ends_with('\t') || line.ends_with('\r')) line.remove_suffix(1);
  if (!line.starts_with(mark) || !line.ends_with(kDashes)) return {};
  if (line.size() < mark.size() + kDashes.size()) return {};
  return line.substr(mark.size(), line.size() - mark.size() - kDashes.size());
}

// The types of the blocks in a text. Those that are no Base64 do not count.
std::vector<std::string> BlockTypes(std::string_view text) {
  std::vector<std::string> types;
  std::string_view open;
  std::string body;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (const std::string_view begun = BlockType(line, "-----BEGIN "); !begun.empty()) {
      open = begun;
      body.clear();
    } else if (open.empty()) {
      continue;
    } else if (BlockType(line, "-----END ") == open) {
      if (DecodeBase64(body)) types.emplace_back(open);
      open = {};
    } else if (line.find(": ") == std::string_view::npos) {  // Not a header of the block.
      for (const char c : line) {
        if (c != '\r' && c != ' ' && c != '\t') body += c;
      }
    }
  }
  return types;
}

std::string Listed(const std::vector<std::string>& types) {
  return fmt::format("[{}]", fmt::join(types, " "));
}

bool IsKey(std::string_view type) {
  return type == "PRIVATE KEY" || type.ends_with(" PRIVATE KEY");
}

std::optional<KeyPairFault> CertificateFault(const std::vector<std::string>& types) {
  if (std::find(types.begin(), types.end(), "CERTIFICATE") != types.end()) return std::nullopt;
  if (types.empty()) {
    return KeyPairFault{Where::kCertificate, "there is no PEM in the certificate",
                        "tls: failed to find any PEM data in certificate input"};
  }
  if (types.size() == 1 && types[0].ends_with("PRIVATE KEY")) {
    return KeyPairFault{Where::kCertificate, "this is a private key, not a certificate",
                        "tls: failed to find certificate PEM data in certificate input, but did "
                        "find a private key; PEM inputs may have been switched"};
  }
  return KeyPairFault{Where::kCertificate, "there is no certificate in the PEM",
                      "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after "
                      "skipping PEM blocks of the following types: " +
                          Listed(types)};
}

std::optional<KeyPairFault> KeyFault(const std::vector<std::string>& types) {
  if (std::any_of(types.begin(), types.end(), IsKey)) return std::nullopt;
  if (types.empty()) {
    return KeyPairFault{Where::kKey, "there is no PEM in the key",
                        "tls: failed to find any PEM data in key input"};
  }
  if (types.size() == 1 && types[0] == "CERTIFICATE") {
    return KeyPairFault{
        Where::kKey, "this is a certificate, not a private key",
        "tls: found a certificate rather than a key in the PEM for the private key"};
  }
  return KeyPairFault{Where::kKey, "there is no private key in the PEM",
                      "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key "
                      "input after skipping PEM blocks of the following types: " +
                          Listed(types)};
}

// The functions of libcrypto that are used, looked up in it by name.
struct Crypto {
  using AskPassword = int (*)(char*, int, int, void*);

  void* (*new_buffer)(const void*, int) = nullptr;
  int (*free_buffer)(void*) = nullptr;
  void* (*read_certificate)(void*, void**, AskPassword, void*) = nullptr;
  void (*free_certificate)(void*) = nullptr;
  void* (*read_key)(void*, void**, AskPassword, void*) = nullptr;
  void* (*key_of)(const void*) = nullptr;
  int (*is_equal)(const void*, const void*) = nullptr;
  void (*free_key)(void*) = nullptr;
  void (*forget_errors)() = nullptr;
};

template <typename Function>
bool Look(void* library, const char* name, Function& function) {
  void* symbol = ::dlsym(library, name);
  std::memcpy(&function, &symbol, sizeof function);
  return symbol != nullptr;
}

// Null if it is not there. The library stays loaded to the end of the process.
const Crypto* LoadCrypto() {
  static const Crypto* loaded = []() -> const Crypto* {
    void* library = ::dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) library = ::dlopen("libcrypto.so.1.1", RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return nullptr;
    static Crypto crypto;
    const bool complete = Look(library, "BIO_new_mem_buf", crypto.new_buffer) &&
                          Look(library, "BIO_free", crypto.free_buffer) &&
                          Look(library, "PEM_read_bio_X509", crypto.read_certificate) &&
                          Look(library, "X509_free", crypto.free_certificate) &&
                          Look(library, "PEM_read_bio_PrivateKey", crypto.read_key) &&
                          Look(library, "X509_get0_pubkey", crypto.key_of) &&
                          (Look(library, "EVP_PKEY_eq", crypto.is_equal) ||
                           Look(library, "EVP_PKEY_cmp", crypto.is_equal)) &&
                          Look(library, "EVP_PKEY_free", crypto.free_key) &&
                          Look(library, "ERR_clear_error", crypto.forget_errors);
    return complete ? &crypto : nullptr;
  }();
  return loaded;
}

// Nobody is asked for the password of a key: a server could not be, either.
int NoPassword(char* /*into*/, int /*size*/, int /*writes*/, void* /*data*/) { return -1; }

// Reads the first block of a kind.
void* ReadBlock(const Crypto& crypto, const std::string& text,
                void* (*read)(void*, void**, Crypto::AskPassword, void*)) {
  void* buffer = crypto.new_buffer(text.data(), static_cast<int>(text.size()));
  if (buffer == nullptr) return nullptr;
  void* block = read(buffer, nullptr, NoPassword, nullptr);
  crypto.free_buffer(buffer);
  crypto.forget_errors();
  return block;
}

std::optional<KeyPairFault> Compare(const Crypto& crypto, const std::string& certificate,
                                    const std::string& key) {
  const std::unique_ptr<void, void (*)(void*)> parsed_certificate(
      ReadBlock(crypto, certificate, crypto.read_certificate), crypto.free_certificate);
  if (parsed_certificate == nullptr) {
    return KeyPairFault{Where::kCertificate, "the certificate cannot be read",
                        "x509: malformed certificate"};
  }
  const std::unique_ptr<void, void (*)(void*)> parsed_key(ReadBlock(crypto, key, crypto.read_key),
                                                          crypto.free_key);
  if (parsed_key == nullptr) {
    return KeyPairFault{Where::kKey, "the private key cannot be read",
                        "tls: failed to parse private key"};
  }
  const int equal = crypto.is_equal(crypto.key_of(parsed_certificate.get()), parsed_key.get());
  crypto.forget_errors();
  if (equal == 1) return std::nullopt;
  return KeyPairFault{Where::kKey, "the private key is not that of the certificate",
                      equal == -1 ? "tls: private key type does not match public key type"
                                  : "tls: private key does not match public key"};
}

}  // namespace

std::optional<KeyPairFault> KeyPairProblem(const std::string& certificate, const std::string& key) {
  constexpr std::size_t kMostBytes = std::size_t{1} << 24;
  if (auto fault = CertificateFault(BlockTypes(certificate))) return fault;
  if (auto fault = KeyFault(BlockTypes(key))) return fault;
  const Crypto* crypto = LoadCrypto();
  if (crypto == nullptr || certificate.size() > kMostBytes || key.size() > kMostBytes) {
    return std::nullopt;
  }
  return Compare(*crypto, certificate, key);
}

}  // namespace check::config::web
