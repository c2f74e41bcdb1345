package org.statehouse.doc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The console blocks of a document, run line by line. What differs from run to run (times, cursors, ids that were made) is
 * compared by its form; an id that the document shows in an answer and uses in a later command is replaced by the real one.
 */
final class Transcript {

    /** What changes from run to run, and by what it is compared. */
    private static final Map<Pattern, String> VARIABLE = Map.of(
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z"), "<time>",
            Pattern.compile("\\b[0-9a-f]{32}\\b"), "<job>",
            Pattern.compile("(?<=\"(requestId|request)\":\")[0-9a-f]{16}"), "<request>",
            Pattern.compile("(?<=\"(cursor|position|next)\":\")[A-Za-z0-9_-]+"), "<cursor>");

    private static final Pattern JOB = Pattern.compile("\\b[0-9a-f]{32}\\b");
    private static final Pattern BLOCK = Pattern.compile("```console\\n(.*?)```", Pattern.DOTALL);

    private Transcript() {}

    /** One command and the answer that the document shows. */
    record Step(String command, String answer) {}

    static List<Step> read(Path document) throws IOException {
        List<Step> steps = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(document));
        while (blocks.find()) {
            for (String part : blocks.group(1).split("(?m)^\\$ ", -1)) {
                if (!part.isBlank()) {
                    int end = part.indexOf('\n');
                    steps.add(new Step(
                            part.substring(0, end), part.substring(end + 1).strip()));
                }
            }
        }
        return steps;
    }

    /** Its form: everything that changes from run to run is replaced by what it is. */
    static String form(String text) {
        String form = text;
        for (Map.Entry<Pattern, String> variable : VARIABLE.entrySet()) {
            form = variable.getKey().matcher(form).replaceAll(variable.getValue());
        }
        return form;
    }

    /** The ids of jobs in the document's answer, each with the one that stands in its place in the real answer. */
    static Map<String, String> jobs(String shown, String real) {
        Map<String, String> jobs = new LinkedHashMap<>();
        Matcher inShown = JOB.matcher(shown);
        Matcher inReal = JOB.matcher(real);
        while (inShown.find() && inReal.find()) {
            jobs.put(inShown.group(), inReal.group());
        }
        return jobs;
    }

    /** Runs a command in the repository's folder; gives both of its outputs. */
    static String run(String command, String server) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true);
        builder.environment().put("STATEHOUSE_URL", server);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }
}
