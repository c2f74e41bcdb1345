package org.statehouse.metadata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The corpus of good and bad model files: the files of the folder {@code faults}, one a subject. */
final class FaultCases {

    private static final Path FOLDER = Path.of("src", "test", "resources", "org", "statehouse", "metadata", "faults");

    private static final String OTHER = """
            model: other
            id: { type: integer }
            fields:
              name: { type: text }
            """;

    private FaultCases() {}

    /**
     * One file and what is wrong with it.
     *
     * @param title of the case
     * @param schema whether the JSON Schema can know it
     * @param file the model file
     * @param faults line and column, a blank, and a part of the message; none for a good file
     */
    record Case(String title, boolean schema, String file, List<String> faults) {

        /** With the model that others may refer to. */
        MetadataFiles files() {
            return MetadataFiles.of(Map.of("app/thing.yaml", file, "app/other.yaml", OTHER));
        }

        @Override
        public String toString() {
            return title;
        }
    }

    static List<Case> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().flatMap(file -> cases(read(file)).stream()).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Case> cases(String text) {
        List<Case> cases = new ArrayList<>();
        for (String part : text.split("(?m)^=== ", -1)) {
            if (part.startsWith("#") || part.isEmpty()) {
                continue;
            }
            int line = part.indexOf('\n');
            String title = part.substring(0, line);
            String body = part.substring(line + 1);
            int rule = body.indexOf("---\n");
            String file = rule < 0 ? body : body.substring(0, rule);
            List<String> faults = rule < 0
                    ? List.of()
                    : body.substring(rule + 4)
                            .lines()
                            .filter(fault -> !fault.isBlank())
                            .toList();
            cases.add(new Case(title, title.startsWith("[schema]"), file, faults));
        }
        return cases;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
