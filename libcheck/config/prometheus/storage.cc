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
    {.name = "time", .type = kDuration, .default_value = "15d", .doc = "Retention time."},
    {.name = "size",
     .type = kSize,
     .default_value = "0",
     .doc = "Maximum total size of blocks before the oldest is deleted; 0 means no limit."},
    {.name = "percentage",
     .type = kFloat,
     .default_value = "0",
     .doc = "Maximum share of the disk used by blocks, in percent; 0 means no limit.",
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
    .doc = "Retention settings.",
    .fields = kRetentionFields,
    .check = CheckRetention,
    .upstream = "config.plain",
};

constexpr std::string_view kEncodings[] = {"", "xor", "xor2"};
constexpr Field kEncodingFields[] = {
    {.name = "floats",
     .type = Checked(OneOf(kEncodings), CheckedElsewhere),
     .doc = "Encoding of float samples; depends on feature flags if not set."},
};
constexpr Object kEncoding = {
    .name = "chunk_encoding",
    .doc = "Chunk encoding settings.",
    .fields = kEncodingFields,
    .upstream = "config.ChunkEncodingConfig",
};

constexpr Field kTsdbFields[] = {
    {.name = "out_of_order_time_window",
     .type = kDuration,
     .default_value = "0s",
     .doc = "Time window in which out-of-order samples are accepted."},
    {.name = "outofordertimewindow",
     .type = kInteger64,
     .doc = "Internal copy of `out_of_order_time_window` in milliseconds, as printed by the "
            "server. Ignored."},
    {.name = "stale_series_compaction_threshold",
     .type = kFloat,
     .default_value = "0",
     .doc = "Share of stale series in memory that triggers an immediate compaction.",
     .since = "3.10"},
    {.name = "chunk_encoding",
     .type = SectionOf(kEncoding),
     .doc = "Chunk encoding settings.",
     .since = "3.13"},
    {.name = "retention",
     .type = SectionOf(kRetention),
     .doc = "Retention settings.",
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
      .notes.emplace_back("expected one of `xor`, `xor2`");
}

constexpr Object kTsdb = {
    .name = "tsdb",
    .doc = "Settings of the time series database (TSDB).",
    .fields = kTsdbFields,
    .check = CheckTsdb,
    .upstream = "config.plain",
};

constexpr Field kExemplarsFields[] = {
    {.name = "max_exemplars",
     .type = kInteger64,
     .default_value = "100000",
     .doc = "Number of exemplars kept in memory."},
};
constexpr Object kExemplars = {
    .name = "exemplars",
    .doc = "Exemplar storage settings.",
    .fields = kExemplarsFields,
    .upstream = "config.ExemplarsConfig",
};

constexpr Field kFields[] = {
    {.name = "tsdb",
     .type = SectionOf(kTsdb),
     .doc = "Settings of the time series database (TSDB)."},
    {.name = "exemplars", .type = SectionOf(kExemplars), .doc = "Exemplar storage settings."},
};

}  // namespace

constexpr Object kStorage = {
    .name = "storage",
    .doc = "Storage settings.",
    .fields = kFields,
    .upstream = "config.StorageConfig",
};

}  // namespace check::config::prometheus
