package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogStatements;
import org.statehouse.problem.ProblemException;
import org.statehouse.query.ExportFormat;
import org.statehouse.query.QueryString;

/** Reads on a node that does not know yet that another has published a catalog. */
class ReadsAcrossCatalogsIT {

    private static final String NEW = "\"colour\":null";

    private Desk desk;
    private RecordReads reads;

    @BeforeEach
    void publishElsewhere() throws Exception {
        desk = new Desk();
        desk.create("tag", "{'id': 'a', 'label': 'A'}");
        desk.create("owner", "{'id': 1, 'tags': ['a']}");
        reads = new RecordReads(
                desk.dataSource,
                new LogPositions(desk.dataSource, LogStatements.STANDARD),
                desk.runs,
                new RecentRows(0));
        desk.catalogs.publishElsewhere(Desk.moreFiles());
        assertThat(desk.catalog().version()).isEqualTo(1);
    }

    @Test
    void a_list_is_of_the_catalog_that_is_in_force() {
        assertThat(text(reads.list(Desk.CALLER, "tag", QueryString.EMPTY))).contains(NEW);
        assertThat(desk.catalog().version()).isEqualTo(2);
    }

    @Test
    void a_record_is_of_the_catalog_that_is_in_force() {
        assertThat(text(Json.write(
                        reads.find(Desk.CALLER, "tag", "a", QueryString.EMPTY).body())))
                .contains(NEW);
    }

    @Test
    void an_expansion_is_of_the_catalog_that_is_in_force() {
        assertThat(text(reads.list(Desk.CALLER, "owner", QueryString.parse("expand=tags"))))
                .contains(NEW);
    }

    @Test
    void an_expanded_record_is_of_the_catalog_that_is_in_force() {
        assertThat(text(Json.write(reads.find(Desk.CALLER, "owner", "1", QueryString.parse("expand=tags"))
                        .body())))
                .contains(NEW);
    }

    @Test
    void related_records_are_of_the_catalog_that_is_in_force() {
        assertThat(text(reads.related(Desk.CALLER, "owner", "1", "tags", QueryString.EMPTY)))
                .contains(NEW);
    }

    @Test
    void an_export_is_of_the_catalog_that_is_in_force() throws Exception {
        RecordExport export = new RecordExports(desk.dataSource, desk.catalogs, desk.runs)
                .open(Desk.CALLER, "tag", QueryString.EMPTY, () -> ExportFormat.NDJSON);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        export.writeTo(file);
        assertThat(text(file.toByteArray())).contains(NEW);
    }

    @Test
    void a_name_that_only_the_catalog_in_force_knows_is_known() {
        assertThat(text(reads.list(Desk.CALLER, "tag", QueryString.parse("filter[colour][isNull]=true"))))
                .contains(NEW);
    }

    @Test
    void a_check_and_a_figure_are_of_the_catalog_that_is_in_force() {
        RecordChecks checks = new RecordChecks(desk.dataSource, desk.runs);
        assertThat(checks.ofNew(Desk.CALLER, "tag", Desk.json("{'id': 'b', 'colour': 'red'}"), RecordChecks.Part.WHOLE))
                .isEmpty();
        RecordAggregates aggregates = new RecordAggregates(
                desk.dataSource, new LogPositions(desk.dataSource, LogStatements.STANDARD), desk.runs);
        assertThat(text(aggregates.read(Desk.CALLER, "tag", QueryString.parse("count=true&groupBy=colour"))))
                .contains(NEW);
    }

    @Test
    void a_caller_that_knows_a_newer_catalog_than_the_node_is_served_by_that_one() {
        Caller ahead = new Caller(Desk.CALLER.actor(), "test", 2L);
        assertThat(text(reads.list(ahead, "tag", QueryString.EMPTY))).contains(NEW);
    }

    @Test
    void a_write_under_way_that_names_what_has_gone_is_told_to_refresh() throws Exception {
        desk.catalogs.refresh();
        Map<String, String> renamed = Desk.moreFiles();
        renamed.computeIfPresent(
                "desk/tag.yaml",
                (path, text) -> text.replace("label: { type: text }", "title: { type: text, renamedFrom: [label] }"));
        desk.catalogs.publishElsewhere(renamed);
        assertThatThrownBy(() -> desk.create("tag", "{'id': 'c', 'label': 'C'}"))
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .satisfies(refused -> assertThat(refused.problem().evidence())
                        .containsEntry("action", "refresh")
                        .containsEntry("model", "tag")
                        .containsKey("errors"));
        assertThat(desk.create("tag", "{'id': 'c', 'title': 'C'}").values()).containsEntry("title", "C");
    }

    @Test
    void versions_go_up_for_everybody_together() throws Exception {
        List<Long> seen = Desk.together(8, () -> {
            reads.list(Desk.CALLER, "tag", QueryString.EMPTY);
            return desk.catalog().version();
        });
        assertThat(seen).containsOnly(2L);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
