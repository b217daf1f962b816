#include <fmt/format.h>

#include "libcheck/base/quote.h"
#include "libcheck/config/alertmanager/receivers/receivers.h"
#include "libcheck/schema/codes.h"

namespace check::config::alertmanager {
namespace {

using namespace schema;  // The vocabulary of the tables below.

#define LIBCHECK_SECTION(Name, field, go_type, doc, since, null_item) \
  constexpr Type k##Name##Type = SectionOf(k##Name##Config);
LIBCHECK_ALERTMANAGER_RECEIVERS(LIBCHECK_SECTION)
#undef LIBCHECK_SECTION

constexpr Field kIntegrationFields[] = {
#define LIBCHECK_FIELD(Name, field, go_type, sentence, release, null_words) \
  {.name = field,                                                           \
   .type = ListOf(k##Name##Type, go_type),                                  \
   .doc = sentence,                                                         \
   .since = release,                                                        \
   .null_item = null_words},
    LIBCHECK_ALERTMANAGER_RECEIVERS(LIBCHECK_FIELD)
#undef LIBCHECK_FIELD
};

constexpr ListedReceiver kListed[] = {
#define LIBCHECK_LISTED(Name, field, go_type, doc, since, null_item) \
  {field, &k##Name##Config, &k##Name},
    LIBCHECK_ALERTMANAGER_RECEIVERS(LIBCHECK_LISTED)
#undef LIBCHECK_LISTED
};

constexpr Field kFields[] = {
    Required(Text("name", "Name that routes refer to."), "missing name in receiver"),
    Since(Of("labels", kTextMap,
             "Labels of the receiver, for selecting receivers in the Alertmanager API."),
          "0.33"),
};

void CheckReceiver(Section& section) {
  const Values& values = section.values();
  const std::string_view name = values.Text("name");
  const yaml::Entry* label = values.Sub("labels").Given("name");
  if (name.empty() || label == nullptr || values.TextOf(label->value) == name) return;
  section
      .Report(kBadValue, label->value, "the label `name` differs from the name of the receiver",
              fmt::format("receiver label \"name\" must match receiver name {}, got {}",
                          GoQuote(name), GoQuote(values.TextOf(label->value))))
      .notes.emplace_back("remove it: it is set to the name of the receiver");
}

constexpr const Object* kIncludes[] = {&kIntegrations};

}  // namespace

constexpr Object kIntegrations = {
    .name = "integrations",
    .doc = "Integrations that notifications are sent to.",
    .fields = kIntegrationFields,
};

constexpr Object kReceiver = {
    .name = "receiver",
    .doc = "A named receiver with its integrations.",
    .fields = kFields,
    .includes = kIncludes,
    .check = CheckReceiver,
    .upstream = "config.plain",
};

std::span<const ListedReceiver> ListedReceivers() { return kListed; }

bool GlobalValues::Has(std::string_view field) const {
  if (values_.Given(field) != nullptr) return values_.IsSet(field);
  const Field* in_table = FindField(kGlobal, field);
  return in_table != nullptr && !in_table->default_value.empty();
}

bool HasAuthorization(const Values& section) {
  const Values http = section.Sub("http_config");
  return http.Has("authorization") || http.IsSet("bearer_token") || http.IsSet("bearer_token_file");
}

}  // namespace check::config::alertmanager
