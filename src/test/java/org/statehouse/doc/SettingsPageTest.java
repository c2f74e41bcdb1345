package org.statehouse.doc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsPageTest {

    private static final Pattern READ = Pattern.compile("@ConfigProperty\\(\\s*name = \"(statehouse\\.[a-z-]+)\"");
    private static final Pattern DEFAULT =
            Pattern.compile("@ConfigProperty\\(\\s*name = \"(statehouse\\.[a-z-]+)\",\\s*defaultValue = \"([^\"]*)\"");

    @Test
    void every_setting_that_the_application_reads_has_a_row_with_its_default() throws IOException {
        String page = Files.readString(Path.of("src/doc/settings.md"));
        Set<String> read = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                String code = Files.readString(source);
                Matcher settings = READ.matcher(code);
                while (settings.find()) {
                    read.add(settings.group(1));
                }
                Matcher defaults = DEFAULT.matcher(code);
                while (defaults.find()) {
                    assertThat(page).contains(row(defaults.group(1)) + " `" + defaults.group(2) + "` |");
                }
            }
        }
        assertThat(read).contains("statehouse.max-body-bytes").hasSizeGreaterThanOrEqualTo(5);
        read.forEach(setting -> assertThat(page).contains(row(setting)));
    }

    private static String row(String property) {
        String variable = property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        return "| `" + variable + "` | `" + property + "` |";
    }
}
