package org.statehouse.doc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statehouse.testkit.Server;

/**
 * The console blocks of a document, run line by line. What differs from run to run (times, cursors, ids that were made) is
 * compared by its form; an id that the document shows in an answer and uses in a later command is replaced by the real one.
 * A command whose answer ends with {@code ^C} runs beside the next ones, as in a terminal of its own, and is killed when all
 * that it shows has come.
 */
final class Transcript {

    /** What changes from run to run, and by what it is compared. */
    private static final Map<Pattern, String> VARIABLE = Map.of(
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z"), "<time>",
            Pattern.compile("\\b[0-9a-f]{32}\\b"), "<job>",
            Pattern.compile("(?<=\"(requestId|request)\":\")[0-9a-f]{16}"), "<request>",
            Pattern.compile("(?<=\"(cursor|position|next)\":\")[A-Za-z0-9_-]+"), "<cursor>");

    private static final Pattern JOB = Pattern.compile("\\b[0-9a-f]{32}\\b");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern BLOCK = Pattern.compile("```console\\n(.*?)```", Pattern.DOTALL);

    private Transcript() {}

    /** One command and the answer that the document shows. */
    record Step(String command, String answer) {

        private static final String KILLED = "^C";

        /** Whether it goes on until somebody ends it. */
        boolean isWatched() {
            return answer.endsWith(KILLED);
        }

        /** What it has shown when it is ended. */
        String shown() {
            return answer.substring(0, answer.length() - KILLED.length()).strip();
        }
    }

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

    /** Runs the commands one after the other and compares each answer. */
    static void replay(List<Step> steps, Server server) throws IOException, InterruptedException {
        String address = "localhost:" + server.port();
        Map<String, String> real = new HashMap<>();
        try (Watcher watcher = new Watcher("http://" + address)) {
            for (Step step : steps) {
                String command = substituted(step.command().replace("localhost:8080", address), real);
                if (step.isWatched()) {
                    watcher.follow(step);
                    continue;
                }
                if (command.contains("/api/jobs/")) {
                    awaitEnd(JOB.matcher(command), server);
                }
                String answer = run(command, "http://" + address);
                assertThat(form(answer)).as(step.command()).isEqualTo(form(step.answer()));
                real.putAll(jobs(step.answer(), answer));
                watcher.finish();
            }
            watcher.finish();
        }
    }

    /** A command about a job is run once, when the job has ended. */
    private static void awaitEnd(Matcher jobs, Server server) {
        while (jobs.find()) {
            String job = "/api/jobs/" + jobs.group();
            await().atMost(PATIENCE)
                    .until(() -> !server.http().get(job).send().text().contains("\"running\""));
        }
    }

    private static String substituted(String command, Map<String, String> real) {
        String text = command;
        for (Map.Entry<String, String> entry : real.entrySet()) {
            text = text.replace(entry.getKey(), entry.getValue());
        }
        return text;
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
        Process process = start(command, server);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    private static Process start(String command, String server) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true);
        builder.environment().put("STATEHOUSE_URL", server);
        return builder.start();
    }

    /** The other terminal: one command at a time, which is killed without a word. */
    private static final class Watcher implements AutoCloseable {
        private final String server;
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private @Nullable Process process;
        private @Nullable Step step;

        Watcher(String server) {
            this.server = server;
        }

        /** Starts it, and waits for its first line: what is done after that, it sees. */
        void follow(Step next) throws IOException {
            step = next;
            seen.clear();
            Process started = start(next.command(), server);
            process = started;
            Thread reader = new Thread(() -> read(started));
            reader.setDaemon(true);
            reader.start();
            await().atMost(PATIENCE).until(() -> !seen.isEmpty());
        }

        private void read(Process from) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                while (line != null) {
                    seen.add(line);
                    line = lines.readLine();
                }
            } catch (IOException killed) {
                seen.add(String.valueOf(killed.getMessage()));
            }
        }

        /** Waits until it has shown what the document shows, and kills it. */
        void finish() {
            Step following = step;
            if (following != null) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(form(String.join("\n", seen)))
                                .as(following.command())
                                .isEqualTo(form(following.shown())));
                close();
            }
        }

        @Override
        public void close() {
            step = null;
            Process running = process;
            if (running != null) {
                running.descendants().forEach(ProcessHandle::destroyForcibly);
                running.destroyForcibly();
            }
        }
    }
}
