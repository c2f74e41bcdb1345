package org.statehouse.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A large table that gets a field, a unique rule and another name of a field while all connections write to it. */
final class LargeTable {

    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private final Stage stage;
    private final Settings settings;

    LargeTable(Stage stage, Settings settings) {
        this.stage = stage;
        this.settings = settings;
    }

    /** Reloads once for each change. */
    List<Reload.Seen> run() {
        LimitRows.tidy(stage.dataSource());
        long rows = LimitRows.number(stage.dataSource(), "SELECT count(*) FROM public.vehicle");
        String of = " (" + Report.whole(rows) + " rows)";
        String field = Vehicles.MODEL.replace("  remark:", "  extra: { type: text, maxLength: 50 }\n  remark:");
        String unique = field.replace(
                "serial: { type: integer, required: true }", "serial: { type: integer, required: true, unique: true }");
        String renamed = unique.replace(
                "remark: { type: text, maxLength: 200 }",
                "note: { type: text, maxLength: 200, renamedFrom: [remark] }");
        return List.of(
                change("new field" + of, field),
                change("new unique rule" + of, unique),
                change("renamed field" + of, renamed));
    }

    private Reload.Seen change(String what, String model) {
        stage.write(Vehicles.FILE, model);
        Records records = Records.some(stage.dataSource());
        List<Session> writers = new ArrayList<>();
        for (int i = 0; i < settings.connections(); i++) {
            Workload workload = i % 2 == 0 ? new Updates() : new Creates();
            writers.add(workload.session(records, i, settings.connections()));
        }
        try (Load load = new Load(stage.port(), writers)) {
            Measurement.succeeded(load.run(WARM_UP));
            return new Reload(stage).run(what, load);
        }
    }
}
