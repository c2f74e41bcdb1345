package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** The OpenAPI document and the types for TypeScript, read by the programs that they are for. */
class DescriptionsIT {
    private static final java.nio.file.Path SOURCE = java.nio.file.Path.of("src/test/typescript");
    private static final java.nio.file.Path FOLDER = java.nio.file.Path.of("target/typescript");
    private static final long PATIENCE_MINUTES = 5;

    private final Server server = RecordsServer.get();

    private Http.Answer get(String path) {
        Http.Answer answer = server.http().get(path).send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer;
    }

    /** The packages of the lock file, installed once for each version of it. */
    private static synchronized void install() throws Exception {
        Files.createDirectories(FOLDER);
        java.nio.file.Path lock = SOURCE.resolve("package-lock.json");
        java.nio.file.Path done = FOLDER.resolve("installed.json");
        if (Files.exists(done) && Files.mismatch(lock, done) < 0) {
            return;
        }
        for (String file : new String[] {"package.json", "package-lock.json"}) {
            Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"))
                .startsWith("0\n");
        Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The status and, on the lines after it, what was printed. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        return process.exitValue() + "\n" + printed;
    }

    @Test
    void types_compile_in_strict_mode_with_what_is_right_and_not_with_what_is_wrong() throws Exception {
        install();
        Http.Answer types = get("/api/metadata/types.ts");
        assertThat(types.header("Content-Type").orElse(""))
                .isEqualToIgnoringCase("application/typescript;charset=UTF-8");
        assertThat(types.text())
                .contains("export const catalogVersion = "
                        + types.header("Statehouse-Catalog").orElse("") + ";");
        Files.writeString(FOLDER.resolve("types.ts"), types.text());
        for (String file : new String[] {"good.ts", "bad.ts", "tsconfig.json"}) {
            Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(run("node", "node_modules/typescript/bin/tsc", "-p", ".")).isEqualTo("0\n");
    }

    @Test
    void the_openapi_document_is_one() throws Exception {
        install();
        ObjectNode document = (ObjectNode) get("/api/metadata/openapi").json();
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.path("jsonSchemaDialect").asText())
                .isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(verdict(document)).contains("\"valid\": true");
        for (String reference : references(document, new TreeSet<>())) {
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode path : document.path("paths")) {
            path.forEach(operation -> {
                if (operation.has("operationId")) {
                    assertThat(ids.add(operation.path("operationId").asText())).isTrue();
                }
            });
        }
        document.remove("info");
        assertThat(verdict(document)).as("The validator can refuse").contains("\"valid\": false");
    }

    private static String verdict(JsonNode document) throws Exception {
        Files.writeString(FOLDER.resolve("openapi.json"), document.toString());
        return run("node", "node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js", "openapi.json");
    }

    private static Set<String> references(JsonNode node, Set<String> found) {
        if (node.path("$ref").isTextual()) {
            found.add(node.path("$ref").asText());
        }
        node.forEach(child -> references(child, found));
        return found;
    }

    @Test
    void the_openapi_document_has_every_route_that_exists_and_no_other() {
        JsonNode document = get("/api/metadata/openapi").json();
        JsonNode models = get("/api/metadata").json().path("models");
        Set<String> described = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (String method : (Iterable<String>) path.getValue()::fieldNames) {
                if (!method.equals("parameters")) {
                    described.add(method.toUpperCase(Locale.ROOT) + " " + template(path.getKey(), models));
                }
            }
        }
        assertThat(described).isEqualTo(routes());
        for (JsonNode model : models) {
            String root = "/api/records/" + model.path("name").asText();
            for (String path : new String[] {"", "/{id}", "/validate", "/import"}) {
                assertThat(document.path("paths").has(root + path))
                        .as(root + path)
                        .isTrue();
            }
            model.path("relationships")
                    .forEach(one -> assertThat(document.path("paths")
                                    .has(root + "/{id}/" + one.path("name").asText()))
                            .isTrue());
        }
    }

    /** The path with placeholders where it names a model or a relationship. */
    private static String template(String path, JsonNode models) {
        for (JsonNode model : models) {
            String root = "/api/records/" + model.path("name").asText();
            if (path.equals(root) || path.startsWith(root + "/")) {
                String rest = path.substring(root.length());
                for (JsonNode one : model.path("relationships")) {
                    rest = rest.replaceFirst(
                            "^/\\{id}/" + one.path("name").asText() + "(?=/|$)", "/{id}/{relationship}");
                }
                return "/api/records/{model}" + rest;
            }
        }
        return path;
    }

    private static Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        RecordFilter.OF_MODELS.forEach(method -> routes.add(method + " /api/records/{model}"));
        RecordFilter.OF_RECORDS.forEach(method -> routes.add(method + " /api/records/{model}/{id}"));
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.statehouse")) {
            if (type.isAnnotatedWith(Path.class)) {
                Class<?> resource = type.reflect();
                for (Method method : resource.getDeclaredMethods()) {
                    for (Annotation annotation : method.getAnnotations()) {
                        HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
                        if (http != null) {
                            routes.add(http.value() + " /api" + segment(resource.getAnnotation(Path.class))
                                    + segment(method.getAnnotation(Path.class)));
                        }
                    }
                }
            }
        }
        return routes;
    }

    private static String segment(@Nullable Path path) {
        if (path == null || path.value().isEmpty()) {
            return "";
        }
        return path.value().startsWith("/") ? path.value() : "/" + path.value();
    }

    @Test
    void links_with_fields_are_described_as_they_are_written_and_read() {
        JsonNode document = get("/api/metadata/openapi").json();
        JsonNode one = document.path("paths").path("/api/records/playlist/{id}/heard/{otherId}");
        JsonNode many = document.path("paths").path("/api/records/playlist/{id}/heard");
        assertThat(one.at("/put/requestBody/required").asBoolean(true)).isFalse();
        assertThat(one.at("/put/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/playlist.heard.put");
        assertThat(many.at("/post/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/playlist.heard.change");
        assertThat(many.at("/get/responses/200/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/playlist.heard.page");
        JsonNode schemas = document.at("/components/schemas");
        JsonNode put = schemas.path("playlist.heard.put");
        assertThat(put.at("/properties/times/title").asText()).isEqualTo("Times");
        assertThat(put.path("dependentRequired").toString()).isEqualTo("{\"times\":[\"times\"]}");
        assertThat(schemas.path("playlist.heard.record").toString())
                .isEqualTo("{\"allOf\":[{\"$ref\":\"#/components/schemas/track\"},{\"type\":\"object\","
                        + "\"properties\":{\"$link\":{\"$ref\":\"#/components/schemas/playlist.heard.link\"}},"
                        + "\"required\":[\"$link\"]}]}");
        assertThat(schemas.at("/playlist.heard.link/required").toString()).isEqualTo("[\"times\"]");
        assertThat(document.at("/paths/~1api~1records~1track~1{id}~1playlists~1{otherId}/put/requestBody")
                        .isMissingNode())
                .as("The other end takes them too")
                .isFalse();
        assertThat(document.at("/paths/~1api~1records~1article~1{id}~1labels~1{otherId}/put/requestBody")
                        .isMissingNode())
                .as("Where links have no fields there is no body")
                .isTrue();
    }

    @Test
    void the_containers_own_description_of_classes_is_not_served() {
        Scenario.of("the container's", "GET", "/openapi")
                .refused(404, "not-found")
                .run(server);
    }
}
