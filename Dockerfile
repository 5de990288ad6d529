# threads on a CPU: docker build -t threads . && docker run --rm -v "$PWD:/data" threads batch site/ -o out
# Ray nodes: docker build --build-arg EXTRAS='[ray]' -t threads-ray .
FROM python:3.11-slim

ARG EXTRAS=""
WORKDIR /opt/threads

# the CPU build of PyTorch is a tenth of the size of the one with CUDA
RUN pip install --no-cache-dir --index-url https://download.pytorch.org/whl/cpu "torch>=2.6,<2.14"

COPY pyproject.toml README.md LICENSE ./
COPY threads threads
COPY models models
COPY seeds seeds
RUN pip install --no-cache-dir ".${EXTRAS}" && rm -rf /opt/threads

# no network is needed from here on, and none is used
ENV HF_HUB_OFFLINE=1 RAY_USAGE_STATS_ENABLED=0 PYTHONUNBUFFERED=1
RUN useradd --create-home threads
USER threads
WORKDIR /data
ENTRYPOINT ["threads"]
CMD ["--help"]
