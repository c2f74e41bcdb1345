package org.statehouse.bench;

import java.util.ArrayList;
import java.util.List;

/** Warms up until the rate rises no more, then measures. */
final class Measurement {

    /** A window that is not this much faster than the best before it has not risen. */
    private static final double RISE = 1.03;

    /** So many windows in succession that have not risen end the warming up. */
    private static final int STILL = 2;

    /** Connections that warm up: with more, the threads that serve them leave the JVM's compiler no processor. */
    private static final int WARMING = 2;

    private final Stage stage;
    private final Settings settings;

    Measurement(Stage stage, Settings settings) {
        this.stage = stage;
        this.settings = settings;
    }

    /** What runs around the windows that count. */
    interface Around {
        void begin();

        void end();
    }

    static final Around NOTHING = new Around() {
        @Override
        public void begin() {
            // nothing is wanted
        }

        @Override
        public void end() {
            // nothing was begun
        }
    };

    /**
     * Measures one workload on one server.
     *
     * @param pid of the server
     * @throws IllegalStateException when an answer is not the expected one: the figure would be one of failures
     */
    Measured run(Workload workload, int port, long pid, Around around) {
        LimitRows.tidy(stage.dataSource());
        Records records = Records.some(stage.dataSource());
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < settings.connections(); i++) {
            sessions.add(workload.session(records, i, settings.connections()));
        }
        try (Load few = new Load(port, sessions.subList(0, Math.min(WARMING, sessions.size())))) {
            warmUp(few);
        }
        try (Load load = new Load(port, sessions)) {
            succeeded(load.run(settings.window()));
            around.begin();
            Processors.Used before = Processors.used(pid, stage.databasePid());
            List<Window> windows = new ArrayList<>();
            for (int i = 0; i < settings.windows(); i++) {
                windows.add(succeeded(load.run(settings.window())));
            }
            Processors.Used after = Processors.used(pid, stage.databasePid());
            around.end();
            long answers = windows.stream().mapToLong(Window::answers).sum();
            return Measured.of(windows, after.since(before, answers));
        }
    }

    /** Not less than half of the time: a cold machine is slow and steady until its compiler has come to what counts. */
    private void warmUp(Load load) {
        long begin = System.nanoTime();
        long half = begin + settings.warmUp().toNanos() / 2;
        long end = begin + settings.warmUp().toNanos();
        double best = 0;
        int still = 0;
        while (System.nanoTime() < half || (still < STILL && System.nanoTime() < end)) {
            double rate = succeeded(load.run(settings.window())).rate();
            still = rate > best * RISE ? 0 : still + 1;
            best = Math.max(best, rate);
        }
    }

    /** The same window; a figure of failures is none. */
    static Window succeeded(Window window) {
        if (window.failed() > 0) {
            throw new IllegalStateException(
                    window.failed() + " requests failed, such as\n" + String.join("\n", window.failures()));
        }
        return window;
    }
}
