#include "libcheck/discovery/dns_message.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <fmt/format.h>

#include <algorithm>

namespace check::discovery {
namespace {

constexpr std::size_t kHeader = 12;
constexpr std::size_t kMostLabel = 63;
constexpr std::size_t kMostName = 255;

void Put16(unsigned value, std::string& message) {
  message += static_cast<char>(value >> 8);
  message += static_cast<char>(value & 0xff);
}

// Reads a message from its beginning, never past its end.
class Reader {
 public:
  explicit Reader(std::string_view message) : message_(message) {}

  bool failed() const { return failed_; }
  std::size_t at() const { return at_; }

  std::uint8_t Byte() {
    if (at_ >= message_.size()) {
      failed_ = true;
      return 0;
    }
    return static_cast<std::uint8_t>(message_[at_++]);
  }

  std::uint16_t Two() {
    const unsigned high = Byte();
    return static_cast<std::uint16_t>(high << 8 | Byte());
  }

  void Skip(std::size_t count) {
    if (count > message_.size() - at_) failed_ = true;
    at_ = std::min(at_ + count, message_.size());
  }

  std::string_view Take(std::size_t count) {
    const std::size_t begin = at_;
    Skip(count);
    return failed_ ? std::string_view() : message_.substr(begin, count);
  }

  // A name with a dot at its end.
  std::string Name() {
    const auto* begin = reinterpret_cast<const unsigned char*>(message_.data());
    unsigned char labels[NS_MAXCDNAME];  // A length and that many bytes, up to a length of 0.
    const int size =
        ::ns_name_unpack(begin, begin + message_.size(), begin + at_, labels, sizeof labels);
    if (size < 0) {
      failed_ = true;
      return {};
    }
    at_ += static_cast<std::size_t>(size);
    std::string name;
    for (const unsigned char* at = labels; *at != 0; at += *at + 1) {
      AddLabel({reinterpret_cast<const char*>(at + 1), *at}, name);
    }
    return name.empty() ? "." : name;
  }

 private:
  // As zone files write it.
  static void AddLabel(std::string_view label, std::string& name) {
    for (const char c : label) {
      if (std::string_view(". '@;()\"\\").find(c) != std::string_view::npos) {
        name += '\\';
        name += c;
      } else if (c < ' ' || c > '~') {
        name += fmt::format("\\{:03}", static_cast<unsigned char>(c));
      } else {
        name += c;
      }
    }
    name += '.';
  }

  std::string_view message_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

std::string AddressText(int family, std::string_view bytes) {
  char text[INET6_ADDRSTRLEN] = {};
  ::inet_ntop(family, bytes.data(), text, sizeof text);
  return text;
}

// name, type, class, time to live, size of the data, data
DnsRecord ReadRecord(Reader& reader, bool& malformed) {
  DnsRecord record;
  reader.Name();
  record.type = reader.Two();
  reader.Skip(6);
  const std::size_t size = reader.Two();
  const std::size_t end = reader.at() + size;
  switch (static_cast<DnsType>(record.type)) {
    case DnsType::kA:
    case DnsType::kAaaa: {
      const bool is_4 = static_cast<DnsType>(record.type) == DnsType::kA;
      if (size != (is_4 ? 4U : 16U)) {
        malformed = true;
        break;
      }
      const std::string_view bytes = reader.Take(size);
      if (!reader.failed()) record.target = AddressText(is_4 ? AF_INET : AF_INET6, bytes);
      break;
    }
    case DnsType::kNs:
    case DnsType::kCname:
      record.target = reader.Name();
      break;
    case DnsType::kMx:
      reader.Skip(2);
      record.target = reader.Name();
      break;
    case DnsType::kSrv:
      reader.Skip(4);
      record.port = reader.Two();
      record.target = reader.Name();
      break;
    default:
      reader.Skip(size);
      break;
  }
  malformed = malformed || reader.failed() || reader.at() != end;
  return record;
}

}  // namespace

Result<std::string> DnsQuestion(std::uint16_t id, std::string_view name, DnsType type, bool edns) {
  std::string message;
  Put16(id, message);
  Put16(0x0100, message);  // Ask others if need be.
  Put16(1, message);       // Questions.
  Put16(0, message);
  Put16(0, message);
  Put16(edns ? 1 : 0, message);
  const auto invalid = [&] { return Error{fmt::format("invalid name `{}`", name)}; };
  if (name.size() > kMostName) return invalid();
  for (std::string_view rest = name == "." ? std::string_view() : name; !rest.empty();) {
    const std::size_t dot = rest.find('.');
    if (dot == 0 || dot == rest.npos || dot > kMostLabel) return invalid();
    message += static_cast<char>(dot);
    message += rest.substr(0, dot);
    rest.remove_prefix(dot + 1);
  }
  message += '\0';
  Put16(static_cast<unsigned>(type), message);
  Put16(1, message);  // The class IN.
  if (edns) {
    // The name of the root, type OPT, how long an answer may be, and nothing else.
    message += '\0';
    Put16(41, message);
    Put16(4096, message);
    Put16(0, message);
    Put16(0, message);
    Put16(0, message);
  }
  return message;
}

Result<DnsAnswer> ReadDnsAnswer(std::string_view message) {
  const Error malformed_error = {"a malformed response"};
  if (message.size() < kHeader) return malformed_error;
  Reader reader(message);
  DnsAnswer answer;
  answer.id = reader.Two();
  const unsigned flags = reader.Two();
  if ((flags & 0x8000) == 0) return malformed_error;
  answer.truncated = (flags & 0x0200) != 0;
  answer.code = static_cast<int>(flags & 0xf);
  const std::size_t questions = reader.Two();
  const std::size_t records = reader.Two();
  reader.Skip(4);
  for (std::size_t i = 0; i < questions && !reader.failed(); ++i) {
    reader.Name();
    reader.Skip(4);
  }
  bool malformed = false;
  for (std::size_t i = 0; i < records && !reader.failed() && !malformed; ++i) {
    answer.records.push_back(ReadRecord(reader, malformed));
  }
  // Of one that was cut off, no more is wanted than that it was.
  if ((reader.failed() || malformed) && !answer.truncated) return malformed_error;
  return answer;
}

}  // namespace check::discovery
