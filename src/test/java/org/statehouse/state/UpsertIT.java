package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rows of a file do to the records that they name. */
class UpsertIT {

    private static final BatchMode BY_ID = new BatchMode(true, null);
    private static final BatchMode BY_CODE = new BatchMode(true, "code");

    private static final Map<String, String> FILES = Map.of(
            "app/part.yaml", """
            model: part
            id: { type: integer, assigned: client }
            fields:
              code: { type: text, unique: true, normalize: [trim, upper] }
              name: { type: text, required: true, default: none }
              price: { type: decimal, precision: 8, scale: 2, min: 0 }
              parent: { type: reference, model: part }
              state: { type: enum, options: { NEW: New, USED: Used, GONE: Gone }, default: NEW }
            lifecycle: { field: state, initial: NEW, transitions: { NEW: [USED], USED: [GONE] } }
            relationships:
              marks: { kind: manyToMany, model: mark }
            """,
            "app/mark.yaml", """
            model: mark
            id: { type: string, assigned: client }
            fields:
              label: { type: text }
            """,
            "app/slip.yaml", """
            model: slip
            softDelete: true
            fields:
              code: { type: text, unique: true }
              secret: { type: password }
              amount: { type: integer }
            """);

    private static Desk desk;

    @BeforeAll
    static void models() throws Exception {
        desk = new Desk(FILES);
    }

    @BeforeEach
    void empty() throws Exception {
        for (String table : List.of("part_marks", "part", "mark", "slip")) {
            desk.execute("DELETE FROM \"" + table + "\"");
        }
        desk.execute("DELETE FROM statehouse.change_log");
    }

    private static BatchResult upsert(BatchMode mode, String model, String... rows) {
        List<BatchRow> all = new ArrayList<>();
        for (String row : rows) {
            all.add(BatchRow.ofJson(all.size() + 1L, Desk.json(row)));
        }
        return desk.states.write(Desk.CALLER, model, mode, all, (connection, result) -> {});
    }

    private static String outcome(BatchResult result) {
        List<String> faults = new ArrayList<>();
        result.faults()
                .forEach(fault -> fault.violations()
                        .forEach(each -> faults.add(fault.line() + " " + each.field() + " " + each.rule())));
        return result.created() + " " + result.updated() + " " + result.unchanged() + " " + faults;
    }

    private static List<String> parts() throws Exception {
        return desk.ask("SELECT concat_ws(' ', id, version, code, name, price, parent, state) FROM part ORDER BY id");
    }

    private static List<String> log() throws Exception {
        return desk.ask("SELECT op || ' ' || record_id || ' v' || version FROM statehouse.change_log"
                + " ORDER BY position, ordinal");
    }

    @Test
    void rows_change_what_is_there_create_what_is_not_and_leave_what_is_equal() throws Exception {
        assertThat(outcome(upsert(BY_ID, "part", "{'id':1,'code':'a'}", "{'id':2,'code':'b','price':1.5}")))
                .isEqualTo("2 0 0 []");
        assertThat(outcome(upsert(
                        BY_ID,
                        "part",
                        "{'id':2,'price':'1.50'}",
                        "{'id':1,'name':'one'}",
                        "{'id':3,'code':' c ','parent':1}")))
                .isEqualTo("1 1 1 []");
        assertThat(parts()).containsExactly("1 2 A one NEW", "2 1 B none 1.50 NEW", "3 1 C none 1 NEW");
        assertThat(log()).containsExactly("create 1 v1", "create 2 v1", "create 3 v1", "update 1 v2");
        assertThat(desk.ask("SELECT before::text FROM statehouse.change_log WHERE op = 'update'"))
                .singleElement()
                .asString()
                .contains("none")
                .doesNotContain("price");
    }

    @Test
    void of_two_rows_for_one_record_the_later_wins_and_each_has_its_version() throws Exception {
        assertThat(outcome(upsert(
                        BY_ID,
                        "part",
                        "{'id':1,'code':'a','name':'first'}",
                        "{'id':2,'code':'b'}",
                        "{'id':1,'name':'second','price':3}",
                        "{'id':1,'price':4}",
                        "{'id':1,'price':4}")))
                .isEqualTo("2 2 1 []");
        assertThat(parts()).containsExactly("1 3 A second 4.00 NEW", "2 1 B none NEW");
        assertThat(log()).containsExactly("create 1 v1", "create 2 v1", "update 1 v2", "update 1 v3");
    }

    @Test
    void a_unique_field_names_records_too() throws Exception {
        upsert(BY_ID, "part", "{'id':1,'code':'a'}", "{'id':2,'code':'b'}");
        assertThat(outcome(upsert(
                        BY_CODE,
                        "part",
                        "{'code':' a','name':'one'}",
                        "{'code':'b','id':2,'price':1}",
                        "{'code':'b','id':9}",
                        "{'code':'c','id':3}",
                        "{'code':'d'}",
                        "{'code':null,'id':4}",
                        "{'id':5}",
                        "{'code':'C','name':'three'}",
                        "{'code':'e','id':3}")))
                .isEqualTo("1 3 0 [3 id readOnly, 5 id required, 6 code required, 7 code required, 9 id unique]");
        assertThat(parts()).containsExactly("1 2 A one NEW", "2 2 B none 1.00 NEW", "3 2 C three NEW");
    }

    @Test
    void rules_lifecycle_references_and_unique_values_hold_and_a_bad_row_costs_only_itself() throws Exception {
        upsert(BY_ID, "part", "{'id':1,'code':'a'}", "{'id':2,'code':'b'}");
        assertThat(outcome(upsert(
                        BY_ID,
                        "part",
                        "{'id':1,'price':-1,'name':null}",
                        "{'id':1,'state':'GONE'}",
                        "{'id':2,'code':'A'}",
                        "{'id':2,'parent':77}",
                        "{'id':2,'nope':1}",
                        "{'id':'x'}",
                        "{'id':5,'state':'USED'}",
                        "{'id':1,'state':'USED'}",
                        "{'id':6,'code':'a'}",
                        "{'id':7,'parent':7}",
                        "{'id':8,'parent':1}")))
                .isEqualTo("1 1 0 [1 name required, 1 price min, 2 state transition, 3 code unique, 4 parent exists,"
                        + " 5 nope unknown, 6 id type, 7 state transition, 9 code unique, 10 parent exists]");
        assertThat(parts()).containsExactly("1 2 A none USED", "2 1 B none NEW", "8 1 none 1 NEW");
        assertThat(log()).hasSize(4);
    }

    @Test
    void values_may_move_from_one_record_to_another_within_a_file() throws Exception {
        upsert(BY_ID, "part", "{'id':1,'code':'a'}");
        assertThat(outcome(upsert(BY_ID, "part", "{'id':1,'code':'b'}", "{'id':2,'code':'a'}")))
                .isEqualTo("1 1 0 []");
        assertThat(parts()).containsExactly("1 2 B none NEW", "2 1 A none NEW");
    }

    @Test
    void links_become_those_of_the_row_and_equal_ones_change_nothing() throws Exception {
        upsert(BY_ID, "mark", "{'id':'x'}", "{'id':'y'}");
        assertThat(outcome(upsert(
                        BY_ID, "part", "{'id':1,'marks':['x','y']}", "{'id':2,'marks':[]}", "{'id':3,'marks':['z']}")))
                .isEqualTo("2 0 0 [3 marks exists]");
        assertThat(outcome(upsert(
                        BY_ID,
                        "part",
                        "{'id':1,'marks':['y','x']}",
                        "{'id':1}",
                        "{'id':2,'marks':['x'],'name':'two'}",
                        "{'id':2,'marks':['x']}",
                        "{'id':1,'marks':[]}")))
                .isEqualTo("0 2 3 []");
        assertThat(desk.ask("SELECT owner || other FROM part_marks ORDER BY 1")).containsExactly("2x");
        assertThat(desk.ask("SELECT id || ' v' || version FROM part ORDER BY id"))
                .containsExactly("1 v2", "2 v2");
    }

    @Test
    void what_only_the_server_sets_is_passed_over_and_ids_of_the_server_create_nothing() throws Exception {
        assertThat(outcome(upsert(BY_ID, "slip", "{'code':'a','id':null}", "{'code':'b'}")))
                .isEqualTo("2 0 0 []");
        String id = desk.ask("SELECT id::text FROM slip WHERE code = 'a'").get(0);
        String none = "00000000-0000-7000-8000-000000000000";
        assertThat(outcome(upsert(
                        BY_ID,
                        "slip",
                        "{'id':'" + id + "','version':77,'createdAt':'x','updatedBy':null,'deletedAt':null,'amount':1}",
                        "{'id':'" + none + "','amount':1}",
                        "{'id':'" + id + "','amount':2,'deletedAt':'2024-01-01T00:00:00Z'}")))
                .isEqualTo("0 1 0 [2 id exists, 3 deletedAt readOnly]");
        desk.execute("UPDATE slip SET \"deletedAt\" = now(), \"deletedBy\" = 'x' WHERE code = 'a'");
        assertThat(outcome(upsert(BY_ID, "slip", "{'id':'" + id + "','amount':3}")))
                .isEqualTo("0 0 0 [1 id exists]");
        assertThat(outcome(upsert(BY_CODE, "slip", "{'code':'a','amount':3}", "{'code':'b','amount':3}")))
                .isEqualTo("1 1 0 []");
        assertThat(desk.ask("SELECT code || amount FROM slip ORDER BY 1")).containsExactly("a1", "a3", "b3");
    }

    @Test
    void passwords_are_hashed_also_in_rows_that_change_records() throws Exception {
        upsert(BY_CODE, "slip", "{'code':'a','secret':'Correct-Horse-7-Battery'}");
        upsert(BY_CODE, "slip", "{'code':'a','secret':'Another-Horse-8-Battery'}");
        assertThat(desk.ask("SELECT secret FROM slip"))
                .singleElement()
                .asString()
                .startsWith("$")
                .doesNotContain("Horse");
    }

    @Test
    void a_batch_takes_a_few_statements_however_many_rows_it_has() {
        long few = statements(1_000, 10);
        assertThat(statements(10_000, 500)).isLessThanOrEqualTo(few + 2).isLessThan(20);
    }

    /** Statements of a batch of which one half changes records and the other creates some. */
    private static long statements(int from, int rows) {
        String[] half = new String[rows / 2];
        String[] all = new String[rows];
        for (int i = 0; i < rows; i++) {
            String row = "{'id':" + (from + i) + ",'name':'";
            all[i] = row + "all'}";
            if (i < half.length) {
                half[i] = row + "half'}";
            }
        }
        upsert(BY_ID, "part", half);
        long before = desk.prepared.get();
        assertThat(outcome(upsert(BY_ID, "part", all))).isEqualTo(rows / 2 + " " + rows / 2 + " 0 []");
        return desk.prepared.get() - before;
    }

    @Test
    void files_for_the_same_records_at_the_same_time_lose_no_row_and_none_is_created_twice() throws Exception {
        AtomicInteger file = new AtomicInteger();
        List<String> outcomes = Desk.together(8, () -> {
            int mine = file.incrementAndGet();
            String[] rows = new String[100];
            for (int i = 0; i < rows.length; i++) {
                int key = mine % 2 == 0 ? i : rows.length - 1 - i;
                rows[i] = "{'code':'k" + key + "','amount':" + mine + "}";
            }
            return outcome(upsert(BY_CODE, "slip", rows));
        });
        assertThat(outcomes).allMatch(outcome -> outcome.endsWith(" []"));
        assertThat(desk.ask("SELECT count(*)::text FROM slip")).containsExactly("100");
        assertThat(desk.ask("SELECT DISTINCT version::text FROM slip")).containsExactly("8");
        assertThat(desk.ask("SELECT count(*)::text FROM statehouse.change_log")).containsExactly("800");
    }

    @Test
    void a_whole_file_is_one_transaction_or_none() throws Exception {
        List<ObjectNode> rows = new ArrayList<>();
        for (int i = 1; i <= 1_200; i++) {
            rows.add(Desk.json("{'id':" + i + ",'code':'w" + i + "'}"));
        }
        rows.set(700, Desk.json("{'id':9999,'code':'w5'}"));
        rows.set(1_100, Desk.json("{'id':9999,'price':-1}"));
        BatchResult bad = whole(rows, true);
        assertThat(bad.kept()).isFalse();
        assertThat(outcome(bad)).isEqualTo("1198 0 0 [701 code unique, 1101 price min]");
        assertThat(parts()).isEmpty();
        rows.remove(1_100);
        rows.remove(700);
        assertThat(outcome(whole(rows, false))).isEqualTo("1198 0 0 []");
        assertThat(parts()).isEmpty();
        assertThat(log()).isEmpty();
        long drawn = position();
        assertThat(whole(rows, true).kept()).isTrue();
        assertThat(parts()).hasSize(1_198);
        assertThat(desk.ask("SELECT DISTINCT position::text FROM statehouse.change_log"))
                .containsExactly(Long.toString(drawn + 1));
    }

    private static long position() throws Exception {
        return desk.count("SELECT last_value FROM statehouse.log_position");
    }

    private static BatchResult whole(List<ObjectNode> rows, boolean keep) {
        BatchSource source = sink -> {
            List<BatchRow> batch = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                batch.add(BatchRow.ofJson(i + 1L, rows.get(i)));
                if (batch.size() == StateManager.MAX_BATCH || i == rows.size() - 1) {
                    sink.accept(batch);
                    batch.clear();
                }
            }
            return true;
        };
        return desk.states.writeWhole(Desk.CALLER, "part", BY_ID, source, keep, (connection, result) -> {});
    }
}
