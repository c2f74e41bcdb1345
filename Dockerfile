# Build the jar first: mvn -DskipTests package
# Then: docker build -t statehouse . && docker run --init --network host -v statehouse:/data statehouse
#
# The server listens on 127.0.0.1 only as long as requests are not authenticated, so a published port does not reach it:
# hence the host's network. --init collects the database's processes, which outlive their parent by design.
FROM eclipse-temurin:17-jre

# PostgreSQL does not run as root, and this user needs no rights but to its own folder.
RUN useradd --system --uid 10001 --create-home --home-dir /data statehouse
USER statehouse
WORKDIR /data

COPY target/statehouse.jar /opt/statehouse/statehouse.jar

ENV STATEHOUSE_DATA=/data STATEHOUSE_HTTP_PORT=8080
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM

HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$STATEHOUSE_HTTP_PORT && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]

# A memory limit of the container bounds the heap; the rest is for PostgreSQL and its cache.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-jar", "/opt/statehouse/statehouse.jar"]
