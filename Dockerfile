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
# As scripts/install.mjs does: the one install script that is needed, and no other.
RUN npm ci --no-audit --no-fund --ignore-scripts && npm rebuild better-sqlite3
COPY . .
RUN npm run build

# What the server needs when it runs. Without the manifests of window and tools, npm sees that nobody asks for their
# packages (a quarter of the size is left), and takes the same versions from the lock file.
FROM build AS runtime
RUN rm -rf node_modules apps/web/package.json \
  && npm pkg delete devDependencies --workspaces --include-workspace-root \
  && npm install --no-audit --no-fund --ignore-scripts --omit=dev
COPY --from=build /porthole/node_modules/better-sqlite3/build/Release/better_sqlite3.node \
  node_modules/better-sqlite3/build/Release/

FROM node:22-bookworm-slim
WORKDIR /porthole
ENV NODE_ENV=production PORTHOLE_LISTEN=0.0.0.0:8680 PORTHOLE_DATA=/data
COPY --from=runtime /porthole/package.json ./
COPY --from=runtime /porthole/node_modules node_modules
COPY --from=runtime /porthole/packages packages
COPY --from=runtime /porthole/prisma prisma
COPY --from=runtime /porthole/apps/server apps/server
COPY --from=build /porthole/apps/web/out apps/web/out
COPY --from=build /porthole/apps/web/site apps/web/site
COPY --from=build /porthole/scripts/healthcheck.mjs scripts/
RUN groupadd --gid 8680 porthole && useradd --uid 8680 --gid 8680 --no-create-home porthole \
  && install -d -o porthole -g porthole /data
USER porthole
VOLUME /data
EXPOSE 8680
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["node", "scripts/healthcheck.mjs"]
CMD ["node", "apps/server/dist/main.js"]
