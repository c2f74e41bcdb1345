package org.statehouse.metadata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The corpus of good and bad model files, {@code faults.txt}. */
final class FaultCases {

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
        List<Case> cases = new ArrayList<>();
        for (String part : read().split("(?m)^=== ", -1)) {
            if (part.startsWith("#")) {
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

    private static String read() {
        try (var in = Objects.requireNonNull(FaultCases.class.getResourceAsStream("faults.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
