package org.statehouse.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.Violation;

/**
 * Says what a write would say of a record, and writes nothing: no row, no change, no id. It is true of the moment at which
 * it looks; the write itself checks again.
 *
 * <p>A check costs one statement, and one more to read the record that is to be changed.
 */
public final class RecordChecks {

    /** The statements of the model of each name that was checked last; a new catalog's take the place of the old one's. */
    private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();

    private final DataSource dataSource;
    private final CatalogRuns catalogs;

    public RecordChecks(DataSource dataSource, CatalogRuns catalogs) {
        this.dataSource = dataSource;
        this.catalogs = catalogs;
    }

    /** What a body is checked as. */
    public enum Part {
        /** A whole new record. */
        WHOLE,
        /** A new record of which some values are not given yet: what is absent is not missed. */
        GIVEN
    }

    private record Compiled(long catalog, Probes probes) {}

    /** Every rule that the body would break as a new record. */
    public List<Violation> ofNew(Caller caller, String model, ObjectNode body, Part part) {
        return catalogs.reads(caller, catalog -> ofNew(catalog, catalog.model(model), body, part));
    }

    /** Every rule that the body would break as a patch of a record; 404 {@code unknown-record} when there is none. */
    public List<Violation> ofChange(Caller caller, String model, String id, ObjectNode body) {
        return catalogs.reads(caller, catalog -> ofChange(catalog, catalog.model(model), id, body));
    }

    private List<Violation> ofNew(Catalog catalog, Model model, ObjectNode json, Part part) throws SQLException {
        List<Violation> violations = new ArrayList<>();
        RecordBody body = known(catalog, model, json, violations);
        violations.addAll(Draft.readOnly(model, body, null));
        Object id = idOf(model, body, part, violations);
        Draft draft = Draft.create(model, withoutSystem(body));
        step(draft, violations);
        for (Violation violation : draft.violations()) {
            boolean missed = violation.rule().equals("required") && !json.has(String.valueOf(violation.field()));
            if (part == Part.WHOLE || !missed) {
                violations.add(violation);
            }
        }
        Set<String> asked = asked(draft, violations);
        List<Model.UniqueKey> keys = model.uniques().stream()
                .filter(key -> asked.containsAll(key.fields()) && key.isAbout(draft.values()))
                .filter(key -> part == Part.WHOLE || key.fields().stream().anyMatch(json::has))
                .toList();
        try (Connection connection = dataSource.getConnection()) {
            violations.addAll(probes(catalog, model)
                    .ask(connection, new Probes.Question(id, null, draft.values(), asked, keys, body.links())));
        }
        return violations;
    }

    private List<Violation> ofChange(Catalog catalog, Model model, String idText, ObjectNode json) throws SQLException {
        Object id = UnknownRecord.idOf(model, idText);
        try (Connection connection = dataSource.getConnection()) {
            RecordRow current = UnknownRecord.live(RecordStore.find(connection, model, id), model, idText);
            List<Violation> violations = new ArrayList<>();
            RecordBody body = known(catalog, model, json, violations);
            violations.addAll(Draft.readOnly(model, body, current));
            Draft draft = Draft.patch(current, withoutSystem(body));
            step(draft, violations);
            violations.addAll(draft.violations());
            Set<String> asked = asked(draft, violations);
            List<Model.UniqueKey> keys = model.uniques().stream()
                    .filter(key -> key.touching().stream().anyMatch(asked::contains) && key.isAbout(draft.values()))
                    .toList();
            violations.addAll(probes(catalog, model)
                    .ask(connection, new Probes.Question(null, id, draft.values(), asked, keys, body.links())));
            return violations;
        }
    }

    private static void step(Draft draft, List<Violation> violations) {
        if (draft.illegal() != null) {
            violations.add(draft.illegal().violation());
        }
    }

    /** The body without what the model does not know, which is among the violations instead. */
    private static RecordBody known(Catalog catalog, Model model, ObjectNode json, List<Violation> violations) {
        ObjectNode known = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            if (RecordBody.isKnown(model, member.getKey())) {
                known.set(member.getKey(), member.getValue());
            } else {
                violations.add(RecordBody.unknownField(model, member.getKey()));
            }
        }
        return RecordBody.parse(catalog, model, known);
    }

    private static RecordBody withoutSystem(RecordBody body) {
        return new RecordBody(body.values(), body.links(), Map.of(), body.faults());
    }

    private static @Nullable Object idOf(Model model, RecordBody body, Part part, List<Violation> violations) {
        boolean absent = !body.system().containsKey("id");
        if (model.idAssigned() == Model.IdAssigned.SERVER || (absent && part == Part.GIVEN)) {
            return null;
        }
        try {
            return ClientIds.given(model, body);
        } catch (ProblemException problem) {
            violations.addAll(BatchBodies.violations(problem.problem()));
            return null;
        }
    }

    /** Fields that the write would change, without those whose values are wrong already. */
    private static Set<String> asked(Draft draft, List<Violation> violations) {
        Set<String> asked = new HashSet<>();
        draft.changed().forEach(field -> asked.add(field.name()));
        violations.forEach(violation -> asked.remove(violation.field()));
        return asked;
    }

    private Probes probes(Catalog catalog, Model model) {
        Compiled known = compiled.get(model.name());
        if (known == null || known.catalog() != catalog.version()) {
            known = new Compiled(catalog.version(), new Probes(catalog, model));
            compiled.put(model.name(), known);
        }
        return known.probes();
    }
}
