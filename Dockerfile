# Porthole as one image: `docker build -t porthole .`; docker-compose.yml shows how it meets this machine's libvirt.
FROM node:22-bookworm-slim AS build
WORKDIR /porthole
RUN apt-get update && apt-get install -y --no-install-recommends g++ make python3 && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
COPY packages/libvirt/package.json packages/libvirt/
COPY packages/libvirt-xml/package.json packages/libvirt-xml/
COPY packages/contract/package.json packages/contract/
COPY prisma/package.json prisma/
COPY apps/server/package.json apps/server/
COPY apps/web/package.json apps/web/
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

# What runs: the server's packages only, without compilers, the window's sources or Prisma's command line.
FROM build AS slim
RUN npm prune --omit=dev -w apps/server -w packages/libvirt -w packages/libvirt-xml -w packages/contract -w prisma

FROM node:22-bookworm-slim
WORKDIR /porthole
ENV NODE_ENV=production PORTHOLE_LISTEN=0.0.0.0:8680 PORTHOLE_DATA=/data
COPY --from=slim /porthole/package.json ./
COPY --from=slim /porthole/node_modules node_modules
COPY --from=slim /porthole/packages packages
COPY --from=slim /porthole/prisma prisma
COPY --from=slim /porthole/apps/server apps/server
COPY --from=build /porthole/apps/web/out apps/web/out
RUN useradd --system --uid 8680 porthole && install -d -o porthole -g porthole /data
USER porthole
VOLUME /data
EXPOSE 8680
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8680/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/server/dist/main.js"]
