package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of a file that meet deleted records. */
class SoftDeleteBatchIT {

    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk();
    }

    @Test
    void ids_and_references_of_deleted_records_are_faults_of_their_rows_alone() throws Exception {
        Object live = desk.create("place", "{}").id();
        Object gone = desk.create("place", "{}").id();
        desk.delete("place", gone, Precondition.ANY);
        desk.create("slot", "{'id': 'kept'}");
        desk.create("slot", "{'id': 'gone'}");
        desk.delete("slot", "gone", Precondition.ANY);
        BatchResult result = write(
                "{'id': 'gone'}",
                "{'id': 'kept'}",
                "{'id': 'a', 'place': '" + gone + "'}",
                "{'id': 'b', 'place': '" + live + "'}");
        assertThat(result.good()).isEqualTo(1);
        assertThat(result.faults().stream()
                        .map(fault ->
                                fault.line() + " " + fault.violations().get(0).rule() + " "
                                        + fault.violations().get(0).message())
                        .toList())
                .containsExactly(
                        "1 unique A deleted record of slot has the id gone; restore it, or take another id",
                        "2 unique A record of slot with the id kept exists already",
                        "3 exists Place refers to place " + gone + ", which does not exist or is deleted");
        assertThat(desk.ask("SELECT id FROM slot WHERE \"deletedAt\" IS NULL ORDER BY id"))
                .containsExactly("b", "kept");
    }

    private BatchResult write(String... rows) {
        List<BatchRow> all = new java.util.ArrayList<>();
        for (String row : rows) {
            all.add(BatchRow.ofJson(all.size() + 1L, Desk.json(row)));
        }
        return desk.states.write(Desk.CALLER, "slot", BatchMode.CREATE, all, (connection, result) -> {});
    }
}
