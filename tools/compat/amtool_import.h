#ifndef TOOLS_COMPAT_AMTOOL_IMPORT_H_
#define TOOLS_COMPAT_AMTOOL_IMPORT_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "libcheck/api/alertmanager.h"
#include "libcheck/api/json_stream.h"
#include "libcheck/files/byte_source.h"
#include "tools/compat/kingpin.h"

namespace tools::compat {

/// `amtool silence import`.
int AmtoolImportSilences(const Parsed& parsed);

/// The silences of a JSON text one after another, as Go's json.Decoder reads them: the first token
/// is usually a bracket, and ignored whatever it is; the last bracket may be missing.
class SilenceTexts {
 public:
  /// `text` must outlive this.
  explicit SilenceTexts(std::string_view text);

  /// Empty if Next may be called; else what is wrong with the first token, in Go's words.
  const std::string& error() const { return error_; }
  /// The next one; nothing at the end, and from there on where error() is no longer empty.
  std::optional<check::api::v2::Silence> Next();

 private:
  std::optional<check::api::v2::Silence> Fail(std::string error);
  std::string Why() const;

  std::string_view text_;
  std::unique_ptr<check::ByteSource> source_;
  check::api::JsonStream json_;
  char bracket_ = '\0';  // The first token, if it is one.
  std::size_t count_ = 0;
  bool is_begun_ = false;  // Next has been called.
  bool is_over_ = false;
  std::string error_;
};

}  // namespace tools::compat

#endif  // TOOLS_COMPAT_AMTOOL_IMPORT_H_
