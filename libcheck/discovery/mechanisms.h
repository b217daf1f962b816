#ifndef LIBCHECK_DISCOVERY_MECHANISMS_H_
#define LIBCHECK_DISCOVERY_MECHANISMS_H_

#include "libcheck/discovery/discovery.h"

/// The mechanisms, one file each or one file for a family.
namespace check::discovery {

extern const Mechanism kAws;
extern const Mechanism kAzure;
extern const Mechanism kConsul;
extern const Mechanism kDigitalocean;
extern const Mechanism kDns;
extern const Mechanism kDocker;
extern const Mechanism kDockerswarm;
extern const Mechanism kEc2;
extern const Mechanism kEcs;
extern const Mechanism kElasticache;
extern const Mechanism kEureka;
extern const Mechanism kFile;
extern const Mechanism kGce;
extern const Mechanism kHetzner;
extern const Mechanism kHttp;
extern const Mechanism kIonos;
extern const Mechanism kKubernetes;
extern const Mechanism kKuma;
extern const Mechanism kLightsail;
extern const Mechanism kLinode;
extern const Mechanism kMarathon;
extern const Mechanism kMsk;
extern const Mechanism kNerve;
extern const Mechanism kNomad;
extern const Mechanism kOci;
extern const Mechanism kOpenstack;
extern const Mechanism kOutscale;
extern const Mechanism kOvhcloud;
extern const Mechanism kPuppetdb;
extern const Mechanism kRds;
extern const Mechanism kScaleway;
extern const Mechanism kServerset;
extern const Mechanism kStackit;
extern const Mechanism kStatic;
extern const Mechanism kTriton;
extern const Mechanism kUyuni;
extern const Mechanism kVultr;

}  // namespace check::discovery

#endif  // LIBCHECK_DISCOVERY_MECHANISMS_H_
