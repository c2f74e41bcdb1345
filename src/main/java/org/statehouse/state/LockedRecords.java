package org.statehouse.state;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.metadata.Sql;

/**
 * The live records that the rows of a batch name, by what names them: locked in the order of their ids, with their links, and
 * kept as they are after each row.
 */
final class LockedRecords {

    private final UnitOfWork unit;
    private final Catalog catalog;
    private final Model model;
    private final @Nullable Field by;
    private final Map<Object, RecordRow> records = new HashMap<>();
    /** By owner, relationship and the id on the other side, the values of the links' fields. */
    private final Map<Object, Map<String, Map<Object, Map<String, @Nullable Object>>>> links = new HashMap<>();

    /** @param by the unique field that names records, null for their ids */
    LockedRecords(UnitOfWork unit, Catalog catalog, Model model, @Nullable Field by) {
        this.unit = unit;
        this.catalog = catalog;
        this.model = model;
        this.by = by;
    }

    /** Locks the records that have these keys. */
    void lock(Collection<Object> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        for (RecordRow row : by == null ? RowWriter.lock(unit, model, keys, "FOR NO KEY UPDATE") : byField(by, keys)) {
            if (row.live()) {
                records.put(
                        by == null
                                ? row.id()
                                : Objects.requireNonNull(row.values().get(by.name())),
                        row);
            }
        }
    }

    /** Reads the links that the locked records have in some relationships. */
    void readLinks(Set<String> relationships) throws SQLException {
        for (String name : relationships) {
            Relationship relationship = model.relationships().get(name);
            if (relationship != null && !records.isEmpty()) {
                readLinks(relationship);
            }
        }
    }

    @Nullable
    RecordRow get(@Nullable Object key) {
        return key == null ? null : records.get(key);
    }

    /** Whether a record's links are these; where an id alone is wanted, whatever the values of its link. */
    boolean hasLinks(RecordRow record, Map<String, List<LinkDraft>> wanted) {
        return wanted.entrySet().stream().allMatch(entry -> {
            Map<Object, Map<String, @Nullable Object>> known = known(record.id(), entry.getKey());
            List<LinkDraft> drafts = entry.getValue();
            return drafts.size() == known.size()
                    && drafts.stream().allMatch(draft -> draft.isMetBy(known.get(draft.id())));
        });
    }

    private Map<Object, Map<String, @Nullable Object>> known(Object owner, String relationship) {
        return links.getOrDefault(owner, Map.of()).getOrDefault(relationship, Map.of());
    }

    /** From now on a record is so. */
    void written(@Nullable Object key, RecordRow record, Map<String, List<LinkDraft>> itsLinks) {
        if (key != null) {
            records.put(key, record);
        }
        itsLinks.forEach((name, drafts) -> {
            Map<String, @Nullable Object> defaults = LinkReader.defaults(
                    Objects.requireNonNull(model.relationships().get(name)));
            Map<Object, Map<String, @Nullable Object>> before = known(record.id(), name);
            Map<Object, Map<String, @Nullable Object>> after = new HashMap<>();
            for (LinkDraft draft : drafts) {
                Map<String, @Nullable Object> values = draft.values();
                after.put(draft.id(), values == null ? before.getOrDefault(draft.id(), defaults) : values);
            }
            links.computeIfAbsent(record.id(), id -> new HashMap<>()).put(name, after);
        });
    }

    private List<RecordRow> byField(Field field, Collection<Object> keys) throws SQLException {
        RecordColumns columns = RecordColumns.all(model);
        String select = "SELECT " + columns.list("t") + " FROM " + model.table() + " t WHERE "
                + Sql.column("t", field.name()) + " = ANY(?::text[]::"
                + field.type().castType(field) + "[])"
                + model.andLive("t") + " ORDER BY t.\"id\" FOR NO KEY UPDATE OF t";
        try (PreparedStatement statement = unit.connection().prepareStatement(select)) {
            Object[] texts =
                    keys.stream().map(key -> field.type().toText(field, key)).toArray();
            Array array = unit.connection().createArrayOf("text", texts);
            statement.setArray(1, array);
            try (ResultSet rows = statement.executeQuery()) {
                List<RecordRow> locked = new java.util.ArrayList<>();
                while (rows.next()) {
                    locked.add(columns.read(rows, 1));
                }
                return locked;
            }
        }
    }

    private void readLinks(Relationship relationship) throws SQLException {
        Set<Object> owners = new HashSet<>();
        records.values().forEach(record -> owners.add(record.id()));
        new LinkTable(catalog, relationship)
                .read(unit, owners)
                .forEach((link, values) -> links.computeIfAbsent(link.owner(), id -> new HashMap<>())
                        .computeIfAbsent(relationship.name(), name -> new HashMap<>())
                        .put(link.other(), values));
    }
}
