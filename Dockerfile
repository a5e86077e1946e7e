# syntax=docker/dockerfile:1
# The app: docker build -t app . Settings are read when a container starts, so one build serves every environment.
# #region postgres
# A second image migrates the database before the app starts: docker build -t app-migrate --target migrate .
# #endregion

FROM node:24-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
# Only the files that `npm ci` needs, so that these layers are reused until one of the files changes.
COPY package.json package-lock.json ./
# #region postgres
# `npm ci` also generates the Prisma client.
COPY prisma.config.ts ./
COPY prisma/schema.prisma prisma/
COPY scripts/postinstall.mjs scripts/
# #endregion
RUN npm ci --no-audit --no-fund
COPY . .
RUN STANDALONE=1 npm run build

# #region postgres
FROM build AS migrate
USER 1000
CMD ["node", "--import", "tsx", "prisma/migrate.ts"]

# #endregion
FROM node:24-slim AS app
WORKDIR /app
# KEEP_ALIVE_TIMEOUT (milliseconds) is longer than proxies keep an unused connection. Otherwise a proxy could send a request
# on a connection that the server is just closing. With NEXT_MANUAL_SIG_HANDLE, lib/shutdown.ts handles the shutdown.
ENV NODE_ENV=production \
    NEXT_TELEMETRY_DISABLED=1 \
    HOSTNAME=0.0.0.0 \
    PORT=3000 \
    KEEP_ALIVE_TIMEOUT=75000 \
    NEXT_MANUAL_SIG_HANDLE=true
COPY --from=build /app/.next/standalone ./
COPY --from=build /app/.next/static ./.next/static
# The user `node`, as a number: Kubernetes checks that it is not root. Nothing is written to the file system.
USER 1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/health?live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]
