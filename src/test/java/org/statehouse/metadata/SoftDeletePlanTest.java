package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What soft delete means for a table, and that it cannot be switched for one that exists. */
class SoftDeletePlanTest {

    private static final String SOFT = """
            model: crate
            softDelete: true
            fields:
              code: { type: text, unique: true }
              within: { type: reference, model: crate, unique: true }
            """;

    @Test
    void values_are_unique_among_live_records_and_references_have_an_index_over_all() throws MetadataFaults {
        assertThat(ModelTables.of(catalog(null, SOFT)))
                .anyMatch(sql -> sql.contains("\"deletedAt\"") && sql.contains("\"deletedBy\""))
                .filteredOn(sql -> sql.contains("INDEX"))
                .satisfiesExactlyInAnyOrder(
                        code -> assertThat(code).contains("UNIQUE", "(\"code\") WHERE \"deletedAt\" IS NULL"),
                        within -> assertThat(within).contains("UNIQUE", "(\"within\") WHERE \"deletedAt\" IS NULL"),
                        all -> assertThat(all).contains("(\"within\")").doesNotContain("UNIQUE", "WHERE"));
    }

    @Test
    void it_is_switched_on_with_other_indexes_and_off_when_no_record_is_deleted() throws MetadataFaults {
        Catalog soft = catalog(null, SOFT);
        Catalog hard = catalog(soft, SOFT.replace("softDelete: true", "softDelete: false"));
        Migration off = Migration.between(soft, hard);
        assertThat(off.faults()).isEmpty();
        assertThat(off.steps())
                .filteredOn(step -> step.action() == Step.Action.DROP_SOFT_DELETE)
                .singleElement()
                .satisfies(step -> assertThat(String.valueOf(step.check())).contains("\"deletedAt\" IS NOT NULL"));
        assertThat(off.steps()).extracting(Step::action).contains(Step.Action.ADD_UNIQUE, Step.Action.DROP_UNIQUE);

        Migration on = Migration.between(hard, soft);
        assertThat(on.faults()).isEmpty();
        assertThat(on.steps())
                .filteredOn(step -> step.action() == Step.Action.ADD_UNIQUE)
                .hasSize(2)
                .allSatisfy(step -> assertThat(step.prepared().before().get(0).statements())
                        .singleElement()
                        .asString()
                        .contains("CONCURRENTLY", "WHERE \"__p1_"));
    }

    private static Catalog catalog(@Nullable Catalog before, String crate) throws MetadataFaults {
        CheckedCatalog checked = CatalogReader.read(MetadataFiles.of(Map.of("a/crate.yaml", crate)));
        return checked.numbered(before == null ? 1 : 2, Numbers.NONE.extendedFor(checked));
    }
}
