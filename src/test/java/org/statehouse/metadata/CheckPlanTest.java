package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static SchemaPlan plan(String before, String after) throws MetadataFaults {
        return SchemaPlan.between(catalog(before), catalog(after));
    }

    private static Catalog catalog(String file) throws MetadataFaults {
        CheckedCatalog checked = CatalogReader.read(MetadataFiles.of(Map.of("a/stay.yaml", file)));
        return new Catalog(1, "", Map.of(), checked.models());
    }

    @Test
    void a_lifecycle_comes_changes_and_goes_without_a_look_at_the_table() throws MetadataFaults {
        String none = FIELDS;
        String one = FIELDS + "lifecycle: { field: status, initial: A, transitions: { A: [B] } }\n";
        String two = FIELDS + "lifecycle: { field: status, initial: B, transitions: { B: [A] } }\n";
        for (SchemaPlan plan : new SchemaPlan[] {plan(none, one), plan(one, two), plan(two, none)}) {
            assertThat(plan.faults()).isEmpty();
            assertThat(plan.statements()).isEmpty();
            assertThat(plan.locks()).containsExactly(Map.entry("stay", SchemaPlan.Lock.SHARE));
        }
    }

    @Test
    void a_comparison_with_a_new_field_is_obeyed_by_all_rows_and_any_other_new_one_is_not() throws MetadataFaults {
        String compare = "checks: [ { rule: compare, field: until, operator: gte, other: from } ]\n";
        String less = FIELDS.replace("  until: { type: date }\n", "");
        assertThat(plan(less, FIELDS + compare).faults()).isEmpty();
        assertThat(plan(less, FIELDS + compare).statements())
                .last()
                .asString()
                .contains("CHECK (\"until\" >= \"from\")");
        assertThat(plan(FIELDS, FIELDS + compare).faults())
                .singleElement()
                .asString()
                .contains("is new for records");
        assertThat(plan(FIELDS + compare, FIELDS).faults())
                .singleElement()
                .asString()
                .contains("is gone or another");
    }

    @Test
    void a_name_that_becomes_a_relationship_of_many_to_many_gets_its_table() throws MetadataFaults {
        String stay = "model: stay\nfields:\n  next: { type: reference, model: stay }\nrelationships:\n  others: ";
        SchemaPlan plan = plan(
                stay + "{ kind: oneToMany, model: stay, inverse: next }\n",
                stay + "{ kind: manyToMany, model: stay }\n");
        assertThat(plan.faults()).isEmpty();
        assertThat(plan.statements())
                .anyMatch(sql -> sql.startsWith("CREATE TABLE") && sql.contains("\"stay_others\""));
    }

    @Test
    void keys_over_the_same_fields_with_other_conditions_are_other_indexes() throws MetadataFaults {
        String keys = """
                checks:
                  - { rule: unique, fields: [from], where: { status: A } }
                  - { rule: unique, fields: [from], where: { status: { ne: B } } }
                """;
        assertThat(SchemaPlan.between(null, catalog(FIELDS + keys)).statements())
                .filteredOn(sql -> sql.contains("UNIQUE INDEX"))
                .hasSize(2)
                .anyMatch(sql -> sql.endsWith(" WHERE \"status\" = 'A'"))
                .anyMatch(sql -> sql.endsWith(" WHERE \"status\" IS DISTINCT FROM 'B'"));
    }
}
