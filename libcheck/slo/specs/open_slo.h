#ifndef LIBCHECK_SLO_SPECS_OPEN_SLO_H_
#define LIBCHECK_SLO_SPECS_OPEN_SLO_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libcheck/schema/schema.h"
#include "libcheck/slo/formats.h"
#include "libcheck/slo/slo.h"

/// OpenSLO (https://github.com/OpenSLO/OpenSLO): several kinds of objects that refer to each other.
/// What is refused is what its own tool `oslo` refuses (with go-sdk 0.6.2), but for what
/// OpenSLO's examples and Sloth's have.
namespace check::slo {

enum class OpenSloVersion : std::uint8_t { kV1Alpha, kV1, kV2Alpha };

/// What an objective of OpenSLO has beyond Slo.
struct OpenSloDetails : SpecDetails {
  OpenSloVersion version = OpenSloVersion::kV1;
  std::string slo_name;         ///< Of the object, which may hold several objectives.
  std::string display_name;     ///< Of the objective, or else of the object.
  std::size_t index = 0;        ///< Of the objective in its object.
  std::size_t siblings = 1;     ///< How many objectives the object has.
  double composite_weight = 0;  ///< Of a part of a composite SLO; 0: it is none.
};

/// A kind of object, in one version.
struct OpenSloKind {
  OpenSloVersion version;
  std::string_view name;  ///< "AlertPolicy"
  const schema::Object* table;
};

/// The table of an SLO of version 1.
extern const schema::Object kOpenSloTable;
/// Those of other kinds of objects, and of other versions.
std::span<const SpecTable> OpenSloTables();

std::string_view ToString(OpenSloVersion version);  ///< "openslo/v1"
/// Null: there is no such version, or no such kind in it.
const OpenSloKind* FindOpenSloKind(std::string_view api_version, std::string_view kind);
std::span<const OpenSloKind> OpenSloKinds();

/// The objectives of an object of kind SLO that was compared with its table. What is wrong with
/// values and beyond single fields is reported.
void ReadOpenSlo(const SpecDocument& document, OpenSloVersion version, Diagnostics& diagnostics,
                 std::vector<Slo>& slos);
void ReadOpenSloAlpha(const SpecDocument& document, Diagnostics& diagnostics,
                      std::vector<Slo>& slos);

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_OPEN_SLO_H_
