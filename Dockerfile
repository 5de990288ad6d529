# threads on a CPU: docker build -t threads . && docker run --rm -v "$PWD:/data" threads batch site/ -o out
# Ray nodes:        docker build --build-arg EXTRAS='[ray]' -t threads-ray .
# with GPUs:        add --build-arg TORCH_INDEX=https://download.pytorch.org/whl/cu126
FROM python:3.11-slim AS wheel
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY threads threads
COPY models models
COPY seeds seeds
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.11-slim
ARG EXTRAS=""
# the CPU build of PyTorch is a tenth of the size of the one with CUDA
ARG TORCH_INDEX="https://download.pytorch.org/whl/cpu"
RUN pip install --no-cache-dir --index-url "${TORCH_INDEX}" "torch>=2.6,<2.14"
RUN --mount=type=bind,from=wheel,source=/wheels,target=/wheels \
    pip install --no-cache-dir "$(echo /wheels/*.whl)${EXTRAS}"

# no network is needed from here on, and none is used
ENV HF_HUB_OFFLINE=1 RAY_USAGE_STATS_ENABLED=0 PYTHONUNBUFFERED=1
RUN useradd --create-home threads
USER threads
WORKDIR /data
ENTRYPOINT ["threads"]
CMD ["--help"]
