package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What lifecycles, conditions and checks across fields mean for a table that has rows. */
class CheckPlanTest {

    private static final String FIELDS = """
            model: stay
            fields:
              status: { type: enum, options: [A, B] }
              from: { type: date }
              until: { type: date }
            """;

    private static Migration plan(String before, String after) throws MetadataFaults {
        CheckedCatalog old = checked(before);
        Numbers numbers = Numbers.NONE.extendedFor(old);
        CheckedCatalog next = checked(after);
        return Migration.between(old.numbered(1, numbers), next.numbered(2, numbers.extendedFor(next)));
    }

    private static CheckedCatalog checked(String file) throws MetadataFaults {
        return CatalogReader.read(MetadataFiles.of(Map.of("a/stay.yaml", file)));
    }

    private static List<String> direct(Migration migration) {
        return migration
                .acts(migration.steps().stream().map(Step::direct).toList())
                .map(Act::sql)
                .toList();
    }

    @Test
    void a_lifecycle_comes_changes_and_goes_without_a_look_at_the_table() throws MetadataFaults {
        String none = FIELDS;
        String one = FIELDS + "lifecycle: { field: status, initial: A, transitions: { A: [B] } }\n";
        String two = FIELDS + "lifecycle: { field: status, initial: B, transitions: { B: [A] } }\n";
        for (Migration plan : List.of(plan(none, one), plan(one, two), plan(two, none))) {
            assertThat(plan.faults()).isEmpty();
            assertThat(plan.steps()).isEmpty();
            assertThat(plan.locks()).containsExactly(Map.entry("stay", Migration.Lock.SHARE));
        }
    }

    @Test
    void a_comparison_with_a_new_field_is_obeyed_by_all_rows_and_of_any_other_they_are_counted() throws MetadataFaults {
        String compare = "checks: [ { rule: compare, field: until, operator: gte, other: from } ]\n";
        String less = FIELDS.replace("  until: { type: date }\n", "");
        assertThat(direct(plan(less, FIELDS + compare))).last().asString().contains("CHECK (\"until\" >= \"from\")");
        Step added = plan(FIELDS, FIELDS + compare).steps().get(0);
        assertThat(added.action()).isEqualTo(Step.Action.ADD_RULE);
        assertThat(String.valueOf(added.check())).contains("WHERE NOT (\"until\" >= \"from\")");
        assertThat(added.prepared().before().get(0).statements())
                .containsExactly(
                        "ALTER TABLE \"public\".\"stay\" ADD CONSTRAINT \"__p2_1\" CHECK (\"until\" >= \"from\") NOT VALID",
                        "ALTER TABLE \"public\".\"stay\" VALIDATE CONSTRAINT \"__p2_1\"");
        assertThat(plan(FIELDS + compare, FIELDS).steps())
                .extracting(Step::action)
                .containsExactly(Step.Action.DROP_RULE);
    }

    @Test
    void a_name_that_becomes_a_relationship_of_many_to_many_gets_its_table() throws MetadataFaults {
        String stay = """
                model: stay
                fields:
                  next: { type: reference, model: stay }
                relationships:
                  others:\s""";
        Migration plan = plan(
                stay + "{ kind: oneToMany, model: stay, inverse: next }\n",
                stay + "{ kind: manyToMany, model: stay }\n");
        assertThat(plan.faults()).isEmpty();
        assertThat(direct(plan)).anyMatch(sql -> sql.startsWith("CREATE TABLE") && sql.contains("\"stay_others\""));
    }

    @Test
    void keys_over_the_same_fields_with_other_conditions_are_other_indexes() throws MetadataFaults {
        String keys = """
                checks:
                  - { rule: unique, fields: [from], where: { status: A } }
                  - { rule: unique, fields: [from], where: { status: { ne: B } } }
                """;
        CheckedCatalog checked = checked(FIELDS + keys);
        assertThat(ModelTables.of(new Catalog(1, "", Map.of(), checked.models())))
                .filteredOn(sql -> sql.contains("UNIQUE INDEX"))
                .hasSize(2)
                .anyMatch(sql -> sql.endsWith(" WHERE \"status\" = 'A'"))
                .anyMatch(sql -> sql.endsWith(" WHERE \"status\" IS DISTINCT FROM 'B'"));
    }

    @Test
    void a_new_name_is_a_rename_whatever_refers_to_the_field() throws MetadataFaults {
        String compare = """
                checks: [ { rule: compare, field: until, operator: gte, other: from } ]
                indexes: [ [from, until] ]
                """;
        String moved = (FIELDS + compare)
                .replace("from", "begin")
                .replace("begin: { type: date }", "begin: { type: date, renamedFrom: [start, from] }");

        Migration plan = plan(FIELDS + compare, moved);
        assertThat(plan.steps()).extracting(Step::action).containsExactly(Step.Action.RENAME_FIELD);
        assertThat(direct(plan))
                .hasSize(3)
                .contains("ALTER TABLE \"public\".\"stay\" RENAME COLUMN \"from\" TO \"begin\"")
                .contains("ALTER INDEX public.\"stay_from_until_index\" RENAME TO \"stay_begin_until_index\"");
        assertThatThrownBy(() -> plan(FIELDS, FIELDS.replace("{ type: date }", "{ type: date, renamedFrom: [until] }")))
                .as("a name that is in use is nobody's former one")
                .isInstanceOf(MetadataFaults.class);
    }
}
