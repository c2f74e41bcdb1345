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
        refused("LOG", "LOUD", "WARNING");
        refused("DB_URL", "jdbc:mysql://localhost/x", "jdbc:postgresql:");
        refused("METADATA", "/no/such/folder", "a folder");
        refused("CLUSTER", "east", "not supported yet");
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
