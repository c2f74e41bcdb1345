package org.statehouse.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.ProblemType;

/**
 * The document on problems, {@code src/doc/problems.md}, taken apart: what stands before its first table, a row for each
 * problem, and the members that each may have.
 *
 * @param introduction its paragraphs, in Markdown
 * @param entries by slug, in the document's order
 */
record ProblemDocument(List<String> introduction, Map<String, Entry> entries) {

    private static final String SOURCE = "problems.md";
    private static final int PROBLEM_CELLS = 5;
    private static final int EVIDENCE_CELLS = 3;

    /** Members of one problem, and what they are; in Markdown. */
    record Evidence(String members, String what) {}

    /**
     * What is to be said of one problem, in Markdown.
     *
     * @param status as the document has it
     * @param again as the document has it: when the same request may be sent again
     */
    record Entry(String slug, String status, String again, String meaning, String remedy, List<Evidence> evidence) {

        /** Its row in the closed table; null if there is none. */
        @Nullable
        ProblemType type() {
            return Arrays.stream(ProblemType.values())
                    .filter(type -> type.slug().equals(slug))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** How the document names the times to try again. */
    static String word(ProblemType.Retry retry) {
        return retry.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The document that the application was built with. */
    static ProblemDocument packaged() {
        try (InputStream in = ProblemDocument.class.getResourceAsStream(SOURCE)) {
            if (in == null) {
                throw new IllegalStateException(SOURCE + " is not packaged");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static ProblemDocument parse(String markdown) {
        List<String> introduction = new ArrayList<>();
        Map<String, Entry> entries = new LinkedHashMap<>();
        StringBuilder paragraph = new StringBuilder();
        for (String line : markdown.lines().toList()) {
            if (line.startsWith("| `")) {
                row(cells(line), entries);
            }
            boolean before = entries.isEmpty() && !line.startsWith("|") && !line.startsWith("#");
            if (before && !line.isBlank()) {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
            } else if (!paragraph.isEmpty()) {
                introduction.add(paragraph.toString());
                paragraph.setLength(0);
            }
        }
        return new ProblemDocument(List.copyOf(introduction), entries);
    }

    private static void row(List<String> cells, Map<String, Entry> entries) {
        String slug = cells.get(0).replace("`", "");
        Entry known = entries.get(slug);
        if (known == null && cells.size() == PROBLEM_CELLS) {
            entries.put(
                    slug, new Entry(slug, cells.get(1), cells.get(2), cells.get(3), cells.get(4), new ArrayList<>()));
        } else if (known != null && cells.size() == EVIDENCE_CELLS) {
            known.evidence().add(new Evidence(cells.get(1), cells.get(2)));
        } else {
            throw new IllegalStateException(SOURCE + ": not a row of a problem or of its evidence: " + cells);
        }
    }

    private static List<String> cells(String line) {
        String[] cells = line.strip().substring(1, line.strip().length() - 1).split("\\|", -1);
        return Arrays.stream(cells).map(String::strip).toList();
    }
}
