package org.statehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** Samples of what the threads of a server do, by the JVM's own recorder (JFR), and who they were working for. */
final class Profile implements Measurement.Around {

    private static final int METHODS = 30;
    private static final String OURS = "org.statehouse.";

    private final long pid;
    private final Path file;
    private Map<String, Long> threads = Map.of();
    private Processors.Used before = new Processors.Used(Map.of());

    Profile(long pid, Path file) {
        this.pid = pid;
        this.file = file;
    }

    @Override
    public void begin() {
        jcmd("JFR.start", "name=bench", "settings=profile");
        before = Processors.threads(pid);
    }

    @Override
    public void end() {
        Map<String, Long> used = new HashMap<>();
        Processors.threads(pid)
                .ticks()
                .forEach((name, ticks) -> used.put(name, ticks - before.ticks().getOrDefault(name, 0L)));
        threads = used;
        jcmd("JFR.stop", "name=bench", "filename=" + file);
    }

    private void jcmd(String... command) {
        List<String> line = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        line.addAll(List.of(command));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", line) + ":\n" + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Tables of rooms, methods, and methods of ours with all that they call; in percent of the samples. */
    String text() {
        Map<String, Long> rooms = new HashMap<>();
        Map<String, Long> methods = new HashMap<>();
        Map<String, Long> ours = new HashMap<>();
        long samples = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && stack != null) {
                    samples++;
                    count(stack.getFrames(), rooms, methods, ours);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return samples + " samples\n\n"
                + table("threads of the server, in ticks of the processors", threads, total(threads))
                + table("for whom: the first frame that is not the JDK's", rooms, samples)
                + table("methods by themselves", methods, samples)
                + table("methods of ours with all that they call", ours, samples);
    }

    private static void count(
            List<RecordedFrame> frames, Map<String, Long> rooms, Map<String, Long> methods, Map<String, Long> ours) {
        if (frames.isEmpty()) {
            return;
        }
        methods.merge(name(frames.get(0)), 1L, Long::sum);
        rooms.merge(
                frames.stream()
                        .map(frame -> Room.of(type(frame)))
                        .flatMap(room -> room.stream())
                        .findFirst()
                        .orElse("JDK alone"),
                1L,
                Long::sum);
        Set<String> seen = new HashSet<>();
        frames.stream()
                .filter(frame -> type(frame).startsWith(OURS))
                .map(Profile::name)
                .filter(seen::add)
                .forEach(name -> ours.merge(name, 1L, Long::sum));
    }

    private static String type(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }

    private static String name(RecordedFrame frame) {
        return type(frame) + "." + frame.getMethod().getName();
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String table(String title, Map<String, Long> counts, long all) {
        Stream<Map.Entry<String, Long>> largest = counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(METHODS);
        StringBuilder text = new StringBuilder("| " + title + " | % |\n|---|---:|\n");
        largest.filter(entry -> entry.getValue() > 0)
                .forEach(entry -> text.append(String.format(
                        Locale.ROOT,
                        "| `%s` | %.1f |%n",
                        entry.getKey(),
                        100.0 * entry.getValue() / Math.max(1, all))));
        return text.append("\n").toString();
    }
}
