package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** A model with as many fields as one may have: its table is made, and a record that no row can hold is refused. */
class WideRecordIT {

    private static final int FIELDS = 1_000;

    private final Desk desk = new Desk(Map.of("wide/wide.yaml", file()));

    WideRecordIT() throws Exception {}

    private static String file() {
        StringBuilder file = new StringBuilder("model: wide\nid: { type: integer, assigned: client }\nfields:\n");
        for (int i = 0; i < FIELDS; i++) {
            file.append("  f").append(i).append(": { type: text, maxLength: 5000 }\n");
        }
        return file.toString();
    }

    private static ObjectNode record(int id, int fields, String value) {
        ObjectNode json = Json.MAPPER.createObjectNode().put("id", id);
        for (int i = 0; i < fields; i++) {
            json.put("f" + i, value);
        }
        return json;
    }

    private void create(ObjectNode json) {
        desk.states.commit(Desk.CALLER, new Command.Create("wide", json));
    }

    @Test
    void a_thousand_short_values_are_kept_and_a_thousand_long_ones_are_refused_by_every_way() throws Exception {
        create(record(1, FIELDS, "short"));
        create(record(2, 300, "x".repeat(3_000)));
        assertThatThrownBy(() -> create(record(3, FIELDS, "x".repeat(900))))
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .satisfies(refused -> {
                    assertThat(refused.problem().type()).isEqualTo(ProblemType.VALIDATION_FAILED);
                    assertThat(refused.problem().detail()).contains("one row of a table");
                });
        ObjectNode more = record(0, FIELDS, "x".repeat(900));
        more.remove("id");
        assertThatThrownBy(() ->
                        desk.states.commit(Desk.CALLER, new Command.Patch("wide", "1", Precondition.version(1), more)))
                .isInstanceOf(ProblemException.class);
        BatchResult result = desk.states.write(
                Desk.CALLER,
                "wide",
                BatchMode.CREATE,
                List.of(
                        BatchRow.ofJson(1, record(4, 3, "good")),
                        BatchRow.ofJson(2, record(5, FIELDS, "x".repeat(900)))),
                (connection, written) -> {});
        assertThat(result.good()).isEqualTo(1);
        assertThat(result.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.violations().get(0).rule()).isEqualTo("size"));
        assertThat(desk.ask("SELECT id FROM wide ORDER BY id")).containsExactly("1", "2", "4");
        assertThat(desk.count("SELECT count(*) FROM statehouse.change_log WHERE record_id IN ('3', '5')"))
                .isZero();
    }
}
