package org.statehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What processes have used of the processors, from {@code /proc}: nothing elsewhere than on Linux. It counts in hundredths
 * of a second, which is fine enough for seconds.
 */
final class Processors {

    private static final double MICROS_A_TICK = 10_000;
    private static final Path PROC = Path.of("/proc");

    private Processors() {}

    /** Somebody's share of one request. */
    record Share(String who, double micros) {}

    /** Ticks by who used them. */
    record Used(Map<String, Long> ticks) {

        /** What each has used since, of one of so many requests. */
        List<Share> since(Used earlier, long requests) {
            List<Share> shares = new ArrayList<>();
            ticks.forEach((who, now) -> {
                double micros = (now - earlier.ticks.getOrDefault(who, 0L)) * MICROS_A_TICK;
                shares.add(new Share(who, micros / Math.max(1, requests)));
            });
            return shares;
        }
    }

    /** What the processes have used up to now. */
    static Used used(long server, long database) {
        Map<String, Long> ticks = new LinkedHashMap<>();
        if (Files.isDirectory(PROC.resolve("self"))) {
            ticks.put("server", ticks(PROC.resolve(Long.toString(server))));
            long all = ticks(PROC.resolve(Long.toString(database)));
            List<ProcessHandle> children = ProcessHandle.of(database)
                    .map(handle -> handle.children().toList())
                    .orElse(List.of());
            for (ProcessHandle child : children) {
                all += ticks(PROC.resolve(Long.toString(child.pid())));
            }
            ticks.put("PostgreSQL", all);
            ticks.put("client", ticks(PROC.resolve("self")));
        }
        return new Used(ticks);
    }

    /** The same of the threads of one process, by their names without numbers. */
    static Used threads(long process) {
        Map<String, Long> ticks = new TreeMap<>();
        Path tasks = PROC.resolve(Long.toString(process)).resolve("task");
        if (Files.isDirectory(tasks)) {
            try (Stream<Path> all = Files.list(tasks)) {
                for (Path task : all.toList()) {
                    String name = Files.readString(task.resolve("comm")).strip();
                    ticks.merge(name.replaceAll("#?\\d+$", ""), ticks(task), Long::sum);
                }
            } catch (IOException ended) {
                return new Used(ticks);
            }
        }
        return new Used(ticks);
    }

    /** The 14th and 15th value of the line: in user mode and for the process in the kernel (proc(5)). */
    private static long ticks(Path process) {
        try {
            String line = Files.readString(process.resolve("stat"));
            String[] values = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(values[11]) + Long.parseLong(values[12]);
        } catch (IOException ended) {
            return 0;
        }
    }
}
