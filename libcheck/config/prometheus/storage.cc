#include <fmt/format.h>

#include "libcheck/base/number.h"
#include "libcheck/base/quote.h"
#include "libcheck/config/prometheus/schema.h"
#include "libcheck/schema/codes.h"
#include "libcheck/schema/validate.h"
#include "libcheck/schema/values.h"

namespace check::config::prometheus {
namespace {

using namespace schema;  // The vocabulary of the tables below.

constexpr Field kRetentionFields[] = {
    {.name = "time",
     .type = kDuration,
     .default_value = "15d",
     .doc = "How long samples are kept."},
    {.name = "size",
     .type = kSize,
     .default_value = "0",
     .doc = "How large blocks may become together before the oldest goes; 0 sets no limit."},
    {.name = "percentage",
     .type = kFloat,
     .default_value = "0",
     .doc = "How much of the disk blocks may take, in per cent; 0 sets no limit.",
     .since = "3.11"},
};

// As Go prints a number of bytes: the powers of 1024, largest first.
std::string FormatBytes(double bytes) {
  constexpr std::string_view kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  auto rest = static_cast<std::int64_t>(bytes);
  std::string text;
  for (std::size_t i = 0; i < std::size(kUnits) && (rest != 0 || i == 0); ++i) {
    if (rest % 1024 != 0 || (i == 0 && rest == 0)) {
      text = fmt::format("{}{}", rest % 1024, kUnits[i]) + text;
    }
    rest /= 1024;
  }
  return text;
}

void CheckRetention(Section& section) {
  const Values& values = section.values();
  if (const double size = SizeOf(values.Text("size", section.object())); size < 0) {
    section.Report(kBadValue, values.Find("size")->value, "`size` cannot be negative",
                   fmt::format("'storage.tsdb.retention.size' must be greater than or equal to 0, "
                               "got {}",
                               FormatBytes(size)));
  }
  const double percentage = values.Float("percentage");
  if (percentage < 0 || percentage > 100) {
    section.Report(
        kBadValue, values.Find("percentage")->value, "`percentage` must be from 0 to 100",
        fmt::format("'storage.tsdb.retention.percentage' must be in the range [0, 100], got {}",
                    FormatGoFloat(percentage, 'g', -1)));
  }
}

constexpr Object kRetention = {
    .name = "retention",
    .doc = "Which samples are kept.",
    .fields = kRetentionFields,
    .check = CheckRetention,
    .upstream = "config.plain",
};

constexpr std::string_view kEncodings[] = {"", "xor", "xor2"};
constexpr Field kEncodingFields[] = {
    {.name = "floats",
     .type = Checked(OneOf(kEncodings), CheckedElsewhere),
     .doc = "The encoding of plain samples; follows from feature flags if left out."},
};
constexpr Object kEncoding = {
    .name = "chunk_encoding",
    .doc = "How samples are encoded in chunks.",
    .fields = kEncodingFields,
    .upstream = "config.ChunkEncodingConfig",
};

constexpr Field kTsdbFields[] = {
    {.name = "out_of_order_time_window",
     .type = kDuration,
     .default_value = "0s",
     .doc = "How much older than the newest sample of a series others may come."},
    {.name = "outofordertimewindow",
     .type = kInteger64,
     .doc = "Milliseconds of `out_of_order_time_window`, as the server prints them. Ignored."},
    {.name = "stale_series_compaction_threshold",
     .type = kFloat,
     .default_value = "0",
     .doc = "Which part of the series in memory have to be stale for them to be compacted at once.",
     .since = "3.10"},
    {.name = "chunk_encoding",
     .type = SectionOf(kEncoding),
     .doc = "How samples are encoded in chunks.",
     .since = "3.13"},
    {.name = "retention",
     .type = SectionOf(kRetention),
     .doc = "Which samples are kept.",
     .since = "3.8"},
};

void CheckTsdb(Section& section) {
  const Values encoding = section.values().Sub("chunk_encoding");
  const std::string_view floats = encoding.Text("floats");
  if (floats.empty() || floats == "xor" || floats == "xor2") return;
  section
      .Report(kBadValue, encoding.Find("floats")->value,
              fmt::format("`floats` cannot be `{}`", floats),
              fmt::format("'storage.tsdb.chunk_encoding.floats' must be 'xor' or 'xor2', or the "
                          "field must be omitted entirely, got {}",
                          GoQuote(floats)))
      .notes.emplace_back("it is one of `xor`, `xor2`");
}

constexpr Object kTsdb = {
    .name = "tsdb",
    .doc = "How the database stores samples.",
    .fields = kTsdbFields,
    .check = CheckTsdb,
    .upstream = "config.plain",
};

constexpr Field kExemplarsFields[] = {
    {.name = "max_exemplars",
     .type = kInteger64,
     .default_value = "100000",
     .doc = "How many exemplars are held in memory."},
};
constexpr Object kExemplars = {
    .name = "exemplars",
    .doc = "How exemplars are stored.",
    .fields = kExemplarsFields,
    .upstream = "config.ExemplarsConfig",
};

constexpr Field kFields[] = {
    {.name = "tsdb", .type = SectionOf(kTsdb), .doc = "How the database stores samples."},
    {.name = "exemplars", .type = SectionOf(kExemplars), .doc = "How exemplars are stored."},
};

}  // namespace

constexpr Object kStorage = {
    .name = "storage",
    .doc = "How samples and exemplars are stored.",
    .fields = kFields,
    .upstream = "config.StorageConfig",
};

}  // namespace check::config::prometheus
