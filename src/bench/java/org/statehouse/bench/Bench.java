package org.statehouse.bench;

import java.util.Map;

/** Measures what the settings name, prints the figures, and ends with status 0 if every answer was the expected one. */
final class Bench {

    private final Settings settings;
    private final Report report;

    private Bench(Settings settings) {
        this.settings = settings;
        this.report = new Report(settings);
    }

    /** All settings are system properties {@code bench.*}; see {@link Settings}. */
    public static void main(String[] arguments) {
        Bench bench = new Bench(Settings.read(System::getProperty));
        try {
            bench.run();
        } catch (RuntimeException failure) {
            bench.report.endedEarly(failure);
            throw failure;
        } finally {
            bench.report.publish();
        }
    }

    private void run() {
        if (settings.needsRecords()) {
            try (Stage stage = Stage.start("bench", Map.of(Vehicles.FILE, Vehicles.MODEL), settings)) {
                report.database(Machine.postgres(stage.database()));
                settings.records().forEach(records -> runWith(stage, records));
                if (settings.measures(Settings.TABLE)) {
                    report.add(new LargeTable(stage, settings).run());
                }
            }
        }
        if (settings.measures(Settings.MODELS)) {
            report.add(ManyModels.run(settings));
        }
        if (settings.measures(Settings.FEED)) {
            report.followed(Feed.run(settings));
        }
    }

    private void runWith(Stage stage, int records) {
        Imports imports = new Imports(stage);
        report.filled(records, imports.fill(records));
        Comparison comparison = new Comparison(stage, settings, report);
        Workload.ALL.stream()
                .filter(workload -> settings.measures(workload.name()))
                .forEach(workload -> comparison.run(workload, records));
        if (settings.measures(Settings.IMPORT)) {
            report.imported(records, imports.measure(settings.windows()));
        }
    }
}
