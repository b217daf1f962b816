// Native histograms as templates meet them.
#include "libcheck/template/expand.h"

namespace check::gotemplate {

GoValue MakeSampleValue(double value, const model::FloatHistogram*) { return MakeFloat(value); }

}  // namespace check::gotemplate
