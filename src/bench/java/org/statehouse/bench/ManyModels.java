package org.statehouse.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A catalog of many models of 20 fields that is changed, one model at a time, under reads and writes of all of them. */
final class ManyModels {

    private static final int CHANGES = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final String MODEL = """
            model: %s
            fields:
              f01: { type: integer }
              f02: { type: integer }
              f03: { type: text, maxLength: 80, required: true }
              f04: { type: text, maxLength: 80 }
              f05: { type: text, maxLength: 80 }
              f06: { type: text, maxLength: 80, normalize: [trim] }
              f07: { type: longText }
              f08: { type: email }
              f09: { type: url }
              f10: { type: enum, options: { OPEN: Open, CLOSED: Closed }, default: OPEN }
              f11: { type: multiEnum, options: { A: First, B: Second } }
              f12: { type: boolean, default: false }
              f13: { type: date }
              f14: { type: time }
              f15: { type: dateTime }
              f16: { type: decimal, precision: 10, scale: 2 }
              f17: { type: float }
              f18: { type: json }
              f19: { type: uuid }
              f20: { type: integer, min: 0 }
            """;

    private final Stage stage;
    private final Settings settings;

    private ManyModels(Stage stage, Settings settings) {
        this.stage = stage;
        this.settings = settings;
    }

    static String nameOf(int model) {
        return String.format(Locale.ROOT, "m%04d", model);
    }

    private static String file(int model) {
        return "many/" + nameOf(model) + ".yaml";
    }

    /** Starts a server of its own for it. */
    static List<Reload.Seen> run(Settings settings) {
        Map<String, String> files = new TreeMap<>();
        for (int model = 0; model < settings.models(); model++) {
            files.put(file(model), MODEL.formatted(nameOf(model)));
        }
        try (Stage stage = Stage.start("bench-models", files, settings)) {
            return new ManyModels(stage, settings).measure();
        }
    }

    private List<Reload.Seen> measure() {
        Imports imports = new Imports(stage);
        List<List<String>> ids = new ArrayList<>();
        for (int model = 0; model < settings.models(); model++) {
            imports.run(
                    "/api/records/" + nameOf(model),
                    2 * settings.connections(),
                    () -> "{\"f01\":1,\"f02\":1,\"f03\":\"x\"}");
            ids.add(idsOf(nameOf(model)));
        }
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < settings.connections(); i++) {
            sessions.add(new ModelSession(ids, i, settings.connections()));
        }
        List<Reload.Seen> all = new ArrayList<>();
        try (Load load = new Load(stage.port(), sessions)) {
            Measurement.succeeded(load.run(WARM_UP));
            for (int change = 0; change < Math.min(CHANGES, settings.models()); change++) {
                stage.write(file(change), MODEL.formatted(nameOf(change)) + "  added: { type: text }\n");
                all.add(new Reload(stage).run("field " + (change + 1) + " of " + settings.models() + " models", load));
            }
        }
        return all;
    }

    private List<String> idsOf(String model) {
        List<String> ids = new ArrayList<>();
        stage.require(
                        200,
                        stage.http()
                                .get("/api/records/" + model + "?limit=1000")
                                .send())
                .path("data")
                .forEach(record -> ids.add(record.path("id").asText()));
        return ids;
    }
}
