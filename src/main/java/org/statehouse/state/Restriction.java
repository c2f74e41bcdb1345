package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.OnDelete;
import org.statehouse.metadata.Sql;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * Records that stay and keep others from being deleted.
 *
 * @param model of those that stay
 * @param field the reference, or the relationship, by which they do it
 * @param count how many they are
 * @param deleted how many of them are deleted, but refer on to a row that would be erased
 */
record Restriction(String model, String field, long count, long deleted) {

    /** The restricting references to records of one model that go. */
    static List<Restriction> of(Catalog catalog, UnitOfWork unit, Model parent, Deletion deletion) throws SQLException {
        List<Restriction> all = new ArrayList<>();
        for (Model child : catalog.models().values()) {
            for (Field field : child.fields().values()) {
                Field.Reference reference = field.reference();
                if (reference != null
                        && reference.onDelete() == OnDelete.RESTRICT
                        && reference.model().equals(parent.name())) {
                    all.addAll(of(unit, child, field, parent, deletion));
                }
            }
        }
        return all;
    }

    private static List<Restriction> of(UnitOfWork unit, Model child, Field field, Model parent, Deletion deletion)
            throws SQLException {
        Restriction toErased = staying(unit, child, field, parent, deletion.erased(parent), "", deletion.erased(child));
        Restriction toMarked =
                staying(unit, child, field, parent, deletion.marked(parent), child.andLive("t"), deletion.idsOf(child));
        long count = toErased.count + toMarked.count;
        return count == 0
                ? List.of()
                : List.of(new Restriction(child.name(), field.name(), count, toErased.deleted + toMarked.deleted));
    }

    private static Restriction staying(
            UnitOfWork unit,
            Model child,
            Field field,
            Model parent,
            Set<Object> parents,
            String condition,
            Set<Object> going)
            throws SQLException {
        if (parents.isEmpty()) {
            return new Restriction(child.name(), field.name(), 0, 0);
        }
        String deleted = child.softDelete() ? "count(t.\"deletedAt\")" : "0";
        String select = "SELECT count(*), " + deleted + " FROM " + child.table() + " t WHERE "
                + Sql.column("t", field.name()) + " = ANY(?) AND t.\"id\" <> ALL(?)" + condition;
        try (PreparedStatement statement = unit.connection().prepareStatement(select)) {
            statement.setArray(1, unit.array(parent.idType(), parents));
            statement.setArray(2, unit.array(child.idType(), going));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return new Restriction(child.name(), field.name(), rows.getLong(1), rows.getLong(2));
            }
        }
    }

    /** 409 {@code reference-restricted} with all of them, unless there are none. */
    static void refuse(List<Restriction> all) {
        if (all.isEmpty()) {
            return;
        }
        Restriction first = all.get(0);
        Problem problem = Problem.of(
                        ProblemType.REFERENCE_RESTRICTED,
                        first.count + " records of " + first.model + first.deletedOfThem() + " refer to it by "
                                + first.field + "; change or delete them first")
                .with("model", first.model)
                .with("field", first.field)
                .with("count", first.count);
        problem = first.deleted > 0 ? problem.with("deleted", first.deleted) : problem;
        throw problem.with("references", all.stream().map(Restriction::toMap).toList())
                .exception();
    }

    private String deletedOfThem() {
        return deleted == 0 ? "" : ", " + deleted + " of them deleted,";
    }

    private Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("model", model);
        map.put("field", field);
        map.put("count", count);
        if (deleted > 0) {
            map.put("deleted", deleted);
        }
        return map;
    }
}
