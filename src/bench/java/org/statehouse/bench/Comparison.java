package org.statehouse.bench;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One workload on Statehouse, on the bare handler and in pgbench, one right after the other on the same table. */
final class Comparison {

    private final Stage stage;
    private final Settings settings;
    private final Report report;

    Comparison(Stage stage, Settings settings, Report report) {
        this.stage = stage;
        this.settings = settings;
        this.report = report;
    }

    /**
     * What was seen.
     *
     * @param statements that Statehouse takes for one request, null where nobody has looked
     * @param floor null where it was not to be measured
     * @param limit the same, and where there is no pgbench
     */
    record Row(
            String workload,
            int records,
            @Nullable Long statements,
            Measured statehouse,
            @Nullable Measured floor,
            @Nullable Measured limit) {}

    void run(Workload workload, int records) {
        Measurement measurement = new Measurement(stage, settings);
        Profile profile = new Profile(stage.pid(), stage.folder().resolve(workload.name() + ".jfr"));
        Measured statehouse = measurement.run(
                workload, stage.port(), stage.pid(), settings.profile() ? profile : Measurement.NOTHING);
        report.say(workload.name() + ": Statehouse " + Report.whole(statehouse.rate()) + "/s");
        if (settings.profile()) {
            report.profile(workload.name(), profile);
        }
        report.add(settings.compare() ? compared(workload, records, statehouse) : alone(workload, records, statehouse));
    }

    private static Row alone(Workload workload, int records, Measured statehouse) {
        return new Row(workload.name(), records, null, statehouse, null, null);
    }

    private Row compared(Workload workload, int records, Measured statehouse) {
        StatementLog.Taken taken = stage.statements().of(() -> workload.probe(stage));
        Measured floor;
        try (FloorProcess bare = FloorProcess.start(stage, taken.statement(), settings.connections())) {
            floor = new Measurement(stage, settings).run(workload, bare.port(), bare.pid(), Measurement.NOTHING);
        }
        report.say(workload.name() + ": bare handler " + Report.whole(floor.rate()) + "/s");
        Optional<Measured> limit =
                Pgbench.find(stage, settings).map(pgbench -> pgbench.run(taken.statement(), workload.limit(), records));
        limit.ifPresent(one -> report.say(workload.name() + ": pgbench " + Report.whole(one.rate()) + "/s"));
        return new Row(workload.name(), records, taken.statements(), statehouse, floor, limit.orElse(null));
    }
}
