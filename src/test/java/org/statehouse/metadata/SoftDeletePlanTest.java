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
        SchemaPlan plan = SchemaPlan.between(null, catalog(null, SOFT));
        assertThat(plan.faults()).isEmpty();
        assertThat(plan.statements())
                .anyMatch(sql -> sql.contains("\"deletedAt\"") && sql.contains("\"deletedBy\""))
                .filteredOn(sql -> sql.contains("INDEX"))
                .satisfiesExactlyInAnyOrder(
                        code -> assertThat(code).contains("UNIQUE", "(\"code\") WHERE \"deletedAt\" IS NULL"),
                        within -> assertThat(within).contains("UNIQUE", "(\"within\") WHERE \"deletedAt\" IS NULL"),
                        all -> assertThat(all).contains("(\"within\")").doesNotContain("UNIQUE", "WHERE"));
    }

    @Test
    void it_is_not_switched_on_or_off_for_a_table_that_exists() throws MetadataFaults {
        Catalog soft = catalog(null, SOFT);
        Catalog hard = catalog(soft, SOFT.replace("softDelete: true", "softDelete: false"));
        assertThat(SchemaPlan.between(soft, hard).faults())
                .containsExactly("crate: switching softDelete off is not supported yet");
        assertThat(SchemaPlan.between(hard, soft).faults())
                .containsExactly("crate: switching softDelete on is not supported yet");
    }

    private static Catalog catalog(@Nullable Catalog before, String crate) throws MetadataFaults {
        CheckedCatalog checked = CatalogReader.read(MetadataFiles.of(Map.of("a/crate.yaml", crate)));
        return checked.numbered(before == null ? 1 : 2, Numbers.NONE.extendedFor(checked));
    }
}
