#ifndef LIBCHECK_SLO_SPECS_OPEN_SLO_SCHEMA_H_
#define LIBCHECK_SLO_SPECS_OPEN_SLO_SCHEMA_H_

#include "libcheck/schema/schema.h"
#include "libcheck/slo/specs/open_slo_values.h"

/// Sections that several tables of OpenSLO have.
namespace check::slo {

inline constexpr schema::Field kOpenSloDescriptionField = {
    .name = "description", .type = kOpenSloDescription, .doc = "Description."};

extern const schema::Object kOpenSloMetadata;
extern const schema::Object kOpenSloCalendar;

// What objects about alerts say under `spec`, and an alert policy of an SLO or a reference to one.
extern const schema::Object kOpenSloConditionSpec;
extern const schema::Object kOpenSloTargetSpec;
extern const schema::Object kOpenSloPolicySpec;
extern const schema::Object kOpenSloPolicyItem;

// Objects of v1alpha.
extern const schema::Object kOpenSloAlphaService;
extern const schema::Object kOpenSloAlphaSlo;

}  // namespace check::slo

#endif  // LIBCHECK_SLO_SPECS_OPEN_SLO_SCHEMA_H_
