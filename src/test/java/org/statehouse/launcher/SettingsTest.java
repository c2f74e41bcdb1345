package org.statehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The settings of the launcher, and that their page says what the code does. */
class SettingsTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| `STATEHOUSE_([A-Z_]+)` \\| `([a-z.-]+)` \\| (.+?) \\|", Pattern.MULTILINE);

    @Test
    void have_the_defaults_that_the_page_gives() throws IOException {
        Settings defaults = Settings.read(Map.of(), key -> null);
        assertThat(page())
                .contains("| `" + defaults.httpPort() + "` |")
                .contains("| `" + defaults.httpQueueBytes() + "` |")
                .contains("| `" + defaults.data().getFileName() + "` |")
                .contains("| `" + defaults.log() + "` |");
        assertThat(defaults.database()).isNull();
        assertThat(defaults.metadata()).isNull();
    }

    @Test
    void are_all_on_the_page_by_both_names() throws IOException {
        Set<String> documented = new HashSet<>();
        ROW.matcher(page()).results().forEach(row -> {
            documented.add(row.group(1));
            assertThat(row.group(2)).isEqualTo(Settings.property(row.group(1)));
        });
        assertThat(documented).containsAll(Settings.KEYS);
    }

    @Test
    void are_taken_from_a_property_before_the_environment() {
        Settings settings = Settings.read(
                Map.of("STATEHOUSE_HTTP_PORT", "8081", "STATEHOUSE_LOG", "info"),
                key -> key.equals("statehouse.http-port") ? "8082" : null);
        assertThat(settings.httpPort()).isEqualTo(8082);
        assertThat(settings.log()).isEqualTo("INFO");
    }

    @Test
    void out_of_range_are_refused_with_name_value_and_range() {
        for (String port : List.of("0", "65536", "-1", "http", "80 80")) {
            refused("HTTP_PORT", port, "1 to 65535");
        }
        refused("HTTP_QUEUE_BYTES", "16383", "16384 to 67108864");
        refused("LOG", "LOUD", "WARNING");
        refused("DB_URL", "jdbc:mysql://localhost/x", "jdbc:postgresql:");
        refused("METADATA", "/no/such/folder", "a folder");
        refused("CLUSTER", "two words", "letters, digits and dashes");
    }

    @Test
    void of_a_cluster_need_a_database_that_is_shared() {
        refused("CLUSTER", "east", "STATEHOUSE_DB_URL");
        Map<String, String> shared = Map.of(
                "STATEHOUSE_CLUSTER", "east",
                "STATEHOUSE_DB_URL", "jdbc:postgresql://localhost/x",
                "STATEHOUSE_CLUSTER_PORT", "6901",
                "STATEHOUSE_CLUSTER_MEMBERS", "127.0.0.1:6900, 127.0.0.1:6901");
        assertThat(Settings.read(shared, key -> null).cluster())
                .isEqualTo(
                        new Settings.Cluster("east", "127.0.0.1", 6901, List.of("127.0.0.1:6900", "127.0.0.1:6901")));
    }

    @Test
    void of_a_cluster_that_cannot_be_are_refused() {
        Map<String, String> wrong =
                Map.of("CLUSTER_ADDRESS", "here/there", "CLUSTER_PORT", "0", "CLUSTER_MEMBERS", "127.0.0.1");
        wrong.forEach((key, value) -> assertThatThrownBy(() -> Settings.read(
                        Map.of(
                                "STATEHOUSE_CLUSTER",
                                "east",
                                "STATEHOUSE_DB_URL",
                                "jdbc:postgresql://localhost/x",
                                "STATEHOUSE_" + key,
                                value),
                        name -> null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContainingAll("STATEHOUSE_" + key, value));
    }

    @Test
    void of_a_database_belong_together() {
        assertThatThrownBy(() -> Settings.read(Map.of("STATEHOUSE_DB_USER", "me"), key -> null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("STATEHOUSE_DB_URL");
    }

    private static void refused(String key, String value, String range) {
        assertThatThrownBy(() -> Settings.read(Map.of("STATEHOUSE_" + key, value), name -> null))
                .isInstanceOf(StartFailure.class)
                .hasMessageContainingAll("STATEHOUSE_" + key, value, range);
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("src/doc/settings.md"));
    }
}
