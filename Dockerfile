# An image with the program as its entry point, for CI and for machines without Debian's packages:
#
#   docker build -t pronoia .
#   docker run --rm -v "$PWD:/work" pronoia check
FROM debian:bookworm-slim AS build
WORKDIR /source
COPY tools/packages.sh tools/
RUN sh tools/packages.sh build package
COPY . .
RUN cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF -DCMAKE_UNITY_BUILD=ON \
 && cmake --build build \
 && cd build && cpack && mv pronoia_*.deb /pronoia.deb

FROM debian:bookworm-slim
# What the package recommends: HTTP, certificates and time zones.
RUN --mount=type=bind,from=build,source=/pronoia.deb,target=/tmp/pronoia.deb \
    apt-get update \
 && apt-get install -y --no-install-recommends /tmp/pronoia.deb ca-certificates libcurl4 libisal2 tzdata \
 && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/*
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["pronoia"]
CMD ["--help"]
