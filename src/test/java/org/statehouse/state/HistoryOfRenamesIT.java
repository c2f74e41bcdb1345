package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.history.PastReads;
import org.statehouse.history.RecordHistory;
import org.statehouse.json.Json;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogStatements;
import org.statehouse.log.Moments;
import org.statehouse.log.PastNames;
import org.statehouse.metadata.PastCatalogs;
import org.statehouse.query.QueryString;

/** The past of a model whose name, field and relationship were changed by {@code renamedFrom}. */
class HistoryOfRenamesIT {

    private static final String CAR = """
            model: car
            id: { type: integer, assigned: client }
            concurrency: optional
            fields:
              colour: { type: text }
            relationships:
              drivers: { kind: manyToMany, model: driver, inverse: cars, onDelete: cascade }
            """;

    private static final String VEHICLE = """
            model: vehicle
            renamedFrom: [car]
            id: { type: integer, assigned: client }
            concurrency: optional
            fields:
              paint: { type: text, renamedFrom: [colour] }
            relationships:
              pilots: { kind: manyToMany, model: driver, inverse: cars, onDelete: cascade, renamedFrom: [drivers] }
            """;

    private static final String DRIVER = """
            model: driver
            id: { type: integer, assigned: client }
            fields:
              name: { type: text }
            """;

    private Desk desk;
    private RecordHistory history;
    private PastReads past;

    @BeforeEach
    void rename() throws Exception {
        desk = new Desk(Map.of("desk/car.yaml", CAR, "desk/driver.yaml", DRIVER));
        LogPositions positions = new LogPositions(desk.dataSource, LogStatements.STANDARD);
        history = new RecordHistory(desk.dataSource, desk.runs, new PastNames(new PastCatalogs(desk.dataSource)));
        past = new PastReads(desk.dataSource, new Moments(desk.dataSource, positions), desk.runs);
        desk.create("driver", "{'id':1}");
        desk.create("car", "{'id':7,'colour':'red'}");
        desk.patch("car", 7, Precondition.ANY, "{'colour':'blue','drivers':[1]}");
        desk.catalogs.publishElsewhere(Map.of("desk/vehicle.yaml", VEHICLE, "desk/driver.yaml", DRIVER));
    }

    @Test
    void history_goes_on_under_the_new_names() {
        assertThat(desk.patch("vehicle", 7, Precondition.ANY, "{'paint':'green'}")
                        .version())
                .isEqualTo(3);
        JsonNode changes = Json.parse(history.read(Desk.CALLER, "vehicle", "7", QueryString.EMPTY))
                .path("data");
        assertThat(changes.findValuesAsText("version")).containsExactly("3", "2", "1");
        assertThat(changes.findValuesAsText("model")).containsOnly("vehicle");
        assertThat(changes.findValuesAsText("paint")).contains("green", "blue", "red");
        assertThat(changes.toString()).contains("pilots").doesNotContain("colour", "drivers", "dropped");
    }

    @Test
    void the_past_is_read_under_the_new_names() {
        String first = Json.parse(history.read(Desk.CALLER, "vehicle", "7", QueryString.EMPTY))
                .path("data")
                .findValuesAsText("cursor")
                .get(1);
        JsonNode then = Json.parse(past.find(Desk.CALLER, "vehicle", "7", QueryString.parse("asOf=" + first)));
        assertThat(then.path("paint").asText()).isEqualTo("red");
        JsonNode list =
                Json.parse(past.list(Desk.CALLER, "vehicle", QueryString.parse("filter[paint]=red&asOf=" + first)));
        assertThat(list.path("data").findValuesAsText("id")).containsExactly("7");
    }

    @Test
    void an_old_version_comes_back_under_the_new_names() {
        desk.catalogs.refresh();
        RecordRow row = Desk.row(
                desk.states.commit(Desk.CALLER, new Command.RestoreVersion("vehicle", "7", Precondition.ANY, 1)));
        assertThat(row.values()).containsEntry("paint", "red");
        assertThat(row.version()).isEqualTo(3);
    }
}
