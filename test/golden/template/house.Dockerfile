# syntax=docker/dockerfile:1
{{ title }}

FROM {{ builder }} AS builder
{{ setup }}
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR {{ sources }}
{{ copy }}
RUN {{ install }}
RUN {{check}}

FROM gcr.io/example/base:2.1
COPY --from=builder --chown=65532:0 {{ prefix }} {{ prefix }}
ENV {{ environment }}
LABEL org.example.environment="{{ name }}"
USER 65532:0
ENTRYPOINT ["{{ prefix }}/bin/python"]
CMD ["-m", "own"]
