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

// One block of PEM.
struct Block {
  std::string type;
  std::string bytes;  // DER.
};

// The blocks of a text. Those that are no Base64 do not count.
std::vector<Block> ReadBlocks(std::string_view text) {
  std::vector<Block> blocks;
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
      if (auto bytes = DecodeBase64(body)) blocks.push_back({std::string(open), *bytes});
      open = {};
    } else if (line.find(": ") == std::string_view::npos) {  // Not a header of the block.
      for (const char c : line) {
        if (c != '\r' && c != ' ' && c != '\t') body += c;
      }
    }
  }
  return blocks;
}

std::vector<std::string> TypesOf(const std::vector<Block>& blocks) {
  std::vector<std::string> types;
  types.reserve(blocks.size());
  for (const Block& block : blocks) types.push_back(block.type);
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
    return KeyPairFault{Where::kCertificate, "no PEM block found in the certificate",
                        "tls: failed to find any PEM data in certificate input"};
  }
  if (types.size() == 1 && types[0].ends_with("PRIVATE KEY")) {
    return KeyPairFault{Where::kCertificate, "this is a private key, not a certificate",
                        "tls: failed to find certificate PEM data in certificate input, but did "
                        "find a private key; PEM inputs may have been switched"};
  }
  return KeyPairFault{Where::kCertificate, "no certificate found in the PEM",
                      "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after "
                      "skipping PEM blocks of the following types: " +
                          Listed(types)};
}

std::optional<KeyPairFault> KeyFault(const std::vector<std::string>& types) {
  if (std::any_of(types.begin(), types.end(), IsKey)) return std::nullopt;
  if (types.empty()) {
    return KeyPairFault{Where::kKey, "no PEM block found in the key",
                        "tls: failed to find any PEM data in key input"};
  }
  if (types.size() == 1 && types[0] == "CERTIFICATE") {
    return KeyPairFault{
        Where::kKey, "this is a certificate, not a private key",
        "tls: found a certificate rather than a key in the PEM for the private key"};
  }
  return KeyPairFault{Where::kKey, "no private key found in the PEM",
                      "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key "
                      "input after skipping PEM blocks of the following types: " +
                          Listed(types)};
}

// A value of DER: a tag, a length, and that many bytes.
struct Der {
  unsigned char tag = 0;
  std::string_view content;
};

// Takes a value off the front of `bytes`, or nothing if that is not DER.
std::optional<Der> TakeDer(std::string_view& bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  constexpr unsigned kLongForm = 0x80;
  std::size_t size = at(1);
  std::size_t header = 2;
  if (size >= kLongForm) {
    const std::size_t count = size - kLongForm;
    if (count == 0 || count > 3 || bytes.size() < 2 + count) return std::nullopt;
    size = 0;
    for (std::size_t i = 0; i < count; ++i) size = size * 256 + at(2 + i);
    header += count;
  }
  if (bytes.size() - header < size) return std::nullopt;
  const Der value = {at(0), bytes.substr(header, size)};
  bytes.remove_prefix(header + size);
  return value;
}

std::string MakeDer(unsigned char tag, std::string_view content) {
  std::string made(1, static_cast<char>(tag));
  constexpr std::size_t kLongest = 127;
  if (content.size() > kLongest) {
    made += static_cast<char>(0x82);
    made += static_cast<char>(content.size() / 256);
  }
  made += static_cast<char>(content.size() % 256);
  return made += content;
}

constexpr unsigned char kInteger = 0x02;
constexpr unsigned char kOctets = 0x04;
constexpr unsigned char kSequence = 0x30;
constexpr unsigned char kPublicKey = 0xA1;

// An ECPrivateKey without its public key, or nothing if `bytes` is something else:
//
//     SEQUENCE { INTEGER 1, OCTET STRING key, [0] curve, [1] public key }
std::optional<std::string> WithoutPublicKey(std::string_view bytes) {
  const auto whole = TakeDer(bytes);
  if (!whole || whole->tag != kSequence || !bytes.empty()) return std::nullopt;
  std::string_view rest = whole->content;
  std::string kept;
  for (std::size_t i = 0; !rest.empty(); ++i) {
    const auto part = TakeDer(rest);
    if (!part || (i == 0 && (part->tag != kInteger || part->content != "\1")) ||
        (i == 1 && part->tag != kOctets)) {
      return std::nullopt;
    }
    if (part->tag != kPublicKey) kept += MakeDer(part->tag, part->content);
  }
  return MakeDer(kSequence, kept);
}

// Go: works out the public key of an elliptic curve itself, and never looks at the one that is
// written beside the private key. Of PKCS 8, it is in
//
//     SEQUENCE { INTEGER 0, SEQUENCE algorithm, OCTET STRING { ECPrivateKey } }
std::string PrivatePartOf(const std::string& bytes) {
  if (auto bare = WithoutPublicKey(bytes)) return *bare;
  std::string_view rest = bytes;
  const auto whole = TakeDer(rest);
  if (!whole || whole->tag != kSequence) return bytes;
  std::string_view parts = whole->content;
  const auto version = TakeDer(parts);
  const auto algorithm = TakeDer(parts);
  const auto key = TakeDer(parts);
  if (!version || !algorithm || !key || key->tag != kOctets) return bytes;
  const auto bare = WithoutPublicKey(key->content);
  if (!bare) return bytes;
  return MakeDer(kSequence, MakeDer(version->tag, version->content) +
                                MakeDer(algorithm->tag, algorithm->content) +
                                MakeDer(kOctets, *bare));
}

// The functions of libcrypto that are used, looked up in it by name.
struct Crypto {
  void* (*read_certificate)(void**, const unsigned char**, long) = nullptr;
  void (*free_certificate)(void*) = nullptr;
  void* (*read_key)(void**, const unsigned char**, long) = nullptr;
  void* (*key_of)(const void*) = nullptr;
  int (*is_equal)(const void*, const void*) = nullptr;
  void (*free_key)(void*) = nullptr;
  void* (*new_context)(void*, void*) = nullptr;
  int (*check_key)(void*) = nullptr;
  void (*free_context)(void*) = nullptr;
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
    const bool complete = Look(library, "d2i_X509", crypto.read_certificate) &&
                          Look(library, "X509_free", crypto.free_certificate) &&
                          Look(library, "d2i_AutoPrivateKey", crypto.read_key) &&
                          Look(library, "X509_get0_pubkey", crypto.key_of) &&
                          (Look(library, "EVP_PKEY_eq", crypto.is_equal) ||
                           Look(library, "EVP_PKEY_cmp", crypto.is_equal)) &&
                          Look(library, "EVP_PKEY_free", crypto.free_key) &&
                          Look(library, "EVP_PKEY_CTX_new", crypto.new_context) &&
                          Look(library, "EVP_PKEY_check", crypto.check_key) &&
                          Look(library, "EVP_PKEY_CTX_free", crypto.free_context) &&
                          Look(library, "ERR_clear_error", crypto.forget_errors);
    return complete ? &crypto : nullptr;
  }();
  return loaded;
}

// Reads a value, and tells how many bytes it did not need.
void* ReadDer(const Crypto& crypto, const std::string& bytes, std::size_t& left,
              void* (*read)(void**, const unsigned char**, long)) {
  const auto* begin = reinterpret_cast<const unsigned char*>(bytes.data());
  const unsigned char* at = begin;
  void* value = read(nullptr, &at, static_cast<long>(bytes.size()));
  left = bytes.size() - static_cast<std::size_t>(at - begin);
  crypto.forget_errors();
  return value;
}

// Whether the numbers of a key go together.
bool IsSound(const Crypto& crypto, void* key) {
  void* context = crypto.new_context(key, nullptr);
  if (context == nullptr) return true;
  // Less than 0: it cannot be checked.
  const bool sound = crypto.check_key(context) != 0;
  crypto.free_context(context);
  crypto.forget_errors();
  return sound;
}

std::optional<KeyPairFault> Compare(const Crypto& crypto, const std::string& certificate,
                                    const std::string& key) {
  std::size_t left = 0;
  const std::unique_ptr<void, void (*)(void*)> parsed_certificate(
      ReadDer(crypto, certificate, left, crypto.read_certificate), crypto.free_certificate);
  if (parsed_certificate == nullptr) {
    return KeyPairFault{Where::kCertificate, "the certificate cannot be read",
                        "x509: malformed certificate"};
  }
  if (left > 0) {
    return KeyPairFault{Where::kCertificate, "the certificate is followed by other data",
                        "x509: trailing data"};
  }
  const std::unique_ptr<void, void (*)(void*)> parsed_key(
      ReadDer(crypto, PrivatePartOf(key), left, crypto.read_key), crypto.free_key);
  if (parsed_key == nullptr || !IsSound(crypto, parsed_key.get())) {
    return KeyPairFault{
        Where::kKey,
        parsed_key == nullptr ? "the private key cannot be read" : "the private key is damaged",
        "tls: failed to parse private key"};
  }
  const int equal = crypto.is_equal(crypto.key_of(parsed_certificate.get()), parsed_key.get());
  crypto.forget_errors();
  if (equal == 1) return std::nullopt;
  return KeyPairFault{Where::kKey, "the private key does not match the certificate",
                      equal == -1 ? "tls: private key type does not match public key type"
                                  : "tls: private key does not match public key"};
}

}  // namespace

std::optional<KeyPairFault> KeyPairProblem(const std::string& certificate, const std::string& key) {
  constexpr std::size_t kMostBytes = std::size_t{1} << 24;
  const std::vector<Block> certificates = ReadBlocks(certificate);
  const std::vector<Block> keys = ReadBlocks(key);
  if (auto fault = CertificateFault(TypesOf(certificates))) return fault;
  if (auto fault = KeyFault(TypesOf(keys))) return fault;
  const Crypto* crypto = LoadCrypto();
  if (crypto == nullptr || certificate.size() > kMostBytes || key.size() > kMostBytes) {
    return std::nullopt;
  }
  const auto first_certificate =
      std::find_if(certificates.begin(), certificates.end(),
                   [](const Block& b) { return b.type == "CERTIFICATE"; });
  const auto first_key =
      std::find_if(keys.begin(), keys.end(), [](const Block& b) { return IsKey(b.type); });
  return Compare(*crypto, first_certificate->bytes, first_key->bytes);
}

}  // namespace check::config::web
