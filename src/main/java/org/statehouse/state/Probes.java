package org.statehouse.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.problem.Violation;

/**
 * Everything that only the database can say about one record of a model, as one statement: whether its id and its unique
 * keys are taken, and whether its references and links lead somewhere. What a record does not give is asked with null,
 * which nothing equals.
 */
final class Probes {

    /**
     * The values that are asked about.
     *
     * @param newId of a record that is to be created, null when it has none yet
     * @param ownId of the record that is to be changed, which does not stand in its own way; null for a new one
     * @param values typed, by field name
     * @param fields names of those whose references are asked about
     * @param keys the unique keys that are asked about
     * @param links by the relationship's name
     */
    record Question(
            @Nullable Object newId,
            @Nullable Object ownId,
            Map<String, @Nullable Object> values,
            Set<String> fields,
            List<Model.UniqueKey> keys,
            Map<String, List<LinkDraft>> links) {}

    private final Catalog catalog;
    private final Model model;
    private final List<Field> references;
    private final List<Relationship> links;
    private final String sql;

    Probes(Catalog catalog, Model model) {
        this.catalog = catalog;
        this.model = model;
        this.references =
                model.fields().values().stream().filter(Field::isReference).toList();
        this.links = model.relationships().values().stream()
                .filter(one -> one.kind() == Relationship.Kind.MANY_TO_MANY && one.owner())
                .toList();
        this.sql = sql();
    }

    private String sql() {
        List<String> probes = new ArrayList<>();
        String idCast = model.idType().castType();
        probes.add("SELECT 0 AS probe, NULL::text AS missing WHERE EXISTS (SELECT 1 FROM " + model.table()
                + " t WHERE t.\"id\" = CAST(? AS " + idCast + "))");
        for (Model.UniqueKey key : model.uniques()) {
            String equal = key.fields().stream()
                    .map(model.fields()::get)
                    .map(field -> "t.\"" + field.name() + "\" = CAST(? AS "
                            + field.type().castType(field) + ")")
                    .collect(Collectors.joining(" AND "));
            String about = model.predicate(key);
            probes.add("SELECT " + probes.size() + ", NULL WHERE EXISTS (SELECT 1 FROM " + model.table() + " t WHERE "
                    + equal + (about.isEmpty() ? "" : " AND (" + about + ")")
                    + " AND t.\"id\" IS DISTINCT FROM CAST(? AS " + idCast + "))");
        }
        for (Field field : references) {
            Model target = catalog.known(field.referenced().model());
            probes.add("SELECT " + probes.size() + ", NULL FROM (SELECT CAST(? AS "
                    + target.idType().castType() + ") AS id) x WHERE x.id IS NOT NULL AND " + isMissing(target));
        }
        for (Relationship link : links) {
            Model target = catalog.known(link.target());
            probes.add("(SELECT " + probes.size() + ", x.id::text FROM unnest(CAST(? AS "
                    + target.idType().castType() + "[])) WITH ORDINALITY AS x(id, place) WHERE " + isMissing(target)
                    + " ORDER BY x.place LIMIT " + Linking.MAX_NAMED + ")");
        }
        return String.join(" UNION ALL ", probes) + " ORDER BY probe";
    }

    private static String isMissing(Model target) {
        return "NOT EXISTS (SELECT 1 FROM " + target.table() + " t WHERE t.\"id\" = x.id" + target.andLive("t") + ")";
    }

    /** What stands in the way of a write. */
    List<Violation> ask(Connection connection, Question question) throws SQLException {
        List<Violation> violations = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, question);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    violations.add(violation(rows.getInt(1), rows.getString(2), question));
                }
            }
        }
        return violations;
    }

    private void bind(PreparedStatement statement, Question question) throws SQLException {
        int at = 1;
        bindId(statement, at++, question.newId());
        for (Model.UniqueKey key : model.uniques()) {
            boolean asked = question.keys().contains(key);
            for (String name : key.fields()) {
                Field field = Objects.requireNonNull(model.field(name));
                field.type()
                        .bind(field, statement, at++, asked ? question.values().get(name) : null);
            }
            bindId(statement, at++, question.ownId());
        }
        for (Field field : references) {
            boolean asked = question.fields().contains(field.name());
            bindId(statement, at++, asked ? question.values().get(field.name()) : null);
        }
        for (Relationship link : links) {
            IdType type = catalog.known(link.target()).idType();
            Object[] ids = linked(link, question);
            statement.setArray(at++, statement.getConnection().createArrayOf(type.castType(), ids));
        }
    }

    /** A new record may be linked to itself: it is there before its links are. */
    private Object[] linked(Relationship link, Question question) {
        boolean own = link.target().equals(model.name());
        return question.links().getOrDefault(link.name(), List.of()).stream()
                .map(LinkDraft::id)
                .filter(id -> !own || !id.equals(question.newId()))
                .toArray();
    }

    private static void bindId(PreparedStatement statement, int at, @Nullable Object id) throws SQLException {
        if (id == null) {
            statement.setNull(at, Types.NULL);
        } else {
            statement.setObject(at, id);
        }
    }

    private Violation violation(int probe, @Nullable String missing, Question question) {
        if (probe == 0) {
            return BatchLookups.takenId(model, String.valueOf(question.newId()));
        }
        int key = probe - 1;
        if (key < model.uniques().size()) {
            return taken(model.uniques().get(key));
        }
        int reference = key - model.uniques().size();
        if (reference < references.size()) {
            Field field = references.get(reference);
            Object id = Objects.requireNonNull(question.values().get(field.name()));
            return RecordRules.missingReference(
                    field, catalog.known(field.referenced().model()), id, null);
        }
        Relationship link = links.get(reference - references.size());
        return Linking.missing(link, catalog.known(link.target()), String.valueOf(missing));
    }

    private Violation taken(Model.UniqueKey key) {
        String message = RecordRules.taken(model, key.fields(), key.message());
        Map<String, Object> params = Map.of("fields", key.fields());
        return key.fields().size() == 1
                ? Violation.of(key.fields().get(0), "unique", message, params)
                : new Violation("", null, "unique", message, params);
    }
}
