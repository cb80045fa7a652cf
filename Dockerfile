# The backend. The PBX has an image of its own, docker/asterisk.Dockerfile; docker-compose.yml starts both, and the database.
FROM node:20-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY asterisk-conf ./asterisk-conf
COPY sounds ./sounds
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
# No npm in between: node itself must receive the signal that ends the container.
CMD ["node", "--enable-source-maps", "dist/main.js"]
