package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.statehouse.log.CatalogEntries;
import org.statehouse.log.EventLog;
import org.statehouse.testkit.Folders;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Metadata in the packaged server: what clients read, and how starts with good and faulty files end. */
class MetadataIT {

    private static final String CITY = "model: city\nfields:\n  name: { type: text, required: true }\n";

    @Test
    void a_published_catalog_serves_whatever_the_files_say_and_a_newer_one_is_taken_over() throws Exception {
        Path files = folder(Map.of("geo/city.yaml", CITY));
        try (Server server = Server.builder("metadata").metadata(files).build().start()) {
            clientsReadTheModels(server);

            MetadataFiles more = MetadataFiles.of(Map.of("geo/city.yaml", CITY + "  motto: { type: text }\n"));
            new Publication(server.dataSource(), new CatalogEntries(new EventLog())).publish(CatalogReader.read(more));
            Http.Answer created = server.http()
                    .post("/api/records/city")
                    .json(Map.of("name", "Rome"))
                    .send();
            assertThat(created.status()).as("%s", created).isEqualTo(201);
            assertThat(created.json().has("motto")).as("%s", created).isTrue();
            assertThat(version(server)).isEqualTo(2);

            Files.writeString(files.resolve("geo/city.yaml"), CITY.replace("text", "txt"));
            server.stop();
            server.start();
            assertThat(version(server)).isEqualTo(2);
            String fault = "geo/city.yaml:3:17: there is no type 'txt', did you mean 'text'?";
            assertThat(log(server)).contains(fault);
            assertThat(server.standardError()).contains(fault);
            assertThat(server.http()
                            .get("/health/ready")
                            .send()
                            .json()
                            .at("/checks")
                            .toString())
                    .contains(fault);

            new Publication(server.dataSource(), new CatalogEntries(new EventLog()))
                    .publish(CatalogReader.read(MetadataFiles.of(
                            Map.of("geo/city.yaml", CITY + "  motto: { type: text }\n  size: { type: integer }\n"))));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(version(server))
                            .as("a node that nobody tells learns of a newer catalog")
                            .isEqualTo(3));

            Files.writeString(files.resolve("geo/city.yaml"), CITY);
            server.stop();
            server.start();
            assertThat(version(server)).isEqualTo(3);
            assertThat(log(server)).contains("drop city.motto is not done without consent");
        }
    }

    private static void clientsReadTheModels(Server server) {
        Http.Answer catalog = server.http().get("/api/metadata").send();
        assertThat(catalog.status()).isEqualTo(200);
        assertThat(catalog.header("ETag")).contains("\"1\"");
        assertThat(catalog.json().at("/applications/0/label").asText()).isEqualTo("Geo");
        assertThat(catalog.json().at("/models/0/fields/0/name").asText()).isEqualTo("name");
        assertThat(server.http()
                        .get("/api/metadata/models/city")
                        .header("If-None-Match", "\"1\"")
                        .send()
                        .status())
                .isEqualTo(304);
        assertThat(server.http()
                        .get("/api/metadata/models/town")
                        .send()
                        .json()
                        .path("slug")
                        .asText())
                .isEqualTo("unknown-model");
        assertThat(server.http()
                        .get("/schemas/model.schema.json")
                        .send()
                        .json()
                        .path("title")
                        .asText())
                .isEqualTo("A model of Statehouse");
    }

    @Test
    void a_first_start_with_faulty_files_ends_and_says_every_fault() throws Exception {
        Path files = folder(Map.of("geo/city.yaml", CITY.replace("text", "txt"), "geo/app.yaml", "roles: {}\n"));
        try (Server server = Server.builder("faulty-metadata").metadata(files).build()) {
            assertThat(server.startExpectingFailure()).isNotZero();
            assertThat(server.standardError() + server.standardOutput())
                    .contains("geo/app.yaml:1:1: 'roles' is not supported yet")
                    .contains("geo/city.yaml:3:17: there is no type 'txt', did you mean 'text'?");
        }
    }

    private static int version(Server server) {
        return server.http().get("/api/metadata").send().json().path("version").intValue();
    }

    private static String log(Server server) throws IOException {
        return Files.readString(server.data().resolve("log").resolve("server.0.log"));
    }

    private static Path folder(Map<String, String> files) throws IOException {
        Path folder = Folders.create("metadata-files");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return folder;
    }
}
