package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.problem.Problem;
import org.statehouse.problem.Violation;

/**
 * Links of many-to-many relationships, written inside a unit of work: four statements for one relationship, however many
 * owners and links. The owners' rows are locked by the caller, so that the links of one owner change one after the other.
 */
final class Linking {

    /** Missing ids that are named in one answer. */
    static final int MAX_NAMED = 100;

    private final Catalog catalog;

    Linking(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * What shall be linked to one owner.
     *
     * @param add links that shall be there
     * @param remove ids that shall not be linked
     */
    record Wanted(List<LinkDraft> add, Set<Object> remove) {}

    /** Makes the links of an owner those of a body; gives what has changed. */
    List<LinkChange> replace(UnitOfWork unit, Model owner, Object ownerId, Map<String, List<LinkDraft>> wanted)
            throws SQLException {
        List<LinkChange> changes = new ArrayList<>();
        for (Map.Entry<String, List<LinkDraft>> links : wanted.entrySet()) {
            Relationship relationship = owner.relationships().get(links.getKey());
            if (relationship == null) {
                throw new IllegalStateException("No relationship " + links.getKey());
            }
            LinkTable table = new LinkTable(catalog, relationship);
            requireTargets(unit, relationship, links.getValue());
            Map<LinkTable.Link, Map<String, @Nullable Object>> there = table.read(unit, List.of(ownerId));
            Set<Object> gone = new LinkedHashSet<>();
            there.keySet().forEach(link -> gone.add(link.other()));
            links.getValue().forEach(link -> gone.remove(link.id()));
            Wanted all = new Wanted(links.getValue(), gone);
            change(unit, relationship, table, Map.of(ownerId, all), there).values().stream()
                    .filter(change -> !change.isEmpty())
                    .forEach(changes::add);
        }
        return changes;
    }

    /** Adds and removes links of owners; what is so already stays so. Gives what has changed, by owner. */
    Map<Object, LinkChange> change(UnitOfWork unit, Relationship relationship, Map<Object, Wanted> wanted)
            throws SQLException {
        LinkTable table = new LinkTable(catalog, relationship);
        Set<Object> others = new LinkedHashSet<>();
        List<LinkDraft> added = new ArrayList<>();
        for (Wanted one : wanted.values()) {
            added.addAll(one.add());
            one.add().forEach(link -> others.add(link.id()));
            others.addAll(one.remove());
        }
        requireTargets(unit, relationship, added);
        return change(unit, relationship, table, wanted, table.read(unit, wanted.keySet(), others));
    }

    private static Map<Object, LinkChange> change(
            UnitOfWork unit,
            Relationship relationship,
            LinkTable table,
            Map<Object, Wanted> wanted,
            Map<LinkTable.Link, Map<String, @Nullable Object>> there)
            throws SQLException {
        Map<String, @Nullable Object> defaults = LinkReader.defaults(relationship);
        Map<Object, LinkChange> changes = new LinkedHashMap<>();
        Map<LinkTable.Link, Map<String, @Nullable Object>> written = new LinkedHashMap<>();
        List<LinkTable.Link> removed = new ArrayList<>();
        List<LinkDraft> bare = new ArrayList<>();
        for (Map.Entry<Object, Wanted> one : wanted.entrySet()) {
            Object owner = one.getKey();
            LinkChange change = LinkChange.none(relationship, table.otherType());
            for (LinkDraft link : one.getValue().add()) {
                LinkTable.Link key = new LinkTable.Link(owner, link.id());
                Map<String, @Nullable Object> old = there.get(key);
                Map<String, @Nullable Object> values = link.values();
                if (old == null) {
                    if (values == null) {
                        bare.add(link);
                    }
                    written.put(key, values == null ? defaults : values);
                    change.added().put(link.id(), values == null ? defaults : values);
                } else if (values != null && !values.equals(old)) {
                    written.put(key, values);
                    change.set().put(link.id(), values);
                    change.was().put(link.id(), old);
                }
            }
            for (Object id : one.getValue().remove()) {
                LinkTable.Link key = new LinkTable.Link(owner, id);
                if (there.containsKey(key)) {
                    removed.add(key);
                    change.removed().put(id, Objects.requireNonNull(there.get(key)));
                }
            }
            changes.put(owner, change);
        }
        requireDefaults(relationship, bare, defaults);
        if (!written.isEmpty()) {
            table.write(unit, written);
        }
        if (!removed.isEmpty()) {
            table.delete(unit, removed);
        }
        return changes;
    }

    private static void requireDefaults(
            Relationship relationship, List<LinkDraft> links, Map<String, @Nullable Object> defaults) {
        List<Violation> faults = new ArrayList<>();
        LinkReader.checkDefaults(relationship, links.subList(0, Math.min(links.size(), MAX_NAMED)), defaults, faults);
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults).exception();
        }
    }

    /** The other side is live and locked against deletes, in the order of ids, before anything refers to it. */
    private void requireTargets(UnitOfWork unit, Relationship relationship, List<LinkDraft> links) throws SQLException {
        if (links.isEmpty()) {
            return;
        }
        Model target = catalog.known(relationship.target());
        Set<Object> missing = new LinkedHashSet<>();
        links.forEach(link -> missing.add(link.id()));
        missing.removeAll(lockTargets(unit, target, missing));
        if (!missing.isEmpty()) {
            throw missing(relationship, target, missing);
        }
    }

    private static Set<Object> lockTargets(UnitOfWork unit, Model target, Set<Object> ids) throws SQLException {
        String sql = "SELECT t.\"id\" FROM " + target.table() + " t WHERE t.\"id\" = ANY(?)" + target.andLive("t")
                + " ORDER BY t.\"id\" FOR KEY SHARE";
        Set<Object> found = new LinkedHashSet<>();
        try (PreparedStatement statement = unit.connection().prepareStatement(sql)) {
            statement.setArray(1, unit.array(target.idType(), ids));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(Objects.requireNonNull(target.idType().read(rows, 1)));
                }
            }
        }
        return found;
    }

    /** 422 with those ids of links that lead nowhere. */
    static RuntimeException missing(Relationship relationship, Model target, Set<Object> ids) {
        List<Violation> violations = ids.stream()
                .limit(MAX_NAMED)
                .map(id -> missing(relationship, target, id.toString()))
                .toList();
        return Problem.invalid(violations).exception();
    }

    static Violation missing(Relationship relationship, Model target, String id) {
        return Violation.of(
                relationship.name(),
                "exists",
                relationship.label() + " refers to " + target.name() + " " + id + ", which does not exist"
                        + (target.softDelete() ? " or is deleted" : ""),
                Map.of("model", target.name(), "id", id));
    }
}
