FROM node:24-bookworm-slim AS build
# For better-sqlite3, which is compiled where no binary of it can be downloaded.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
# git, which it works with; tini, which takes leave of the processes that a benchmark has left behind.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git tini \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/autoresearch-mcp
COPY --from=build /build/package.json /build/LICENSE ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
COPY --from=build /build/demo ./demo
COPY --from=build /build/schemas ./schemas
COPY --from=build /build/skills ./skills
# The program belongs to root, and those who run it, and what they measure, are not root.
RUN ln -s /opt/autoresearch-mcp/dist/cli.js /usr/local/bin/autoresearch-mcp \
  && install --directory --owner=node --group=node /workspace \
  && install --directory --owner=node --group=node --mode=700 /data
ENV AUTORESEARCH_HOME=/data
USER node
WORKDIR /workspace
VOLUME /data
EXPOSE 4319
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:4319/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "autoresearch-mcp"]
# Nobody but who is let to the port reaches it: publish it on 127.0.0.1, or behind a proxy that speaks TLS.
CMD ["serve", "--http", "--host", "0.0.0.0", "--behind-proxy", "--root", "/workspace"]
